// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/continuation.h"

#include <gtest/gtest.h>

namespace sweep {
namespace {

using Steps = std::vector<std::int64_t>;

ContinuationFinding judged(Steps first, std::optional<Steps> then, bool endedWell = true) {
  const WatchedRun before{true, true, std::move(first)};
  const auto after = then ? std::optional(WatchedRun{endedWell, true, *std::move(then)}) : std::nullopt;
  return judgeContinuation(before, after, {2.0, 4.0}, "epoch");
}

Steps unnumbered(int count) {
  Steps steps;
  for (int i = 0; i < count; ++i)
    steps.push_back(UnnumberedStep + i);
  return steps;
}

TEST(Continuation, IsSeenByTheStepAfterTheResume) {
  const auto finding = judged({1, 2}, Steps{3, 4});
  EXPECT_EQ(finding.what, Continuation::GoesOn);
  EXPECT_NE(finding.sentence.str().find("ended at step 2, the resumed one began with step 3"), std::string::npos)
      << finding.sentence.str();
  EXPECT_EQ(judged({0, 1}, Steps{2, 3}).what, Continuation::GoesOn) << "steps that begin at 0";
  EXPECT_EQ(judged({100, 200}, Steps{300, 400}).what, Continuation::GoesOn) << "another unit than the budget's";
  EXPECT_EQ(judged({2}, Steps{3}).what, Continuation::GoesOn);
  EXPECT_EQ(judged({1, 2}, Steps{2, 3, 4}).what, Continuation::GoesOn) << "evaluates first what it has read";
}

TEST(Continuation, ABeginningIsSeenByStepsThatComeAgain) {
  const auto finding = judged({1, 2}, Steps{1, 2, 3, 4});
  EXPECT_EQ(finding.what, Continuation::BeginsAgain);
  EXPECT_NE(finding.sentence.str().find("came to step 2, and the resumed one reported step 1"), std::string::npos)
      << finding.sentence.str();
  EXPECT_EQ(judged({0, 1}, Steps{0, 1, 2, 3}).what, Continuation::BeginsAgain);
  EXPECT_EQ(judged({1, 2}, Steps{1, 2}).what, Continuation::CountsAnew);
  EXPECT_EQ(judged({1}, Steps{1, 2}).what, Continuation::Unclear);
}

TEST(Continuation, WithoutStepsReportsAreCounted) {
  EXPECT_EQ(judged(unnumbered(10), unnumbered(10)).what, Continuation::GoesOn);
  EXPECT_EQ(judged(unnumbered(10), unnumbered(11)).what, Continuation::GoesOn);
  EXPECT_EQ(judged(unnumbered(10), unnumbered(20)).what, Continuation::BeginsAgain);
  EXPECT_EQ(judged(unnumbered(1), unnumbered(2)).what, Continuation::BeginsAgain);
  EXPECT_EQ(judged(unnumbered(1), unnumbered(1)).what, Continuation::Unclear);
}

TEST(Continuation, WhatKeepsItFromBeingSeenIsSaid) {
  EXPECT_EQ(judged({1, 2}, Steps{3}, false).what, Continuation::FailsWhenResumed);
  EXPECT_EQ(judged({1, 2}, Steps{}).what, Continuation::ReportsNothing);
  EXPECT_EQ(judged({}, Steps{1}).what, Continuation::ReportsNothing);
  EXPECT_EQ(judgeContinuation({true, false, {1, 2}}, {}, {2.0, 4.0}, "epoch").what, Continuation::SavesNothing);
}

TEST(Continuation, IsTriedWithinTheStudysRange) {
  const auto tried = [](double min, double max, BudgetWay way = BudgetWay::Continue) {
    return continuationBudgets(Budget{"epoch", min, max, way});
  };
  const auto expect = [](const std::optional<ContinuationBudgets>& budgets, double first, double then) {
    ASSERT_TRUE(budgets);
    EXPECT_EQ(budgets->first, first);
    EXPECT_EQ(budgets->then, then);
  };
  expect(tried(1, 81), 2, 4);
  expect(tried(3, 81), 3, 6);
  expect(tried(1, 3), 1, 2);
  expect(tried(1, 4), 2, 4);
  expect(tried(5, 7), 5, 7);
  expect(tried(0.25, 8), 0.25, 0.5);
  EXPECT_FALSE(tried(5, 5));
  EXPECT_FALSE(tried(0, 5));
  EXPECT_FALSE(tried(1, 81, BudgetWay::StartOver));
  EXPECT_FALSE(tried(1, 81, BudgetWay::StopInFlight));
  EXPECT_FALSE(continuationBudgets(std::nullopt));
}

} // namespace
} // namespace sweep
