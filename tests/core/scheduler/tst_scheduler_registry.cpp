// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/registry.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <set>

namespace sweep {
namespace {

TEST(Schedulers, AreAllDescribedAndCanBeMade) {
  std::set<std::string_view> ids;
  for (const auto& entry : schedulers()) {
    EXPECT_TRUE(ids.insert(entry.id).second);
    EXPECT_EQ(findScheduler(entry.id), &entry);
    EXPECT_FALSE(entry.name.empty() || entry.summary.empty());
    StudySpec spec;
    spec.method.scheduler = entry.id;
    EXPECT_EQ(createScheduler(spec).ok(), entry.needs == BudgetNeed::None) << entry.id;
    spec.budget = Budget{"epoch", 1.0, 27.0, BudgetWay::Continue};
    EXPECT_TRUE(createScheduler(spec).ok()) << entry.id;
    spec.budget->min = 30.0;
    EXPECT_FALSE(createScheduler(spec).ok()) << entry.id;
  }
}

TEST(Schedulers, SayWhatIsWrongWithABudget) {
  EXPECT_TRUE(problemOf(Budget{}).empty());
  EXPECT_TRUE(problemOf(Budget{"share", 0.1, 1.0, BudgetWay::StartOver}).empty());
  EXPECT_FALSE(problemOf(Budget{" ", 1.0, 9.0, BudgetWay::Continue}).empty());
  EXPECT_FALSE(problemOf(Budget{"epoch", 0.0, 9.0, BudgetWay::Continue}).empty());
  EXPECT_FALSE(problemOf(Budget{"epoch", std::nan(""), 9.0, BudgetWay::Continue}).empty());
  EXPECT_FALSE(
      problemOf(Budget{"epoch", 1.0, std::numeric_limits<double>::infinity(), BudgetWay::Continue}).empty());
  EXPECT_FALSE(problemOf(Budget{"epoch", 1e-9, 9.0, BudgetWay::Continue}).empty());
}

TEST(Schedulers, RefusesWhatItDoesNotKnow) {
  StudySpec spec;
  spec.method.scheduler = "hyperbandit";
  ASSERT_FALSE(createScheduler(spec).ok());
  EXPECT_NE(createScheduler(spec).error().str().find("hyperbandit"), std::string::npos);
  spec.method.scheduler = "full";
  spec.method.schedulerOptions.set("eta", std::int64_t{3});
  EXPECT_FALSE(createScheduler(spec).ok());
}

TEST(FullScheduler, LetsEveryTrialRunToItsEnd) {
  const auto scheduler = createScheduler(StudySpec()).value();
  Trial trial;
  trial.reports.push_back({1, {{"loss", std::numeric_limits<double>::quiet_NaN()}}, 0.0});
  scheduler->observe(trial);
  EXPECT_EQ(scheduler->judge(trial).kind, Verdict::Kind::GoOn);
  EXPECT_TRUE(std::holds_alternative<StartNew>(scheduler->next(NewTrials::Now)));
  EXPECT_TRUE(std::holds_alternative<WaitForTrials>(scheduler->next(NewTrials::Never)));
  trial.state = TrialState::Complete;
  scheduler->observe(trial);
  EXPECT_TRUE(std::holds_alternative<NothingLeft>(scheduler->next(NewTrials::Never)));
  EXPECT_FALSE(scheduler->place(0).budget);
}

TEST(FullScheduler, GivesEveryTrialTheLargestBudget) {
  StudySpec spec;
  spec.budget = Budget{"epoch", 1.0, 27.0, BudgetWay::StartOver};
  EXPECT_EQ(createScheduler(spec).value()->place(0).budget, 27.0);
}

} // namespace
} // namespace sweep
