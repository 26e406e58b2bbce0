// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/objective.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace sweep {
namespace {

constexpr double NotANumber = std::numeric_limits<double>::quiet_NaN();

Reports reports(std::initializer_list<std::pair<std::int64_t, double>> values) {
  Reports all;
  for (const auto& [step, value] : values)
    all.push_back({step, {{"loss", value}}, 0.0});
  return all;
}

Objective objective(Reduction reduction, int lastCount = 1, Direction direction = Direction::Minimise) {
  return {"loss", direction, reduction, lastCount, {}};
}

TEST(Objective, KnowsWhatIsBetter) {
  EXPECT_TRUE(objective(Reduction::Last).better(1.0, 2.0));
  EXPECT_FALSE(objective(Reduction::Last).better(1.0, 1.0));
  EXPECT_TRUE(objective(Reduction::Last, 1, Direction::Maximise).better(2.0, 1.0));
  EXPECT_FALSE(objective(Reduction::Last).better(NotANumber, 1.0));
  EXPECT_FALSE(objective(Reduction::Last, 1, Direction::Maximise).better(NotANumber, 1.0));
}

TEST(Objective, TakesTheLastStep) {
  EXPECT_EQ(objective(Reduction::Last).valueOf(reports({{1, 3.0}, {3, 1.0}, {2, 2.0}})), 1.0);
  EXPECT_EQ(objective(Reduction::Last).valueOf(reports({{1, 3.0}, {1, 4.0}})), 4.0);
}

TEST(Objective, TakesTheBest) {
  const auto some = reports({{1, 3.0}, {2, NotANumber}, {3, 5.0}});
  EXPECT_EQ(objective(Reduction::Best).valueOf(some), 3.0);
  EXPECT_EQ(objective(Reduction::Best, 1, Direction::Maximise).valueOf(some), 5.0);
  EXPECT_TRUE(std::isnan(*objective(Reduction::Best).valueOf(reports({{1, NotANumber}}))));
}

TEST(Objective, TakesTheMeanOfTheLast) {
  const auto some = reports({{1, 9.0}, {2, 2.0}, {3, 4.0}});
  EXPECT_EQ(objective(Reduction::MeanOfLast, 2).valueOf(some), 3.0);
  EXPECT_EQ(objective(Reduction::MeanOfLast, 10).valueOf(some), 5.0);
  EXPECT_TRUE(std::isnan(*objective(Reduction::MeanOfLast, 2).valueOf(reports({{1, 1.0}, {2, NotANumber}}))));
}

TEST(Objective, HasNoValueWithoutItsMetric) {
  const Reports other = {{1, {{"accuracy", 0.5}}, 0.0}};
  EXPECT_FALSE(objective(Reduction::Last).valueOf(other));
  EXPECT_FALSE(objective(Reduction::Best).valueOf({}));
}

} // namespace
} // namespace sweep
