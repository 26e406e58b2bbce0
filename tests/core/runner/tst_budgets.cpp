// SPDX-License-Identifier: GPL-3.0-or-later
// Studies whose scheduler spends budgets, through the whole runner.
#include "core/numerics/brackets.h"
#include "tests/core/runner/training_harness.h"

#include <gmock/gmock.h>
#include <set>

namespace sweep {
namespace {

using test::FakeResult;
using test::fileContent;
using test::RunnerHarness;
using test::TrainingHarness;
using test::variable;
using test::writeFile;
using testing::Contains;
using testing::HasSubstr;
using testing::StartsWith;

class BudgetsTest : public testing::Test, protected TrainingHarness {};

const std::map<double, int> Table27 = {{1, 27}, {3, 9}, {9, 3}, {27, 1}};

TEST_F(BudgetsTest, SuccessiveHalvingContinuesFromCheckpoints) {
  create(spec("successive-halving", 27, BudgetWay::Continue));
  EXPECT_EQ(update.progress.planned, 27u);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.state, StudyState::Finished);
  EXPECT_EQ(reached(), Table27);
  EXPECT_EQ(epochs, costOf(halvingBracket({1, 27, true}, 3, 27), true));
  EXPECT_EQ(states(), (std::map<TrialState, int>{{TrialState::Complete, 1}, {TrialState::Pruned, 26}}));
  EXPECT_EQ(update.progress.paused, 0);
  double least = 2.0;
  for (const auto& [number, trial] : trials) {
    least = std::min(least, valueNumber(*trial.configuration.find("x")).value());
    std::int64_t step = 0;
    for (const auto& report : trial.reports)
      EXPECT_EQ(report.step, ++step);
    EXPECT_EQ(step, *trial.budget);
    EXPECT_EQ(trial.verdict.empty(), trial.state == TrialState::Complete);
    for (std::size_t i = 0; i < trial.attempts.size(); ++i) {
      EXPECT_EQ(trial.attempts[i].resumed.has_value(), i > 0);
      EXPECT_EQ(trial.attempts[i].reason.empty(), i == 0);
      EXPECT_TRUE(trial.attempts[i].hasCheckpoint);
    }
  }
  const auto& best = trials.at(*update.progress.bestTrial);
  EXPECT_EQ(valueNumber(*best.configuration.find("x")), least);
  const auto shown = list();
  close();
  EXPECT_EQ(stored().trials, shown);
}

TEST_F(BudgetsTest, InterruptionsNeitherLoseNorRepeatAPromotion) {
  create(spec("successive-halving", 27, BudgetWay::Continue));
  ASSERT_TRUE(runToEnd());
  std::map<int, std::pair<TrialState, std::vector<double>>> whole;
  for (const auto& [number, trial] : trials)
    whole[number] = {trial.state, trial.values};

  RunnerHarness other;
  other.world.script = [this](const Job& job) {
    return train(job);
  };
  other.create(spec("successive-halving", 27, BudgetWay::Continue));
  int interruptions = 0;
  while (other.update.state != StudyState::Finished) {
    other.runner->run();
    const auto before = other.world.jobs.size();
    ASSERT_TRUE(other.until([&] {
      return other.world.jobs.size() > before + 4 || other.update.state == StudyState::Finished;
    }));
    other.reopen();
    ++interruptions;
  }
  EXPECT_GT(interruptions, 6);
  std::map<double, int> counts;
  for (const auto& [number, trial] : other.trials) {
    EXPECT_EQ((std::pair{trial.state, trial.values}), whole.at(number)) << number;
    EXPECT_EQ(trial.reports.size(), *trial.budget);
    for (const auto& attempt : trial.attempts)
      counts[*attempt.budget] += attempt.values.empty() ? 0 : 1;
  }
  EXPECT_EQ(counts, Table27);
}

TEST_F(BudgetsTest, ProgramsThatCannotContinueStartOver) {
  savesCheckpoint = false;
  create(spec("successive-halving", 27, BudgetWay::StartOver));
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(reached(), Table27);
  EXPECT_EQ(epochs, costOf(halvingBracket({1, 27, true}, 3, 27), false));
  EXPECT_TRUE(notices.empty() || notices.back().find("checkpoint") == std::string::npos);
  for (const auto& [number, trial] : trials) {
    EXPECT_EQ(trial.reports.size(), *trial.budget);
    EXPECT_EQ(trial.reports.front().step, 1);
  }
  for (const auto& job : world.jobs)
    EXPECT_EQ(variable(job, "SWEEP_RESUME"), "");
}

TEST_F(BudgetsTest, ProgramsThatOnlyPrintAreEndedInFlight) {
  knowsBudget = false;
  create(spec("successive-halving", 9, BudgetWay::StopInFlight));
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(reached(), (std::map<double, int>{{1, 9}, {3, 3}, {9, 1}}));
  for (const auto& [number, trial] : trials)
    EXPECT_EQ(trial.reports.size(), *trial.budget);
  EXPECT_EQ(variable(world.jobs.front(), "SWEEP_BUDGET"), "9");
}

TEST_F(BudgetsTest, HyperbandRunsAllItsBrackets) {
  create(spec("hyperband", 9, BudgetWay::Continue));
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.state, StudyState::Finished);
  double cost = 0.0;
  std::map<double, int> expected;
  for (const auto& bracket : hyperbandBrackets({1, 9, true}, 3, BracketRounding::Up)) {
    cost += costOf(bracket, true);
    for (const auto& rung : bracket.rungs)
      expected[rung.budget] += static_cast<int>(rung.trials);
  }
  EXPECT_EQ(reached(), expected);
  EXPECT_EQ(epochs, cost);
}

