// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <numeric>
#include <set>

namespace sweep {
namespace {

TEST(Rng, IsTheSameForTheSameSeed) {
  Rng a(7);
  Rng b(7);
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(a(), b());
}

TEST(Rng, ScramblesAsSplitMix) {
  // The first outputs of SplitMix64 from the state 0.
  EXPECT_EQ(mixBits(0x9e3779b97f4a7c15u), 0xe220a8397b1dcdafu);
  EXPECT_EQ(mixBits(2 * 0x9e3779b97f4a7c15u), 0x6e789e6aa1b965f4u);
}

TEST(Rng, HasDifferentStreams) {
  std::set<std::uint64_t> first;
  for (std::uint64_t seed = 0; seed < 100; ++seed)
    for (std::uint64_t stream = 0; stream < 100; ++stream)
      first.insert(Rng(seed, stream)());
  EXPECT_EQ(first.size(), 10'000u);
}

TEST(Rng, IsUniform) {
  Rng rng(11);
  double sum = 0.0;
  double squares = 0.0;
  for (int i = 0; i < 100'000; ++i) {
    const double u = rng.uniform();
    ASSERT_TRUE(u >= 0.0 && u < 1.0);
    sum += u;
    squares += u * u;
  }
  EXPECT_NEAR(sum / 100'000, 0.5, 0.005);
  EXPECT_NEAR(squares / 100'000, 1.0 / 3.0, 0.005);
}

TEST(Rng, StaysInsideTheWidestRange) {
  constexpr double huge = std::numeric_limits<double>::max();
  Rng rng(5);
  for (int i = 0; i < 1000; ++i) {
    const double x = rng.uniform(-huge, huge);
    ASSERT_TRUE(std::isfinite(x) && x < huge);
  }
  EXPECT_EQ(rng.uniform(2.0, 2.0), 2.0);
}

TEST(Rng, CountsWithoutBias) {
  Rng rng(9);
  std::array<int, 6> counts{};
  for (int i = 0; i < 60'000; ++i)
    ++counts[rng.below(6)];
  for (const int count : counts)
    EXPECT_NEAR(count, 10'000, 500);
}

TEST(Rng, IsNormal) {
  Rng rng(13);
  double sum = 0.0;
  double squares = 0.0;
  for (int i = 0; i < 100'000; ++i) {
    const double x = rng.normal();
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(sum / 100'000, 0.0, 0.02);
  EXPECT_NEAR(squares / 100'000, 1.0, 0.03);
}

TEST(Rng, ShufflesWithoutLoss) {
  std::array<int, 50> items;
  std::iota(items.begin(), items.end(), 0);
  const auto before = items;
  Rng(3).shuffle(std::span<int>(items));
  EXPECT_NE(items, before);
  std::sort(items.begin(), items.end());
  EXPECT_EQ(items, before);
}

} // namespace
} // namespace sweep
