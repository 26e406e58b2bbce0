// SPDX-License-Identifier: GPL-3.0-or-later
// The study's rule for failed trials, through the whole runner.
#include "tests/core/runner/runner_harness.h"

#include <gmock/gmock.h>
#include <set>

namespace sweep {
namespace {

using test::FakeResult;
using test::RunnerHarness;
using test::runnerSpec;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

FakeResult crashes() {
  return {.lines = {"loss: 99"}, .exitCode = 3, .tail = "Traceback\nValueError: bad luck"};
}

std::string seedOf(const Job& job) {
  for (const auto& [name, value] : job.environment)
    if (name == "SWEEP_SEED")
      return value;
  return {};
}

std::vector<std::uint64_t> seedsOf(const Trial& trial) {
  std::vector<std::uint64_t> seeds;
  for (const auto& attempt : trial.attempts)
    seeds.push_back(attempt.seed);
  return seeds;
}

class RetriesTest : public testing::Test, protected RunnerHarness {
protected:
  StudySpec spec(int trials, RetryRule rule) {
    auto made = runnerSpec(trials);
    made.failures.retry = std::move(rule);
    made.failures.stopAfterInitialFailures = 0;
    return made;
  }
};

TEST_F(RetriesTest, EveryAttemptKeepsItsSeedAndWhyItCameToNothing) {
  world.script = [](const Job& job) {
    return job.attempt < 3 ? crashes() : test::printsLoss(job);
  };
  create(spec(2, {2, likelyPassingClasses(), false}));
  ASSERT_TRUE(runToEnd());
  for (const auto& trial : list()) {
    EXPECT_EQ(trial.state, TrialState::Complete);
    ASSERT_THAT(trial.attempts, SizeIs(3));
    EXPECT_EQ(trial.attempts[0].failure,
              (Failure{FailureClass::ExitCode, Message("Ended with exit code %1.", {"3"}),
                       "Traceback\nValueError: bad luck"}));
    EXPECT_TRUE(trial.attempts[1].failure);
    EXPECT_FALSE(trial.attempts[2].failure);
    EXPECT_EQ(trial.retries, 2);
    EXPECT_THAT(seedsOf(trial), ElementsAre(trial.seed, trial.seed, trial.seed));
    EXPECT_THAT(trial.reports, SizeIs(1)) << "what failed attempts reported does not count";
  }
  const auto shown = list();
  close();
  EXPECT_EQ(stored().trials, shown);
}

TEST_F(RetriesTest, OnlyTheFailuresThatTheRuleNamesAreTriedAgain) {
  const std::map<int, FakeResult> results = {
      {0, {.exitCode = 1}},
      {1, {.exitCode = std::nullopt, .signal = 11}},
      {2, {.exitCode = std::nullopt, .signal = 15, .cause = JobFinished::Cause::TimeLimit}},
      {3, {.exitCode = std::nullopt, .signal = 15, .cause = JobFinished::Cause::Silence}},
      {4, {.exitCode = std::nullopt, .signal = 15, .cause = JobFinished::Cause::MemoryLimit}},
      {5, {.lines = {"other: 1"}}},
      {6, {.lines = {"loss: nan"}}},
  };
  world.script = [&](const Job& job) {
    return results.at(job.trial);
  };
  const auto attempts = [&](std::set<FailureClass> classes) {
    RunnerHarness other;
    other.world.script = world.script;
    other.create(spec(7, {1, std::move(classes), false}));
    EXPECT_TRUE(other.runToEnd());
    std::vector<std::size_t> counts;
    for (const auto& trial : other.list()) {
      EXPECT_EQ(trial.state, TrialState::Failed);
      EXPECT_EQ(trial.attempts.back().failure, trial.failure);
      counts.push_back(trial.attempts.size());
    }
    return counts;
  };
  EXPECT_THAT(attempts(likelyPassingClasses()), ElementsAre(2, 2, 1, 2, 1, 1, 1));
  EXPECT_THAT(attempts({FailureClass::Timeout, FailureClass::OutOfMemory}), ElementsAre(1, 1, 2, 1, 2, 1, 1));
  EXPECT_THAT(attempts({FailureClass::NoMetric, FailureClass::NotANumber}), ElementsAre(1, 1, 1, 1, 1, 2, 2));
}

TEST_F(RetriesTest, ANewSeedIsDrawnForEachTryAndIsTheSameEveryTime) {
  world.script = [](const Job& job) {
    return job.attempt < 3 ? crashes() : test::printsLoss(job);
  };
  create(spec(3, {5, likelyPassingClasses(), true}));
  ASSERT_TRUE(runToEnd());
  std::set<std::uint64_t> all;
  for (const auto& trial : list()) {
    const auto seeds = seedsOf(trial);
    ASSERT_THAT(seeds, SizeIs(3));
    EXPECT_EQ(seeds[0], trialSeed(1, trial.number));
    EXPECT_EQ(seeds[1], retrySeed(1, trial.number, 1));
    EXPECT_EQ(seeds[2], retrySeed(1, trial.number, 2));
    EXPECT_EQ(trial.seed, seeds[2]) << "what led to the value";
    all.insert(seeds.begin(), seeds.end());
  }
  EXPECT_THAT(all, SizeIs(9));
  for (const auto& job : world.jobs)
    EXPECT_EQ(
        seedOf(job),
        std::to_string(trials.at(job.trial).attempts.at(static_cast<std::size_t>(job.attempt - 1)).seed));

  RunnerHarness other;
  other.world.script = world.script;
  other.create(spec(3, {5, likelyPassingClasses(), true}));
  ASSERT_TRUE(other.runToEnd());
  for (const auto& trial : other.list())
    EXPECT_EQ(seedsOf(trial), seedsOf(trials.at(trial.number)));
}

TEST_F(RetriesTest, AnInterruptionChangesNoSeedAndCountsAsNoTry) {
  std::map<int, int> ran;
  world.script = [&](const Job& job) {
    FakeResult result = ++ran[job.trial] == 2 ? FakeResult{.hangs = true} : crashes();
    return ran[job.trial] < 4 ? result : test::printsLoss(job);
  };
  create(spec(1, {2, likelyPassingClasses(), true}));
  runner->run();
  ASSERT_TRUE(until([&] { return ran[0] == 2 && update.progress.running == 1; }));
  reopen();
  ASSERT_TRUE(runToEnd());
  const auto& trial = trials.at(0);
  EXPECT_EQ(trial.state, TrialState::Complete);
  ASSERT_THAT(trial.attempts, SizeIs(4));
  EXPECT_EQ(trial.attempts[1].failure->kind, FailureClass::Stopped);
  EXPECT_THAT(seedsOf(trial),
              ElementsAre(trialSeed(1, 0), retrySeed(1, 0, 1), retrySeed(1, 0, 1), retrySeed(1, 0, 2)));
}

TEST_F(RetriesTest, TheCountOutlivesTheProgram) {
  world.script = [](const Job& job) {
    return job.attempt == 2 ? FakeResult{.hangs = true} : crashes();
  };
  create(spec(1, {1, likelyPassingClasses(), false}));
  runner->run();
  ASSERT_TRUE(until([&] { return world.jobs.size() == 2 && update.progress.running == 1; }));
  reopen();
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(trials.at(0).state, TrialState::Failed);
  EXPECT_THAT(trials.at(0).attempts, SizeIs(3))
      << "one try, one retry that was interrupted, and that retry again";
}

TEST_F(RetriesTest, RunAgainByHandATrialHasAllItsRetriesAgain) {
  world.script = [](const Job&) {
    return crashes();
  };
  create(spec(1, {1, likelyPassingClasses(), false}));
  ASSERT_TRUE(runToEnd());
  EXPECT_THAT(trials.at(0).attempts, SizeIs(2));
  runner->retryTrials({0});
  ASSERT_TRUE(runToEnd());
  EXPECT_THAT(trials.at(0).attempts, SizeIs(4));
}

TEST_F(RetriesTest, AProgramThatCannotBeStartedIsTriedAgainAfterAWhile) {
  int refused = 0;
  world.script = [&](const Job& job) {
    if (job.trial == 1 && ++refused <= 2)
      return FakeResult{.notStarted = JobNotStarted{Message("Somebody is writing to it."), false}};
    return test::printsLoss(job);
  };
  create(spec(3, {2, likelyPassingClasses(), false}));
  runner->run();
  ASSERT_TRUE(until([&] { return refused == 1 && !notices.empty(); }));
  EXPECT_THAT(notices.back(), HasSubstr("Somebody is writing to it. Trying again in 1 s."));
  EXPECT_EQ(trials.at(1).state, TrialState::Waiting);
  world.now += 2.0;
  ASSERT_TRUE(until([&] { return notices.size() == 2; }));
  EXPECT_THAT(notices.back(), HasSubstr("Trying again in 2 s."));
  world.now += 4.0;
  ASSERT_TRUE(until(StudyState::Finished));
  EXPECT_EQ(update.progress.complete, 3);
  EXPECT_THAT(trials.at(1).attempts, SizeIs(1)) << "what never ran is no attempt";
}

TEST_F(RetriesTest, TheRuleMayChangeWhileTheStudyRuns) {
  world.script = [](const Job& job) {
    return job.attempt == 1 ? crashes() : test::printsLoss(job);
  };
  auto made = spec(2, {});
  create(made);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.progress.failed, 2);
  made.failures.retry.times = 1;
  made.limits.trials = 4;
  runner->setLimits(made.limits, made.failures);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.progress.failed, 2);
  EXPECT_EQ(update.progress.complete, 2);
  close();
  EXPECT_EQ(stored().spec.failures.retry.times, 1);
}

TEST(RetrySeed, IsTheTrialsOwnBeforeAnyFailure) {
  EXPECT_EQ(retrySeed(7, 3, 0), trialSeed(7, 3));
  std::set<std::uint64_t> seeds;
  for (int trial = 0; trial < 50; ++trial)
    for (int failures = 0; failures < 50; ++failures)
      seeds.insert(retrySeed(7, trial, failures));
  EXPECT_THAT(seeds, SizeIs(2500));
  EXPECT_LT(*seeds.rbegin(), std::uint64_t{1} << 31);
}

} // namespace
} // namespace sweep