TEST_F(BudgetsTest, ALimitOfTrialsStillLetsTheBestGoOn) {
  auto limited = spec("hyperband", 27, BudgetWay::Continue);
  limited.limits.trials = 10;
  create(limited);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.state, StudyState::Finished);
  EXPECT_EQ(trials.size(), 10u);
  EXPECT_EQ(states()[TrialState::Complete], 1);
  EXPECT_EQ(states()[TrialState::Pruned], 9);
}

TEST_F(BudgetsTest, AnExhaustedSpaceStillLetsTheBestGoOn) {
  auto small = spec("successive-halving", 9, BudgetWay::Continue);
  small.space.parameters = {{"x", IntDomain{1, 4, false, 1}, {}, {}, {}}};
  create(small);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.state, StudyState::Finished);
  EXPECT_EQ(trials.size(), 4u);
  EXPECT_EQ(states()[TrialState::Complete], 1);
  EXPECT_THAT(notices.back(), HasSubstr("has been tried"));
}

TEST_F(BudgetsTest, SaysWhenAProgramLeavesNoCheckpointAndBeginsAnew) {
  savesCheckpoint = false;
  create(spec("successive-halving", 9, BudgetWay::Continue));
  ASSERT_TRUE(runToEnd());
  EXPECT_THAT(notices, Contains(HasSubstr("has left no checkpoint")));
  EXPECT_EQ(reached(), (std::map<double, int>{{1, 9}, {3, 3}, {9, 1}}));
  for (const auto& [number, trial] : trials)
    EXPECT_EQ(trial.reports.size(), *trial.budget);
}

