// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/sobol.h"
#include "places.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

namespace sweep {
namespace {

using Json = nlohmann::json;

Json golden() {
  return Json::parse(std::ifstream(TEST_DATA_DIR "/sobol.json"));
}

void expectPoints(const SobolSequence& sequence, std::uint64_t first, const Json& numerators,
                  double denominator) {
  for (std::size_t i = 0; i < numerators.size(); ++i) {
    const auto point = sequence.point(first + i);
    ASSERT_EQ(point.size(), numerators[i].size());
    for (std::size_t d = 0; d < point.size(); ++d)
      EXPECT_EQ(point[d] * denominator, numerators[i][d].get<double>())
          << first + i << ", dimension " << d + 1;
  }
}

TEST(Sobol, GivesTheReferencePoints) {
  const Json file = golden();
  ASSERT_EQ(file["cases"].size(), 4u);
  for (const auto& item : file["cases"]) {
    const SobolSequence sequence(item["dim"].get<std::size_t>());
    expectPoints(sequence, 0, item["first_64_points_numerators"], item["denominator"]);
    expectPoints(sequence, 1000, item["points_1000_to_1007"]["numerators"],
                 item["points_1000_to_1007"]["denominator"]);
  }
}

TEST(Sobol, HasTheReferenceDirectionNumbers) {
  const Json file = golden();
  const SobolSequence sequence(128);
  for (const auto& row : file["direction_numbers"]) {
    const auto dimension = row[0].get<std::size_t>();
    for (std::size_t k = 1; k <= row[3].size(); ++k) {
      // The Gray code of 2^k - 1 has the k-th bit alone.
      const double v = sequence.point((1ull << k) - 1)[dimension - 1];
      EXPECT_EQ(std::ldexp(v, static_cast<int>(k)), row[3][k - 1].get<double>()) << dimension << ", " << k;
    }
  }
}

/// How many of 2^m points fall into each of 2^m slices of a coordinate.
void expectOnePointASlice(const SobolSequence& sequence, std::uint64_t first, std::size_t count) {
  for (std::size_t d = 0; d < sequence.dimensions(); ++d) {
    std::vector<int> hits(count);
    for (std::size_t i = 0; i < count; ++i) {
      const double x = sequence.point(first + i)[d];
      ASSERT_GE(x, 0.0);
      ASSERT_LT(x, 1.0);
      ++hits[static_cast<std::size_t>(x * static_cast<double>(count))];
    }
    EXPECT_TRUE(std::all_of(hits.begin(), hits.end(), [](int n) { return n == 1; })) << "dimension " << d + 1;
  }
}

TEST(Sobol, IsEvenInEveryDimensionBeyondTheTableToo) {
  expectOnePointASlice(SobolSequence(260), 0, 64);
  expectOnePointASlice(SobolSequence(260, 7), 0, 64);
  expectOnePointASlice(SobolSequence(260, 7), 192, 64);
}

TEST(Sobol, KeepsTheNetWhenScrambled) {
  // Dimensions 1 and 2 are a (0, m, 2)-net: one point in every elementary box.
  constexpr int M = 8;
  for (std::uint64_t seed : {1, 2, 3}) {
    const SobolSequence sequence(2, seed);
    for (int split = 0; split <= M; ++split) {
      std::set<std::pair<int, int>> boxes;
      for (std::uint64_t i = 0; i < 1u << M; ++i) {
        const auto p = sequence.point(i);
        boxes.emplace(static_cast<int>(std::ldexp(p[0], split)),
                      static_cast<int>(std::ldexp(p[1], M - split)));
      }
      EXPECT_EQ(boxes.size(), 1u << M) << seed << ", " << split;
    }
  }
}

TEST(Sobol, DependsOnTheSeedAndOnNothingElse) {
  EXPECT_EQ(SobolSequence(5, 9).points(3, 20), SobolSequence(5, 9).points(3, 20));
  EXPECT_NE(SobolSequence(5, 9).point(0), SobolSequence(5, 10).point(0));
  auto wide = SobolSequence(300, 9).point(77);
  wide.resize(5);
  EXPECT_EQ(wide, SobolSequence(5, 9).point(77));
}

TEST(Sobol, ShiftsEachPointUniformlyOverSeeds) {
  constexpr int Seeds = 4000;
  double sum = 0.0;
  double squares = 0.0;
  for (std::uint64_t seed = 0; seed < Seeds; ++seed) {
    const double x = SobolSequence(1, seed).point(5)[0];
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(sum / Seeds, 0.5, 0.02);
  EXPECT_NEAR(squares / Seeds, 1.0 / 3.0, 0.02);
}

TEST(Sobol, IntegratesBetterThanRandomPoints) {
  // The error of 4096 random points for a product of 10 such factors is about 0.006.
  const SobolSequence sequence(10, 4);
  double sum = 0.0;
  for (std::uint64_t i = 0; i < 4096; ++i) {
    const auto p = sequence.point(i);
    sum += std::accumulate(p.begin(), p.end(), 1.0,
                           [](double product, double x) { return product * (1.0 + 0.4 * (x - 0.5)); });
  }
  EXPECT_NEAR(sum / 4096, 1.0, 2e-4);
}

TEST(Sobol, TakesIndicesFarAhead) {
  const SobolSequence sequence(3, 4);
  for (std::uint64_t index : {1ull << 40, (1ull << 53) - 1})
    for (double x : sequence.point(index)) {
      EXPECT_GE(x, 0.0);
      EXPECT_LT(x, 1.0);
    }
  EXPECT_TRUE(SobolSequence(0, 1).point(3).empty());
}

} // namespace
} // namespace sweep
