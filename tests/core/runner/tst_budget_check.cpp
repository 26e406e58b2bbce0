// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/budget_check.h"
#include "core/runner/budget_words.h"

#include <gmock/gmock.h>

namespace sweep {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

StudySpec hyperbandStudy(BudgetWay way) {
  StudySpec spec;
  spec.program.command = {"/bin/echo", "${args}"};
  spec.space.parameters = {{"x", FloatDomain{0.0, 1.0, false, {}}, {}, {}, {}}};
  spec.method.scheduler = "hyperband";
  spec.budget = Budget{"epoch", 1.0, 81.0, way};
  spec.limits.trials.reset();
  return spec;
}

/// The fields of the budget that something is said at, warnings with a question mark.
std::vector<std::string> keysOf(const StudySpec& spec) {
  std::vector<std::string> keys;
  auto problems = budgetProblems(spec);
  for (auto& problem : schedulerProblems(spec))
    problems.push_back(std::move(problem));
  for (const auto& problem : problems)
    if (problem.section == Section::Budget)
      keys.push_back(problem.key + (problem.isWarning ? "?" : ""));
  return keys;
}

TEST(BudgetCheck, SaysAtEachPlaceWhatTheCommandDoesNotName) {
  EXPECT_THAT(keysOf(hyperbandStudy(BudgetWay::StopInFlight)), IsEmpty());
  EXPECT_THAT(keysOf(hyperbandStudy(BudgetWay::StartOver)), ElementsAre("budget?"));
  auto spec = hyperbandStudy(BudgetWay::Continue);
  EXPECT_THAT(keysOf(spec), ElementsAre("budget?", "checkpoint?", "resume?"));
  spec.program.command.push_back("--resume=${resume}");
  EXPECT_THAT(keysOf(spec), ElementsAre("budget?", "checkpoint?"));
  spec.program.command.push_back("--save=${checkpoint}");
  spec.program.command.push_back("--epochs");
  spec.program.command.push_back("${budget}");
  EXPECT_THAT(keysOf(spec), IsEmpty());
}

TEST(BudgetCheck, TheBestAreAtLeastOneAndOfOneObjective) {
  auto spec = hyperbandStudy(BudgetWay::StopInFlight);
  for (const int best : {1, 1'000'000}) {
    spec.limits.checkpoints = {CheckpointRule::Keep::Best, best};
    EXPECT_THAT(keysOf(spec), IsEmpty());
  }
  for (const int best : {0, -1, 1'000'001}) {
    spec.limits.checkpoints.best = best;
    EXPECT_THAT(keysOf(spec), ElementsAre("keep"));
  }
  spec.limits.checkpoints = {CheckpointRule::Keep::Best, 3};
  spec.objectives.push_back(Objective{"time"});
  EXPECT_THAT(keysOf(spec), testing::Contains("keep"));
  spec.limits.checkpoints.keep = CheckpointRule::Keep::Last;
  EXPECT_THAT(keysOf(spec), testing::Not(testing::Contains("keep")));
}

TEST(BudgetCheck, AMethodThatSpendsBudgetsNeedsOne) {
  auto spec = hyperbandStudy(BudgetWay::StopInFlight);
  spec.budget.reset();
  EXPECT_THAT(keysOf(spec), ElementsAre("use"));
  spec.method.scheduler = "median";
  EXPECT_THAT(keysOf(spec), IsEmpty());
}

TEST(BudgetCheck, AWordThatIsLeftOutIsSaid) {
  auto spec = hyperbandStudy(BudgetWay::StopInFlight);
  spec.budget.reset();
  spec.method.scheduler = "full";
  spec.program.command.push_back("--epochs=${budget}");
  EXPECT_THAT(keysOf(spec), ElementsAre("use?"));
  // A parameter goes before the placeholder.
  spec.space.parameters.front().name = "budget";
  EXPECT_THAT(keysOf(spec), IsEmpty());
}

TEST(BudgetCheck, SaysWhereARangeIsWrongOrTooNarrow) {
  auto spec = hyperbandStudy(BudgetWay::StopInFlight);
  spec.budget->min = 0.0;
  EXPECT_THAT(keysOf(spec), ElementsAre("min"));
  spec.budget->min = 100.0;
  EXPECT_THAT(keysOf(spec), ElementsAre("max"));
  spec.budget->min = 80.0;
  EXPECT_THAT(keysOf(spec), ElementsAre("min?"));
  spec.budget->min = 27.0;
  EXPECT_THAT(keysOf(spec), IsEmpty());
  spec.budget->unit = " ";
  EXPECT_THAT(keysOf(spec), ElementsAre("unit"));
}

TEST(BudgetCheck, CopiesNeedCheckpoints) {
  auto spec = hyperbandStudy(BudgetWay::StartOver);
  spec.method.scheduler = "pbt";
  spec.program.command.push_back("--epochs=${budget}");
  EXPECT_THAT(keysOf(spec), ElementsAre("way"));
}

TEST(BudgetWords, AreFoundWithTheOptionBeforeThem) {
  const Program program{"t", {"${program}", "--epochs", "${budget}", "--to=${checkpoint}", "plain", "${resume}"}, {}, {}, {}};
  EXPECT_EQ(wordNaming(program, "${budget}"), "--epochs ${budget}");
  EXPECT_EQ(wordNaming(program, "${checkpoint}"), "--to=${checkpoint}");
  EXPECT_EQ(wordNaming(program, "${resume}"), "${resume}");
  EXPECT_EQ(wordNaming(program, "${seed}"), std::nullopt);
}

TEST(BudgetWords, AreOfferedAsTheCommandIsWritten) {
  Program program;
  EXPECT_EQ(likelyWord(program, "epoch", "${budget}"), "--epochs=${budget}");
  EXPECT_EQ(likelyWord(program, "Gradient step", "${budget}"), "--gradient-steps=${budget}");
  EXPECT_EQ(likelyWord(program, "에폭", "${budget}"), "--budget=${budget}");
  EXPECT_EQ(likelyWord(program, "epoch", "${checkpoint}"), "--checkpoint=${checkpoint}");
  EXPECT_EQ(likelyWord(program, "epoch", "${resume}"), "--resume=${resume}");
  program.command = {"python3", "train.py", "${args_no_hyphens}"};
  EXPECT_EQ(likelyWord(program, "epochs", "${budget}"), "epochs=${budget}");
}

TEST(BudgetWords, CountInTheUnit) {
  EXPECT_EQ(amountOf(1, "epoch"), "1 epoch");
  EXPECT_EQ(amountOf(0.5, "epoch"), "0.5 epochs");
  EXPECT_EQ(amountOf(1902, "steps"), "1902 steps");
}

} // namespace
} // namespace sweep
