// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/category_distribution.h"

#include <gtest/gtest.h>

namespace sweep {
namespace {

double sumOf(const CategoryDistribution& distribution) {
  double sum = 0.0;
  for (std::size_t i = 0; i < distribution.size(); ++i)
    sum += distribution[i];
  return sum;
}

TEST(CategoryDistribution, BeginsAsGivenAndDrawsInProportion) {
  const CategoryDistribution distribution(std::vector<double>{1.0, 0.0, 3.0});
  EXPECT_DOUBLE_EQ(distribution[0], 0.25);
  EXPECT_EQ(distribution.possible(), 2u);
  EXPECT_EQ(distribution.sample(0.0), 0u);
  EXPECT_EQ(distribution.sample(0.2499), 0u);
  EXPECT_EQ(distribution.sample(0.25), 2u);
  EXPECT_EQ(distribution.sample(0.999999), 2u);
}

TEST(CategoryDistribution, FollowsWhatWasGood) {
  CategoryDistribution distribution(std::vector<double>{1.0, 1.0, 1.0, 1.0});
  const std::vector<std::size_t> categories = {2, 2, 0};
  const std::vector<double> weights = {0.5, 0.25, 0.25};
  distribution.follow(categories, weights, 0.4);
  EXPECT_DOUBLE_EQ(distribution[2], 0.25 * 0.6 + 0.4 * 0.75);
  EXPECT_DOUBLE_EQ(distribution[0], 0.25 * 0.6 + 0.4 * 0.25);
  EXPECT_DOUBLE_EQ(distribution[1], 0.25 * 0.6);
  EXPECT_NEAR(sumOf(distribution), 1.0, 1e-15);
}

TEST(CategoryDistribution, StaysWhereNothingIsKnown) {
  CategoryDistribution distribution(std::vector<double>{1.0, 3.0});
  distribution.follow({}, {}, 0.5);
  EXPECT_DOUBLE_EQ(distribution[0], 0.25);
}

TEST(CategoryDistribution, GivesUpNoPossibleCategory) {
  CategoryDistribution distribution(std::vector<double>{1.0, 1.0, 1.0, 0.0});
  for (int i = 0; i < 100; ++i) {
    distribution.follow(std::vector<std::size_t>{1}, std::vector<double>{1.0}, 0.5);
    distribution.keepMargin(0.05);
  }
  EXPECT_NEAR(distribution[0], 0.05, 1e-12);
  EXPECT_NEAR(distribution[1], 0.9, 1e-12);
  EXPECT_EQ(distribution[3], 0.0);
  EXPECT_NEAR(sumOf(distribution), 1.0, 1e-12);
}

} // namespace
} // namespace sweep
