// SPDX-License-Identifier: GPL-3.0-or-later
// Trials that were running when the program ended, or the study was stopped, through the whole runner.
#include "core/runner/study_engine.h"
#include "tests/core/runner/runner_harness.h"

#include <filesystem>
#include <gmock/gmock.h>
#include <set>

namespace sweep {
namespace {

using test::FakeResult;
using test::fileContent;
using test::RunnerHarness;
using test::runnerSpec;
using test::writeFile;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
namespace fs = std::filesystem;

constexpr int Epochs = 10;

std::string variable(const Job& job, const std::string& name) {
  for (const auto& [known, value] : job.environment)
    if (known == name)
      return value;
  return {};
}

/// Trains from what it is told to go on from up to the last epoch; a checkpoint that is no number is one that was cut short.
FakeResult trains(const Job& job) {
  const auto resume = variable(job, "SWEEP_RESUME");
  const auto saved = resume.empty() ? "0" : fileContent(resume);
  const auto from = readInteger(saved);
  if (!from)
    return {.exitCode = 2, .tail = "EOFError: Ran out of input"};
  FakeResult result;
  for (auto epoch = *from + 1; epoch <= Epochs; ++epoch)
    result.lines.push_back("epoch " + std::to_string(epoch) +
                           " loss=" + std::to_string(1.0 / static_cast<double>(epoch)));
  return result;
}

std::vector<std::int64_t> stepsOf(const Trial& trial) {
  std::vector<std::int64_t> steps;
  for (const auto& report : trial.reports)
    steps.push_back(report.step);
  return steps;
}

std::vector<Configuration> configurationsOf(const std::vector<Trial>& trials) {
  std::vector<Configuration> all;
  for (const auto& trial : trials)
    all.push_back(trial.configuration);
  return all;
}

class InterruptionsTest : public testing::Test, protected RunnerHarness {
protected:
  StudySpec spec(int trials, int parallel, InterruptedRule rule = InterruptedRule::Ask) {
    auto made = runnerSpec(trials, parallel);
    made.failures.interrupted = rule;
    made.failures.stopAfterInitialFailures = 0;
    return made;
  }

  /// A study of `wanted` whose trials from `first` on were running when the program was killed; it is open afterwards.
  void killed(const StudySpec& wanted, int first, const std::function<void(StoredStudy&)>& change = {}) {
    RunnerHarness other;
    other.world.script = [&](const Job& job) {
      return job.trial >= first ? FakeResult{.hangs = true} : test::printsLoss(job);
    };
    other.create(wanted);
    other.runner->run();
    ASSERT_TRUE(other.until([&] {
      return other.update.progress.running == wanted.limits.parallel && other.finished() == first;
    }));
    takeKilled(other, change);
  }

  void saveCheckpoint(int trial, int attempt, const std::string& content) {
    const auto name = attempt == 1 ? "checkpoint" : "checkpoint-" + std::to_string(attempt);
    const auto place = fs::path(trialsFolderOf(path)) / trialFolderName(trial);
    fs::create_directories(place);
    writeFile((place / name).string(), content);
  }
  std::vector<int> undecided() const {
    std::vector<int> numbers;
    for (const auto& [number, trial] : trials)
      if (isUndecided(trial))
        numbers.push_back(number);
    return numbers;
  }
  std::string sentence(int trial, std::size_t attempt = 0) const {
    return trials.at(trial).attempts.at(attempt).failure.value_or(Failure()).message.str();
  }
  bool decide(std::vector<int> numbers, InterruptedRule decision) {
    runner->decideInterrupted(numbers, decision);
    return until([&] {
      return std::ranges::none_of(
          numbers, [&](int number) { return trials.contains(number) && isUndecided(trials.at(number)); });
    });
  }
};

TEST_F(InterruptionsTest, AreForAPersonToDecideOnOneByOne) {
  killed(spec(6, 3), 3);
  EXPECT_THAT(undecided(), ElementsAre(3, 4, 5));
  EXPECT_THAT(notices, IsEmpty());
  EXPECT_EQ(update.progress.waiting, 3);
  EXPECT_THAT(sentence(3), HasSubstr("running when the program ended (last sign of life: "));
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.state, StudyState::Idle) << "they are not forgotten";
  EXPECT_THAT(notices.back(), HasSubstr("wait for a decision (3)"));
  EXPECT_THAT(world.jobs, IsEmpty());

