// SPDX-License-Identifier: GPL-3.0-or-later
// Studies that are replayed, through the whole runner.
#include "core/replay/replayed_study.h"
#include "core/runner/study_check.h"
#include "tests/core/runner/runner_harness.h"
#include "tests/support/replay_spec.h"

#include <fstream>
#include <gmock/gmock.h>

namespace sweep {
namespace {

using namespace test;
using testing::HasSubstr;

class ReplayRunner : public testing::Test, protected RunnerHarness {
protected:
  static std::string textOf(const Trial& trial) {
    std::string text = std::string(stateName(trial.state)) + " " + trial.configuration.json() + " " +
                       (trial.value() ? numberText(*trial.value()) : "-") + " after " +
                       numberText(trial.duration());
    for (const auto& attempt : trial.attempts)
      text += " @" + roundedText(attempt.budget.value_or(0.0)) + "/" + std::to_string(attempt.worker);
    return text;
  }
  static std::vector<std::string> textsOf(const std::vector<Trial>& trials) {
    std::vector<std::string> texts;
    for (const auto& trial : trials)
      texts.push_back(textOf(trial));
    return texts;
  }
};

TEST_F(ReplayRunner, TakesTheCourseOfAReplayWithoutFiles) {
  for (const auto* scheduler : {"full", "asha", "hyperband", "median", "pbt"}) {
    auto spec = budgetedFormulaSpec("x + 1 / step + 0.05 * normal()", 40, 5, scheduler);
    spec.method.sampler = scheduler == std::string("hyperband") ? "kde" : "random";
    spec.replay->secondsPerStep = "1 + n / 7";
    path = folder / (std::string(scheduler) + ".sweep");
    create(spec);
    ASSERT_TRUE(runToEnd()) << scheduler;
    EXPECT_EQ(update.state, StudyState::Finished) << scheduler;
    auto study = ReplayedStudy::create(spec, "/");
    ASSERT_TRUE(study.ok());
    (*study)->run();
    EXPECT_EQ(textsOf(list()), textsOf((*study)->ledger().all())) << scheduler;
    EXPECT_NEAR(update.progress.elapsedSeconds, (*study)->now(), 1e-6) << scheduler;
    close();
    EXPECT_EQ(textsOf(stored().trials), textsOf((*study)->ledger().all())) << scheduler;
    EXPECT_FALSE(std::filesystem::exists(trialsFolderOf(path)));
  }
  EXPECT_TRUE(world.jobs.empty());
}

TEST_F(ReplayRunner, GoesOnAfterAnInterruption) {
  auto spec = budgetedFormulaSpec("x + 1 / step", 300, 8, "successive-halving");
  spec.method.schedulerOptions = {{"rounds", std::int64_t{0}}};
  create(spec);
  runner->run();
  ASSERT_TRUE(until([&] { return finished() >= 30; }));
  close();
  const auto before = stored();
  std::int64_t lastEnd = 0;
  for (const auto& trial : before.trials) {
    EXPECT_NE(trial.state, TrialState::Running);
    for (const auto& attempt : trial.attempts)
      lastEnd = std::max(lastEnd, attempt.ended);
  }
  reopen();
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.state, StudyState::Finished);
  EXPECT_EQ(finished(), 300);
  for (std::size_t i = 0; i < before.trials.size(); ++i) {
    const auto& old = before.trials[i];
    if (isFinished(old.state)) {
      EXPECT_EQ(textOf(trials.at(old.number)), textOf(old));
    }
    for (std::size_t at = old.attempts.size(); at < trials.at(old.number).attempts.size(); ++at)
      EXPECT_GE(trials.at(old.number).attempts[at].started, lastEnd);
  }
}

TEST_F(ReplayRunner, StopsAtOnce) {
  auto spec = formulaSpec("x", 100'000, 10);
  create(spec);
  runner->run();
  ASSERT_TRUE(until([&] { return finished() >= 10; }));
  runner->stopNow();
  ASSERT_TRUE(until(StudyState::Idle));
  for (const auto& [number, trial] : trials)
    EXPECT_NE(trial.state, TrialState::Running);
}

TEST_F(ReplayRunner, ReplaysAStudyThatWasRun) {
  auto spec = budgetedFormulaSpec("x + 1 / step", 30, 3, "full");
  create(spec);
  ASSERT_TRUE(runToEnd());
  const auto recorded = list();
  close();
  auto again = spec;
  again.replay = Replay();
  again.replay->table = "study.sweep";
  again.seed = 99;
  path = folder / "again.sweep";
  create(again);
  ASSERT_TRUE(runToEnd()) << (notices.empty() ? "" : notices.back());
  EXPECT_EQ(finished(), 30);
  for (const auto& [number, trial] : trials) {
    const auto same = std::find_if(recorded.begin(), recorded.end(), [&trial = trial](const Trial& other) {
      return other.configuration == trial.configuration;
    });
    ASSERT_NE(same, recorded.end());
    EXPECT_EQ(trial.reports, same->reports);
    EXPECT_EQ(trial.value(), same->value());
  }
}

TEST_F(ReplayRunner, SaysWhatKeepsItFromRunning) {
  auto spec = formulaSpec("", 10);
  spec.replay->formulas.clear();
  spec.replay->table = "nowhere.csv";
  create(spec);
  runner->run();
  ASSERT_TRUE(until([&] { return !notices.empty(); }));
  EXPECT_THAT(notices.back(), HasSubstr("nowhere.csv cannot be read"));
  EXPECT_EQ(update.state, StudyState::Idle);
}

std::vector<std::string> problemsOfSpec(const StudySpec& spec, const std::string& folder) {
  std::vector<std::string> problems;
  for (const auto& problem : checkStudy(spec, folder, {}).problems)
    problems.push_back((problem.isWarning ? "warning: " : "") + problem.message.str());
  return problems;
}

TEST(ReplayCheck, NeedsNoProgram) {
  auto spec = formulaSpec("x", 10, 5000);
  spec.program = {};
  spec.program.command.clear();
  EXPECT_THAT(problemsOfSpec(spec, "/"), testing::IsEmpty());
  EXPECT_TRUE(checkStudy(spec, "/", {}).firstCommands.empty());
}

TEST(ReplayCheck, LooksAtFormulas) {
  auto spec = formulaSpec("x", 10);
  spec.objectives[0].metric = "accuracy";
  EXPECT_THAT(problemsOfSpec(spec, "/"), testing::ElementsAre("There is no formula for “accuracy”."));
  spec = formulaSpec("x *", 10);
  EXPECT_THAT(problemsOfSpec(spec, "/"), testing::ElementsAre(HasSubstr("cannot be read at position")));
}

TEST(ReplayCheck, LooksIntoTheTable) {
  const TemporaryFolder folder;
  std::ofstream(folder / "t.csv") << "x,n,epoch,loss\n0.5,3,2,1\n0.5,3,4,1\n3,3,2,1\n";
  auto spec = formulaSpec("", 10);
  spec.replay->formulas.clear();
  spec.replay->table = "t.csv";
  spec.budget = Budget{"epoch", 1.0, 8.0, BudgetWay::Continue};
  EXPECT_THAT(
      problemsOfSpec(spec, folder.path().string()),
      testing::UnorderedElementsAre("warning: 1 of the 2 recorded runs lie outside of the ranges, or break a "
                                    "constraint, and are left out.",
                                    "warning: The table has 1 configurations: no more are tried.",
                                    "The first recorded step is 2: trials that go to 1 would have no result.",
                                    "warning: The last recorded step is 4: no trial goes further."));
}

} // namespace
} // namespace sweep