TEST_F(BudgetsTest, ASecondTryGoesOnWhereTheFirstBegan) {
  auto retrying = spec("successive-halving", 9, BudgetWay::Continue, 1);
  retrying.failures.retry.times = 1;
  std::set<std::pair<int, std::string>> seen;
  fails = [&](const Job& job) {
    return seen.insert({job.trial, variable(job, "SWEEP_BUDGET")}).second;
  };
  create(retrying);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(reached(), (std::map<double, int>{{1, 9}, {3, 3}, {9, 1}}));
  const auto& best = trials.at(*update.progress.bestTrial);
  ASSERT_EQ(best.attempts.size(), 6u);
  EXPECT_FALSE(best.attempts[1].resumed);
  EXPECT_EQ(best.attempts[2].resumed, (CheckpointSource{best.number, 2}));
  EXPECT_EQ(best.attempts[3].resumed, (CheckpointSource{best.number, 2}));
  EXPECT_EQ(best.attempts[3].reason, best.attempts[2].reason);
  EXPECT_EQ(best.attempts[4].resumed, (CheckpointSource{best.number, 4}));
  EXPECT_EQ(best.reports.size(), 9u);
}

TEST_F(BudgetsTest, AshaStopsTrialsAndSaysWhy) {
  auto stopping = spec("asha", 27, BudgetWay::StopInFlight);
  stopping.limits.trials = 40;
  knowsBudget = false;
  create(stopping);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.state, StudyState::Finished);
  EXPECT_EQ(trials.size(), 40u);
  EXPECT_GT(states()[TrialState::Pruned], 20);
  EXPECT_GE(states()[TrialState::Complete], 1);
  for (const auto& [number, trial] : trials) {
    EXPECT_EQ(trial.attempts.size(), 1u);
    EXPECT_LE(trial.reports.size(), 27u);
    if (trial.state == TrialState::Pruned) {
      EXPECT_THAT(trial.verdict.str(), HasSubstr("is worse than"));
      EXPECT_THAT(std::to_string(trial.reports.back().step), testing::AnyOf("1", "4", "16"));
      EXPECT_EQ(trial.value(), trial.reports.back().metrics.at("loss"));
    }
  }
}

TEST_F(BudgetsTest, AshaPromotesPausedTrials) {
  auto promoting = spec("asha", 27, BudgetWay::Continue);
  promoting.method.schedulerOptions = {{"variant", std::string("promotion")}, {"eta", std::int64_t{3}}};
  promoting.limits.trials = 30;
  create(promoting);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.state, StudyState::Finished);
  EXPECT_EQ(reached().at(1), 30);
  EXPECT_GE(reached().at(3), 10);
  EXPECT_EQ(states()[TrialState::Pruned] + states()[TrialState::Complete], 30);
}

TEST_F(BudgetsTest, AConfigurationOfOnesOwnTakesPart) {
  create(spec("successive-halving", 9, BudgetWay::Continue));
  // Before the scheduler exists, and the best of all.
  runner->enqueue({{"x", 0.0}, {"n", std::int64_t{1}}});
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(trials.size(), 9u);
  EXPECT_EQ(update.progress.bestTrial, 0);
  EXPECT_EQ(trials.at(0).budget, 9.0);
}

TEST_F(BudgetsTest, AFailedTrialMayBeTriedAgainByHand) {
  fails = [](const Job& job) {
    return job.trial == 4 && job.attempt == 1;
  };
  create(spec("successive-halving", 9, BudgetWay::Continue));
  ASSERT_TRUE(runToEnd());
  ASSERT_EQ(trials.at(4).state, TrialState::Failed);
  runner->retryTrials({4});
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(trials.at(4).state, TrialState::Pruned);
  EXPECT_EQ(states()[TrialState::Complete], 1);
}

TEST_F(BudgetsTest, StoppingAndGoingOnKeepsPausedTrials) {
  create(spec("successive-halving", 9, BudgetWay::Continue, 1));
  runner->run();
  ASSERT_TRUE(until([&] { return update.progress.paused >= 3; }));
  runner->stopNow();
  ASSERT_TRUE(until(StudyState::Idle));
  const int paused = update.progress.paused;
  EXPECT_GE(paused, 3);
  reopen();
  EXPECT_EQ(update.progress.paused, paused);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(reached(), (std::map<double, int>{{1, 9}, {3, 3}, {9, 1}}));
}