  ASSERT_TRUE(decide({3, 0, 99}, InterruptedRule::RunAgain));
  ASSERT_TRUE(decide({4}, InterruptedRule::Drop));
  ASSERT_TRUE(decide({5}, InterruptedRule::Continue));
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.state, StudyState::Finished);
  EXPECT_EQ(update.progress.complete, 5);
  EXPECT_THAT(sentence(3), HasSubstr("run again"));
  EXPECT_THAT(sentence(5), HasSubstr("run again")) << "without a checkpoint nothing is continued";
  const auto& dropped = trials.at(4);
  EXPECT_EQ(dropped.failure->kind, FailureClass::Lost);
  EXPECT_THAT(dropped.failure->message.str(), HasSubstr("dropped"));
  EXPECT_THAT(dropped.attempts, SizeIs(1)) << "it is kept";
  const auto shown = list();
  close();
  EXPECT_EQ(stored().trials, shown);
}

TEST_F(InterruptionsTest, StayUndecidedUntilSomebodyDecides) {
  killed(spec(4, 2), 2);
  const auto before = list();
  reopen();
  EXPECT_THAT(undecided(), ElementsAre(2, 3));
  EXPECT_EQ(list(), before);
}

TEST_F(InterruptionsTest, OthersRunMeanwhile) {
  killed(spec(4, 2), 2);
  runner->setLimits(spec(12, 2).limits, {});
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.progress.complete, 10);
  EXPECT_THAT(undecided(), ElementsAre(2, 3));
  ASSERT_TRUE(decide({2, 3}, InterruptedRule::RunAgain));
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.progress.complete, 12);
}

TEST_F(InterruptionsTest, ByTheRuleOfTheStudyTheyRunAgain) {
  killed(spec(4, 2, InterruptedRule::RunAgain), 2);
  EXPECT_THAT(undecided(), IsEmpty());
  EXPECT_THAT(notices, ElementsAre("The program ended while trials were running. Run again: 2, 3."));
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.progress.complete, 4);
}

TEST_F(InterruptionsTest, ByTheRuleOfTheStudyTheyAreDropped) {
  killed(spec(4, 2, InterruptedRule::Drop), 2);
  EXPECT_THAT(notices, ElementsAre("The program ended while trials were running. Dropped: 2, 3."));
  ASSERT_TRUE(until([&] { return update.progress.failed == 2; }));
  runner->retryTrials({2});
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.progress.complete, 3) << "a dropped one may still be run again";
}

TEST_F(InterruptionsTest, ByTheRuleOfTheStudyThoseWithACheckpointAreContinued) {
  saveCheckpoint(3, 1, "5");
  killed(spec(4, 2, InterruptedRule::Continue), 2);
  EXPECT_THAT(notices,
              ElementsAre("The program ended while trials were running. Continued from their checkpoints: 3. "
                          "Run again: 2."));
  EXPECT_THAT(sentence(3), HasSubstr("continued from its checkpoint"));
}

TEST_F(InterruptionsTest, AnotherRuleMayBeGivenWhenTheStudyIsOpened) {
  interrupted = InterruptedRule::Drop;
  killed(spec(4, 2, InterruptedRule::Continue), 2);
  ASSERT_TRUE(until([&] { return update.progress.failed == 2; }));
  EXPECT_EQ(stored().spec.failures.interrupted, InterruptedRule::Continue);
}

TEST_F(InterruptionsTest, TheStopAndRetryOfATrialDecideToo) {
  killed(spec(4, 2), 2);
  runner->stopTrial(2);
  runner->retryTrials({3});
  ASSERT_TRUE(until([&] { return undecided().empty(); }));
  EXPECT_EQ(trials.at(2).failure->kind, FailureClass::Lost);
  EXPECT_EQ(trials.at(3).attempts.back().interrupted, InterruptedRule::RunAgain);
}

/// A killed trial that had reported seven epochs and saved five.
void hadComeFar(StoredStudy& study) {
  auto& trial = study.trials.front();
  for (std::int64_t epoch = 1; epoch <= 7; ++epoch)
    trial.reports.push_back(
        {epoch, {{"loss", 1.0 / static_cast<double>(epoch)}}, 0.1 * static_cast<double>(epoch)});
}

TEST_F(InterruptionsTest, AContinuedTrialTakesUpWhatItHadSaved) {
  saveCheckpoint(0, 1, "5");
  killed(spec(1, 1), 0, hadComeFar);
  EXPECT_TRUE(canContinue(trials.at(0)));
  EXPECT_THAT(trials.at(0).reports, SizeIs(7));
  ASSERT_TRUE(decide({0}, InterruptedRule::Continue));
  world.script = trains;
  ASSERT_TRUE(runToEnd());
  const auto& trial = trials.at(0);
  EXPECT_EQ(trial.state, TrialState::Complete);
  EXPECT_EQ(trial.value(), 0.1);
  EXPECT_THAT(stepsOf(trial), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)) << "what it repeats counts once";
  ASSERT_THAT(trial.attempts, SizeIs(2));
  EXPECT_EQ(trial.attempts[1].resumed, (CheckpointSource{0, 1}));
  EXPECT_EQ(trial.attempts[1].firstReport, 5u);
  EXPECT_EQ(trial.attempts[1].seed, trial.attempts[0].seed);
  EXPECT_EQ(variable(world.jobs.at(0), "SWEEP_CHECKPOINT"), folder / "study.trials/00000/checkpoint-2")
      << "what it reads is not written to";
  const auto shown = list();
  close();
  EXPECT_EQ(stored().trials, shown);
}

