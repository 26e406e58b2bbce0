// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/scheduler/schedules.h"

#include <gmock/gmock.h>

namespace sweep {
namespace {

using namespace test;
using testing::Contains;
using testing::HasSubstr;
using testing::StartsWith;

/// The worst first, so that nothing is won by being early.
std::vector<double> byNumber(const Trial& trial, std::int64_t) {
  return {-trial.number * 1.0};
}

std::map<double, int> trialsPerBudget(const VirtualStudy& study) {
  std::map<double, int> counts;
  for (const auto& trial : study.trials())
    for (const auto& attempt : trial.attempts)
      ++counts[*attempt.budget];
  return counts;
}

TEST(SuccessiveHalving, RunsItsTableExactly) {
  for (const int workers : {1, 2, 7, 100}) {
    VirtualStudy study(budgetSpec("successive-halving", 1, 27, BudgetWay::Continue), workers, byNumber);
    study.run();
    EXPECT_TRUE(study.isOver());
    EXPECT_EQ(trialsPerBudget(study), (std::map<double, int>{{1, 27}, {3, 9}, {9, 3}, {27, 1}}));
    EXPECT_EQ(study.spent(), costOf(halvingBracket({1, 27, true}, 3, 27), true));
    EXPECT_EQ(study.trials().at(26).state, TrialState::Complete);
  }
}

TEST(SuccessiveHalving, CostsWhatItsTableSaysWhenTrialsStartOver) {
  VirtualStudy study(budgetSpec("successive-halving", 1, 27, BudgetWay::StartOver), 4, byNumber);
  study.run();
  EXPECT_EQ(study.spent(), costOf(halvingBracket({1, 27, true}, 3, 27), false));
}

TEST(SuccessiveHalving, TellsBothSidesWhy) {
  VirtualStudy study(budgetSpec("successive-halving", 1, 9, BudgetWay::Continue), 2, byNumber);
  study.run();
  EXPECT_THAT(study.log, Contains("end 5: rung 1: -5 is worse than -6, the last of the best 3 of 9"));
  EXPECT_THAT(study.log, Contains("continue 8 @3: rung 1: -8 ranks 1 of 9, among the best 3"));
}

TEST(SuccessiveHalving, LetsTheEarlierOfEqualsGoOn) {
  VirtualStudy study(budgetSpec("successive-halving", 1, 3, BudgetWay::Continue), 2,
                     [](const Trial&, std::int64_t) { return std::vector<double>{1.0}; });
  study.run();
  EXPECT_EQ(study.trials().at(0).state, TrialState::Complete);
  EXPECT_THAT(study.trials().at(1).verdict.str(), HasSubstr("which came earlier"));
}

TEST(SuccessiveHalving, NeverPromotesAFailedTrial) {
  VirtualStudy study(budgetSpec("successive-halving", 1, 9, BudgetWay::Continue), 3, byNumber);
  // The two best crash at once, the third later.
  study.crashes = [](const Trial& trial, std::int64_t step) {
    return trial.number >= 7 || (trial.number == 6 && step == 2);
  };
  study.run();
  EXPECT_TRUE(study.isOver());
  EXPECT_EQ(study.trials().at(5).state, TrialState::Complete);
  EXPECT_EQ(trialsPerBudget(study), (std::map<double, int>{{1, 9}, {3, 3}, {9, 1}}));
}

TEST(SuccessiveHalving, EndsWhenAllOfARungFail) {
  VirtualStudy study(budgetSpec("successive-halving", 1, 9, BudgetWay::Continue), 3, byNumber);
  study.crashes = [](const Trial&, std::int64_t) {
    return true;
  };
  study.run();
  EXPECT_TRUE(study.isOver());
  EXPECT_EQ(study.trials().size(), 9u);
}

TEST(SuccessiveHalving, HalvesWhatThereIsWhenTrialsRunOut) {
  VirtualStudy study(budgetSpec("successive-halving", 1, 9, BudgetWay::Continue), 2, byNumber);
  study.limit = 5;
  study.run();
  EXPECT_TRUE(study.isOver());
  EXPECT_EQ(trialsPerBudget(study), (std::map<double, int>{{1, 5}, {3, 1}, {9, 1}}));
  // More trials after all: the first bracket is past, the round is over.
  study.limit = 12;
  study.run();
  EXPECT_TRUE(study.isOver());
  EXPECT_EQ(study.trials().size(), 5u);
}

TEST(SuccessiveHalving, BeginsAnewForEachRound) {
  auto spec = budgetSpec("successive-halving", 1, 9, BudgetWay::Continue);
  spec.method.schedulerOptions = {{"rounds", std::int64_t{3}}, {"trials", std::int64_t{9}}};
  VirtualStudy study(spec, 2, byNumber);
  study.run();
  EXPECT_EQ(trialsPerBudget(study), (std::map<double, int>{{1, 27}, {3, 9}, {9, 3}}));
  spec.method.schedulerOptions.set("rounds", std::int64_t{0});
  VirtualStudy endless(spec, 2, byNumber);
  endless.limit = 90;
  endless.run();
  EXPECT_EQ(endless.trials().size(), 90u);
}

TEST(Hyperband, RunsAllBracketsOfThePaper) {
  for (const char* rounding : {"up", "down"}) {
    auto spec = budgetSpec("hyperband", 1, 81, BudgetWay::Continue);
    spec.method.schedulerOptions = {{"rounding", std::string(rounding)}};
    const auto brackets = hyperbandBrackets(
        {1, 81, true}, 3, rounding == std::string("up") ? BracketRounding::Up : BracketRounding::Down);
    std::map<double, int> expected;
    double cost = 0.0;
    for (const auto& bracket : brackets) {
      cost += costOf(bracket, true);
      for (const auto& rung : bracket.rungs)
        expected[rung.budget] += static_cast<int>(rung.trials);
    }
    VirtualStudy study(spec, 9, decliningCurves);
    study.slowness = [](int number) {
      return 1.0 + number % 3;
    };
    study.run();
    EXPECT_TRUE(study.isOver());
    EXPECT_EQ(trialsPerBudget(study), expected);
    EXPECT_EQ(study.spent(), cost);
    EXPECT_EQ(findScheduler("hyperband")->plannedTrials(*schedulerContext(spec)), study.trials().size());
  }
}

TEST(Hyperband, FillsFreeWorkersFromTheNextBracket) {
  const auto spec = budgetSpec("hyperband", 1, 81, BudgetWay::Continue);
  VirtualStudy study(spec, 30, decliningCurves);
  study.slowness = [](int number) {
    return number == 5 ? 50.0 : 1.0;
  };
  study.run();
  // The first bracket stands still for 50 s behind one slow trial; all others have begun before it goes on.
  const auto firstStep = std::find_if(study.log.begin(), study.log.end(),
                                      [](const auto& line) { return line.starts_with("reach 5 "); });
  const auto begun =
      std::count_if(study.log.begin(), firstStep, [](const auto& line) { return line.starts_with("start"); });
  EXPECT_EQ(begun, 143);
}

TEST(Hyperband, PutsATrialWithoutAPlaceThroughToTheEnd) {
  auto spec = budgetSpec("hyperband", 1, 3, BudgetWay::Continue);
  VirtualStudy study(spec, 1, byNumber);
  study.run();
  const auto placement = study.scheduler().place(99);
  EXPECT_EQ(placement.budget, 3.0);
  EXPECT_FALSE(placement.bracket);
}

TEST(BracketScheduler, ALateSecondTryDoesNotTakeAPlace) {
  VirtualStudy study(budgetSpec("successive-halving", 1, 9, BudgetWay::Continue), 1, byNumber);
  study.crashes = [](const Trial& trial, std::int64_t) {
    return trial.number == 8;
  };
  study.run(14);
  // The rung is decided: three of eight have gone on. The failed one is tried again and would be the best.
  Trial again = study.trials().at(8);
  ASSERT_EQ(again.state, TrialState::Failed);
  again.state = TrialState::Running;
  study.scheduler().observe(again);
  again.attempts.back().values = {-100.0};
  again.state = TrialState::Paused;
  study.scheduler().observe(again);
  const auto step = study.scheduler().next(NewTrials::Never);
  const auto* end = std::get_if<EndTrial>(&step);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->trial, 8);
}

/// Who goes past a rung has at least its threshold, who ends there has less.
TEST(Hyperband, TellsThresholdsThatDivideItsTrials) {
  VirtualStudy study(budgetSpec("hyperband", 1, 9, BudgetWay::Continue), 4, decliningCurves);
  std::map<std::pair<int, double>, std::int64_t> planned;
  for (const auto& threshold : study.scheduler().thresholds()) {
    EXPECT_FALSE(threshold.value);
    EXPECT_EQ(threshold.results, 0u);
    planned[{*threshold.bracket, threshold.budget}] = *threshold.planned;
  }
  EXPECT_EQ(planned, (std::map<std::pair<int, double>, std::int64_t>{
                         {{0, 1.0}, 9}, {{0, 3.0}, 3}, {{0, 9.0}, 1}, {{1, 3.0}, 5}, {{1, 9.0}, 1}, {{2, 9.0}, 3}}));
  study.run();
  std::map<std::pair<int, double>, Threshold> thresholds;
  for (const auto& threshold : study.scheduler().thresholds()) {
    thresholds[{*threshold.bracket, threshold.budget}] = threshold;
    EXPECT_EQ(static_cast<std::int64_t>(threshold.results), *threshold.planned);
    EXPECT_EQ(threshold.value.has_value(), threshold.budget < 9.0);
  }
  for (const auto& trial : study.trials())
    for (const auto& attempt : trial.attempts) {
      const auto& threshold = thresholds.at({*trial.bracket, *attempt.budget});
      if (!threshold.value)
        continue;
      if (&attempt != &trial.attempts.back())
        EXPECT_LE(attempt.values.front(), *threshold.value);
      else
        EXPECT_GT(attempt.values.front(), *threshold.value);
    }
}

} // namespace
} // namespace sweep
