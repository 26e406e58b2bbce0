// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"
#include "tests/convergence/functions.h"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>

namespace sweep::test {
namespace {

using Json = nlohmann::json;

TEST(Functions, HaveTheStandardValues) {
  const std::map<std::string, double (*)(std::span<const double>)> functions = {
      {"branin", branin},  {"hartmann3", hartmann3},           {"hartmann6", hartmann6},
      {"ackley5", ackley}, {"rastrigin4", rastrigin},          {"rosenbrock3", rosenbrock},
      {"levy4", levy},     {"goldstein_price", goldsteinPrice}};
  const Json file = Json::parse(std::ifstream(TEST_DATA_DIR "/test_functions.json"));
  const double tolerance = file["tolerance"];
  ASSERT_EQ(file["cases"].size(), functions.size());
  for (const Json& item : file["cases"]) {
    const auto function = functions.at(item["name"]);
    for (std::size_t i = 0; i < item["points"].size(); ++i)
      EXPECT_NEAR(function(item["points"][i].get<Point>()), item["values"][i].get<double>(), tolerance)
          << item["name"];
    for (std::size_t i = 0; i < item["minimisers"].size(); ++i)
      EXPECT_NEAR(function(item["minimisers"][i].get<Point>()),
                  item["value_at_listed_minimisers"][i].get<double>(), tolerance)
          << item["name"];
  }
}

TEST(Functions, ShiftAnotherWayForEachSeedAndCoordinate) {
  const Point first = shiftOf(5.12, 4, 0);
  EXPECT_NEAR(first[0], 0.6 * 5.12 * (2 * 0.41421356237309515 - 1), 1e-12);
  EXPECT_NEAR(first[1], 0.6 * 5.12 * (2 * 0.7320508075688772 - 1), 1e-12);
  const Point second = shiftOf(5.12, 4, 1);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NE(first[i], second[i]);
    EXPECT_LE(std::abs(second[i]), 0.6 * 5.12);
  }
}

TEST(Functions, RotateWithoutStretching) {
  const auto rows = rotationOf(20, 3);
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < rows.size(); ++j) {
      double product = 0.0;
      for (std::size_t k = 0; k < rows.size(); ++k)
        product += rows[i][k] * rows[j][k];
      EXPECT_NEAR(product, i == j ? 1.0 : 0.0, 1e-12);
    }
}

} // namespace
} // namespace sweep::test