TEST_F(BudgetsTest, EverythingWithoutASchedulerHasTheLargestBudget) {
  auto full = spec("full", 9, BudgetWay::Continue);
  full.limits.trials = 4;
  create(full);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(reached(), (std::map<double, int>{{9, 4}}));
  EXPECT_EQ(states()[TrialState::Complete], 4);
}

TEST_F(BudgetsTest, ProgramsThatPrintNoStepsCountOn) {
  world.script = [](const Job& job) {
    const int from =
        variable(job, "SWEEP_RESUME").empty() ? 0 : std::stoi(fileContent(variable(job, "SWEEP_RESUME")));
    const int budget = std::stoi(variable(job, "SWEEP_BUDGET"));
    writeFile(variable(job, "SWEEP_CHECKPOINT"), std::to_string(budget));
    FakeResult result;
    for (int i = from; i < budget; ++i)
      result.lines.push_back("loss: " + variable(job, "SWEEP_X"));
    return result;
  };
  create(spec("successive-halving", 9, BudgetWay::Continue));
  ASSERT_TRUE(runToEnd());
  for (const auto& [number, trial] : trials) {
    std::int64_t step = 0;
    for (const auto& report : trial.reports)
      EXPECT_EQ(report.step, ++step);
  }
}

TEST_F(BudgetsTest, RefusesABudgetThatCannotBeSpent) {
  auto broken = spec("hyperband", 9, BudgetWay::Continue);
  broken.budget.reset();
  create(broken);
  runner->run();
  ASSERT_TRUE(until([&] { return !notices.empty(); }));
  EXPECT_THAT(notices.back(), HasSubstr("“Hyperband” spends budgets"));
  EXPECT_TRUE(world.jobs.empty());
}

/// Its parameter is all that matters, so that copies show.
TEST_F(BudgetsTest, APopulationGoesOnFromCopiesOfItsBest) {
  auto population = spec("pbt", 8, BudgetWay::Continue);
  population.method.schedulerOptions = {{"population", std::int64_t{6}}, {"fraction", 0.34}};
  create(population);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.state, StudyState::Finished);
  ASSERT_EQ(trials.size(), 6u);
  int copies = 0;
  for (const auto& [number, trial] : trials) {
    EXPECT_EQ(trial.state, TrialState::Complete) << number;
    for (const auto& attempt : trial.attempts) {
      if (!attempt.resumed || attempt.resumed->trial == number)
        continue;
      ++copies;
      const auto& donor = trials.at(attempt.resumed->trial).attempts.at(
          static_cast<std::size_t>(attempt.resumed->attempt) - 1);
      ASSERT_TRUE(donor.hasCheckpoint);
      ASSERT_TRUE(attempt.configuration && donor.configuration);
      EXPECT_NE(*attempt.configuration, *donor.configuration);
      EXPECT_GT(*attempt.budget, *donor.budget);
      EXPECT_THAT(attempt.reason.str(), HasSubstr("goes on from trial"));
    }
  }
  EXPECT_GT(copies, 3);
  const auto shown = list();
  close();
  EXPECT_EQ(stored().trials, shown);
}

TEST_F(BudgetsTest, AnInterruptedPopulationMixesNothingUp) {
  auto population = spec("pbt", 8, BudgetWay::Continue);
  population.method.schedulerOptions = {{"population", std::int64_t{6}}};
  create(population);
  while (update.state != StudyState::Finished) {
    runner->run();
    const auto before = world.jobs.size();
    ASSERT_TRUE(until([&] { return world.jobs.size() > before + 4 || update.state == StudyState::Finished; }));
    reopen();
  }
  EXPECT_EQ(trials.size(), 6u);
  for (const auto& [number, trial] : trials) {
    EXPECT_EQ(trial.state, TrialState::Complete) << number;
    EXPECT_EQ(*trial.attempts.back().budget, 8.0);
    for (const auto& attempt : trial.attempts)
      EXPECT_TRUE(attempt.values.empty() || attempt.hasCheckpoint);
  }
}

} // namespace
} // namespace sweep