TEST_F(InterruptionsTest, RunAgainItBeginsAnewAlthoughItHadSaved) {
  saveCheckpoint(0, 1, "5");
  killed(spec(1, 1), 0, hadComeFar);
  ASSERT_TRUE(decide({0}, InterruptedRule::RunAgain));
  EXPECT_THAT(trials.at(0).reports, IsEmpty());
  world.script = trains;
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(variable(world.jobs.at(0), "SWEEP_RESUME"), "");
  EXPECT_THAT(stepsOf(trials.at(0)), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
}

TEST_F(InterruptionsTest, ACheckpointThatWasCutShortIsGivenUp) {
  saveCheckpoint(0, 1, "5 and a h");
  auto wanted = spec(1, 1, InterruptedRule::Continue);
  wanted.failures.retry.newSeed = true;
  killed(wanted, 0, hadComeFar);
  world.script = trains;
  ASSERT_TRUE(runToEnd());
  const auto& trial = trials.at(0);
  EXPECT_EQ(trial.state, TrialState::Complete);
  EXPECT_EQ(trial.retries, 0) << "no retry of the study's rule";
  ASSERT_THAT(trial.attempts, SizeIs(3));
  EXPECT_EQ(trial.attempts[1].resumed, (CheckpointSource{0, 1}));
  EXPECT_THAT(sentence(0, 1), AllOf(HasSubstr("the checkpoint of attempt 1, which may be cut short"),
                                    HasSubstr("exit code 2")));
  EXPECT_FALSE(trial.attempts[2].resumed);
  EXPECT_EQ(trial.attempts[2].seed, trialSeed(1, 0));
  EXPECT_THAT(stepsOf(trial), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
}

TEST_F(InterruptionsTest, ACheckpointThatIsAheadOfWhatWasReportedIsGivenUp) {
  saveCheckpoint(0, 1, std::to_string(Epochs));
  killed(spec(1, 1, InterruptedRule::Continue), 0, hadComeFar);
  world.script = trains;
  ASSERT_TRUE(runToEnd());
  const auto& trial = trials.at(0);
  EXPECT_EQ(trial.value(), 0.1) << "not that of the seventh epoch, the last that was heard of";
  ASSERT_THAT(trial.attempts, SizeIs(3));
  EXPECT_THAT(sentence(0, 1), HasSubstr("ahead of what was reported"));
  EXPECT_THAT(stepsOf(trial), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
}

TEST_F(InterruptionsTest, StoppedOnRequestAtItsEndATrialHasReportedAll) {
  world.script = [&](const Job& job) {
    if (job.attempt > 1)
      return trains(job);
    writeFile(variable(job, "SWEEP_CHECKPOINT"), std::to_string(Epochs));
    auto all = trains(job);
    all.hangs = true;
    return all;
  };
  create(spec(1, 1));
  runner->run();
  ASSERT_TRUE(until([&] { return update.progress.running == 1; }));
  runner->stopNow();
  ASSERT_TRUE(until(StudyState::Idle));
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(trials.at(0).value(), 0.1);
  EXPECT_THAT(trials.at(0).attempts, SizeIs(2)) << "there was nothing left to do";
}

TEST_F(InterruptionsTest, ACheckpointThatIsGoneIsGivenUp) {
  saveCheckpoint(0, 1, "5");
  killed(spec(1, 1, InterruptedRule::Continue), 0, hadComeFar);
  fs::remove(folder / "study.trials/00000/checkpoint");
  world.script = trains;
  ASSERT_TRUE(runToEnd());
  EXPECT_FALSE(trials.at(0).attempts.back().resumed);
  EXPECT_THAT(stepsOf(trials.at(0)), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
}

TEST_F(InterruptionsTest, StoppedTogetherWithTheStudyATrialGoesOnWhereItWas) {
  for (const auto rule : {InterruptedRule::Ask, InterruptedRule::Drop, InterruptedRule::RunAgain}) {
    RunnerHarness other;
    other.world.script = [&](const Job& job) {
      if (job.attempt > 1)
        return trains(job);
      writeFile(variable(job, "SWEEP_CHECKPOINT"), "4");
      return FakeResult{.lines = {"epoch 1 loss=1", "epoch 2 loss=0.5"}, .hangs = true};
    };
    other.create(spec(1, 1, rule));
    other.runner->run();
    ASSERT_TRUE(other.until([&] { return other.update.progress.running == 1; }));
    other.runner->stopNow();
    ASSERT_TRUE(other.until(StudyState::Idle));
    EXPECT_EQ(other.trials.at(0).attempts.at(0).failure->kind, FailureClass::Stopped);
    other.reopen();
    EXPECT_FALSE(isUndecided(other.trials.at(0))) << "it was stopped on request";
    ASSERT_TRUE(other.runToEnd());
    const auto& trial = other.trials.at(0);
    EXPECT_EQ(trial.value(), 0.1);
    EXPECT_EQ(trial.attempts.back().resumed.has_value(), rule != InterruptedRule::RunAgain);
    EXPECT_EQ(trial.reports.size(), rule == InterruptedRule::RunAgain ? 10u : 8u) << "1, 2 and 5 … 10";
  }
}

TEST_F(InterruptionsTest, WithTheSameSeedTheConfigurationsAreThoseOfAStudyThatWasNotKilled) {
  for (const char* sampler : {"random", "tpe", "sobol"}) {
    auto wanted = spec(40, 1, InterruptedRule::Continue);
    wanted.method.sampler = sampler;
    RunnerHarness whole;
    whole.create(wanted);
    ASSERT_TRUE(whole.runToEnd());

    auto current = std::make_unique<RunnerHarness>();
    current->create(wanted);
    for (const int until : {3, 15, 16, 31}) {
      current->world.script = [&](const Job& job) {
        return job.trial >= until ? FakeResult{.hangs = true} : test::printsLoss(job);
      };
      current->runner->run();
      ASSERT_TRUE(current->until(
          [&] { return current->finished() == until && current->update.progress.running == 1; }));
      auto next = std::make_unique<RunnerHarness>();
      next->takeKilled(*current);
      current = std::move(next);
    }
    current->world.script = test::printsLoss;
    ASSERT_TRUE(current->runToEnd());
    EXPECT_EQ(configurationsOf(current->list()), configurationsOf(whole.list())) << sampler;
    EXPECT_EQ(current->update.progress.complete, 40);
  }
}

/// Trains up to its budget; saves before it reports, so that a kill leaves a whole checkpoint of what nobody has heard of.
FakeResult trainsToBudget(const Job& job) {
  const auto resume = variable(job, "SWEEP_RESUME");
  const int from = resume.empty() ? 0 : std::stoi(fileContent(resume));
  const int budget = std::stoi(variable(job, "SWEEP_BUDGET"));
  FakeResult result;
  for (int epoch = from + 1; epoch <= budget; ++epoch)
    result.lines.push_back("epoch " + std::to_string(epoch) +
                           " loss=" + std::to_string(std::stod(variable(job, "SWEEP_X")) + 1.0 / epoch));
  writeFile(variable(job, "SWEEP_CHECKPOINT"), std::to_string(budget));
  result.seconds = budget - from;
  return result;
}

TEST_F(InterruptionsTest, NoPromotionIsLostOrRepeatedBetweenKills) {
  auto wanted = spec(1000, 3, InterruptedRule::Continue);
  wanted.limits.trials.reset();
  wanted.method.scheduler = "successive-halving";
  wanted.budget = Budget{"epoch", 1.0, 9.0, BudgetWay::Continue};
  RunnerHarness whole;
  whole.world.script = trainsToBudget;
  whole.create(wanted);
  ASSERT_TRUE(whole.runToEnd());

  auto current = std::make_unique<RunnerHarness>();
  current->create(wanted);
  int kills = 0;
  while (current->update.state != StudyState::Finished) {
    // Enough for three that go on in vain, the same three anew, and one more.
    const auto end = current->world.jobs.size() + 7;
    current->world.script = [&current, end](const Job& job) {
      auto result = trainsToBudget(job);
      result.hangs = current->world.jobs.size() > end;
      return result;
    };
    current->runner->run();
    ASSERT_TRUE(current->until([&] {
      return current->update.state == StudyState::Finished ||
             (current->world.jobs.size() > end &&
              current->world.running == static_cast<int>(current->world.jobs.size() - end));
    }));
    if (current->update.state == StudyState::Finished)
      break;
    auto next = std::make_unique<RunnerHarness>();
    next->takeKilled(*current);
    current = std::move(next);
    ++kills;
  }
  EXPECT_GT(kills, 0);
  for (const auto& [number, trial] : current->trials) {
    EXPECT_EQ(trial.configuration, whole.trials.at(number).configuration);
    EXPECT_EQ(trial.values, whole.trials.at(number).values) << number;
    EXPECT_EQ(trial.state, whole.trials.at(number).state) << number;
    EXPECT_EQ(trial.reports.size(), *trial.budget);
  }
}

} // namespace
} // namespace sweep
