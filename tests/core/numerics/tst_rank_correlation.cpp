// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/rank_correlation.h"

#include <gtest/gtest.h>
#include <vector>

namespace sweep {
namespace {

using Vector = std::vector<double>;

TEST(RankCorrelation, LooksAtTheOrderOnly) {
  EXPECT_DOUBLE_EQ(rankCorrelation(Vector{1, 2, 3, 4}, Vector{-8, 0, 0.1, 1e9}), 1.0);
  EXPECT_DOUBLE_EQ(rankCorrelation(Vector{1, 2, 3, 4}, Vector{9, 5, 2, 1}), -1.0);
  // 1 - 6 Σd² / (n (n² - 1)) with Σd² = 2.
  EXPECT_DOUBLE_EQ(rankCorrelation(Vector{1, 2, 3, 4, 5}, Vector{2, 1, 3, 4, 5}), 0.9);
}

TEST(RankCorrelation, LetsEqualValuesShareTheirRanks) {
  EXPECT_DOUBLE_EQ(rankCorrelation(Vector{1, 1, 2}, Vector{3, 3, 5}), 1.0);
  EXPECT_DOUBLE_EQ(rankCorrelation(Vector{7, 7, 7}, Vector{1, 2, 3}), 0.0);
  EXPECT_DOUBLE_EQ(rankCorrelation(Vector{}, Vector{}), 0.0);
}

} // namespace
} // namespace sweep
