// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/kernel_density.h"
#include "places.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <numbers>

namespace sweep {
namespace {

using Json = nlohmann::ordered_json;

class Reference : public testing::Test {
protected:
  Json file = Json::parse(std::ifstream(TEST_DATA_DIR "/bohb_kde.json"));
};

/// The categories that the reference has counted; nothing for a number.
std::vector<std::size_t> categoriesOf(const Json& levels) {
  std::vector<std::size_t> categories;
  for (const auto& level : levels)
    categories.push_back(level.is_null() ? 0 : level.get<std::size_t>());
  return categories;
}

TEST_F(Reference, BandwidthsAreThose) {
  const double tolerance = file["tolerance"]["bw"];
  for (const auto& item : file["cases"])
    for (const std::string side : {"good", "bad"}) {
      const auto rows = item[side].get<std::vector<KernelDensity::Point>>();
      const auto bandwidths = KernelDensity::normalReferenceBandwidths(rows);
      const auto expected = item["bw_" + side + "_raw"].get<std::vector<double>>();
      ASSERT_EQ(bandwidths.size(), expected.size());
      for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(bandwidths[i], expected[i], tolerance) << item["name"] << side << i;
    }
}

TEST_F(Reference, DensitiesAreThose) {
  const double tolerance = file["tolerance"]["pdf_relative"];
  for (const auto& item : file["cases"])
    for (const std::string side : {"good", "bad"}) {
      const KernelDensity density(categoriesOf(item["levels_seen_" + side]),
                                  item[side].get<std::vector<KernelDensity::Point>>(),
                                  item["bw_" + side].get<std::vector<double>>());
      for (std::size_t i = 0; i < item["points"].size(); ++i) {
        const auto point = item["points"][i].get<std::vector<double>>();
        const double expected = item["pdf_" + side][i];
        EXPECT_NEAR(std::exp(density.logDensity(point)), expected, tolerance * expected)
            << item["name"] << side << i;
      }
    }
}

TEST(KernelDensity, IntegratesToOneOverNumbersAndCategories) {
  const KernelDensity density({0, 3}, {{0.2, 0.0}, {0.7, 2.0}, {0.4, 2.0}}, {0.1, 0.3});
  double sum = 0.0;
  constexpr int Steps = 4000;
  for (int i = 0; i < Steps; ++i)
    for (const double category : {0.0, 1.0, 2.0}) {
      const std::vector<double> point = {-1.0 + 3.0 * (i + 0.5) / Steps, category};
      sum += std::exp(density.logDensity(point)) * 3.0 / Steps;
    }
  EXPECT_NEAR(sum, 1.0, 1e-6);
}

TEST(KernelDensity, GivesUnseenCategoriesTheirShare) {
  const KernelDensity density({4}, {{1.0}, {1.0}}, {0.3});
  EXPECT_NEAR(std::exp(density.logDensity(std::vector{1.0})), 0.7, 1e-12);
  EXPECT_NEAR(std::exp(density.logDensity(std::vector{3.0})), 0.1, 1e-12);
}

TEST(KernelDensity, KeepsLogarithmsWhereDensitiesUnderflow) {
  const KernelDensity density({0}, {{0.0}}, {0.001});
  EXPECT_NEAR(density.logDensity(std::vector{1.0}),
              -0.5e6 - std::log(0.001 * std::sqrt(2.0 * std::numbers::pi)), 1e-6);
}

} // namespace
} // namespace sweep
