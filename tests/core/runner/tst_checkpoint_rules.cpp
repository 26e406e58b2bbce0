// SPDX-License-Identifier: GPL-3.0-or-later
// Which checkpoints stay, through the whole runner: whatever is deleted, every study comes to the same end.
#include "tests/core/runner/training_harness.h"
#include "tests/support/plain_user.h"

#include <filesystem>
#include <gmock/gmock.h>
#include <set>

namespace sweep {
namespace {

using Keep = CheckpointRule::Keep;
using test::TrainingHarness;
using test::variable;
using test::writeFile;
using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

class CheckpointRulesTest : public testing::Test, protected TrainingHarness {
protected:
  static StudySpec kept(StudySpec spec, Keep keep, int best = 3) {
    spec.limits.checkpoints = {keep, best};
    return spec;
  }
  static StudySpec population() {
    auto made = spec("pbt", 8, BudgetWay::Continue);
    made.method.schedulerOptions = {{"population", std::int64_t{6}}, {"fraction", 0.34}};
    return made;
  }

  /// "00003/checkpoint-2", of all trials.
  std::set<std::string> onDisk() const {
    std::set<std::string> names;
    const auto trials = folder.path() / "study.trials";
    for (const auto& entry : fs::directory_iterator(trials))
      for (const auto& file : fs::directory_iterator(entry))
        if (const auto name = file.path().filename().string(); !name.ends_with(".log"))
          names.insert(entry.path().filename().string() + "/" + name);
    return names;
  }
  static std::string own(const CheckpointSource& source) {
    return trialFolderName(source.trial) + "/checkpoint-" + std::to_string(source.attempt);
  }
  std::set<std::string> newest(const std::vector<int>& numbers) const {
    std::set<std::string> names;
    for (const int number : numbers)
      names.insert(own({number, trials.at(number).attempts.back().number}));
    return names;
  }
  std::vector<int> numbers() const {
    std::vector<int> all;
    for (const auto& [number, trial] : trials)
      all.push_back(number);
    return all;
  }
  /// The first so many complete trials, the best first.
  std::vector<int> best(std::size_t count) const {
    std::vector<std::pair<double, int>> ranked;
    for (const auto& [number, trial] : trials)
      if (trial.state == TrialState::Complete)
        ranked.emplace_back(*trial.value(), number);
    std::ranges::sort(ranked);
    ranked.resize(std::min(count, ranked.size()));
    std::vector<int> all;
    for (const auto& [loss, number] : ranked)
      all.push_back(number);
    return all;
  }
  bool untilClean() {
    return until([this] { return !update.checkpoints.isBusy; });
  }
  bool toTheEnd() { return runToEnd() && update.state == StudyState::Finished && untilClean(); }
  /// Again and again, until it is finished.
  bool withInterruptions() {
    while (update.state != StudyState::Finished) {
      runner->run();
      const auto before = world.jobs.size();
      if (!until([&] { return world.jobs.size() > before + 4 || update.state == StudyState::Finished; }))
        return false;
      reopen();
    }
    return untilClean();
  }
  static std::map<int, std::pair<TrialState, std::vector<double>>> outcomes(const RunnerHarness& study) {
    std::map<int, std::pair<TrialState, std::vector<double>>> all;
    for (const auto& [number, trial] : study.trials)
      all[number] = {trial.state, trial.values};
    return all;
  }
  /// What the study comes to with every checkpoint kept.
  static std::map<int, std::pair<TrialState, std::vector<double>>> usualOutcomes(StudySpec spec) {
    TrainingHarness usual;
    usual.create(kept(std::move(spec), Keep::All));
    usual.runToEnd();
    return outcomes(usual);
  }
  void neverMissesACheckpoint() {
    for (const auto& notice : notices)
      EXPECT_THAT(notice, Not(HasSubstr("checkpoint")));
    for (const auto& job : world.jobs)
      if (const auto resume = variable(job, "SWEEP_RESUME"); resume.empty()) {
        EXPECT_EQ(job.attempt, 1);
      }
  }
};

TEST_F(CheckpointRulesTest, AllOfThemStayUnlessAskedOtherwise) {
  create(spec("successive-halving", 9, BudgetWay::Continue));
  ASSERT_TRUE(toTheEnd());
  EXPECT_EQ(onDisk().size(), 13u);
  EXPECT_EQ(update.checkpoints.total.count, 13);
}

TEST_F(CheckpointRulesTest, OfEachTrialTheNewestStays) {
  const auto halving = spec("successive-halving", 27, BudgetWay::Continue);
  create(kept(halving, Keep::Last));
  ASSERT_TRUE(toTheEnd());
  EXPECT_EQ(onDisk(), newest(numbers()));
  EXPECT_EQ(outcomes(*this), usualOutcomes(halving));
  neverMissesACheckpoint();
}

TEST_F(CheckpointRulesTest, OfTheBestTrialsTheNewestStays) {
  const auto brackets = spec("hyperband", 9, BudgetWay::Continue);
  create(kept(brackets, Keep::Best, 2));
  ASSERT_TRUE(toTheEnd());
  EXPECT_EQ(best(2).size(), 2u);
  EXPECT_EQ(onDisk(), newest(best(2)));
  EXPECT_EQ(update.checkpoints.total.count, 2);
  EXPECT_EQ(outcomes(*this), usualOutcomes(brackets));
  neverMissesACheckpoint();
}

TEST_F(CheckpointRulesTest, PausedTrialsKeepWhatTheyArePromotedFrom) {
  auto promoting = spec("asha", 27, BudgetWay::Continue);
  promoting.method.schedulerOptions = {{"variant", std::string("promotion")}, {"eta", std::int64_t{3}}};
  promoting.limits.trials = 30;
  create(kept(promoting, Keep::Best, 1));
  ASSERT_TRUE(toTheEnd());
  EXPECT_GE(reached().at(3), 10);
  EXPECT_EQ(onDisk(), newest(best(1)));
  neverMissesACheckpoint();
}

TEST_F(CheckpointRulesTest, DonorsHaveWhatIsCopiedAndCopiesGo) {
  for (const auto keep : {Keep::Last, Keep::Best, Keep::All}) {
    TrainingHarness members;
    members.create(kept(population(), keep, 1));
    ASSERT_TRUE(members.runToEnd());
    ASSERT_TRUE(members.until([&] { return !members.update.checkpoints.isBusy; }));
    int copies = 0;
    std::int64_t attempts = 0;
    for (const auto& [number, trial] : members.trials)
      for (const auto& attempt : trial.attempts) {
        ++attempts;
        copies += attempt.resumed && attempt.resumed->trial != number;
        EXPECT_EQ(attempt.resumed.has_value(), attempt.number > 1);
      }
    EXPECT_GT(copies, 3);
    const auto trialsFolder = members.folder.path() / "study.trials";
    for (const auto& entry : fs::recursive_directory_iterator(trialsFolder))
      EXPECT_FALSE(entry.path().filename().string().starts_with("from-")) << entry.path();
    const std::int64_t left = keep == Keep::All ? attempts : keep == Keep::Last ? 6 : 1;
    EXPECT_EQ(members.update.checkpoints.total.count, left);
    for (const auto& notice : members.notices)
      EXPECT_THAT(notice, Not(HasSubstr("checkpoint")));
  }
}

TEST_F(CheckpointRulesTest, InterruptionsChangeNothing) {
  for (const auto keep : {Keep::Last, Keep::Best}) {
    close();
    fs::remove_all(folder.path() / "study.trials");
    fs::remove(path);
    const auto halving = spec("successive-halving", 27, BudgetWay::Continue);
    create(kept(halving, keep, 2));
    ASSERT_TRUE(withInterruptions());
    EXPECT_EQ(outcomes(*this), usualOutcomes(halving));
    EXPECT_EQ(onDisk(), newest(keep == Keep::Last ? numbers() : best(2)));
    EXPECT_EQ(
        std::count_if(notices.begin(), notices.end(),
                      [](const auto& notice) { return notice.find("has left no") != std::string::npos; }),
        0);
  }
}

TEST_F(CheckpointRulesTest, AnInterruptedPopulationKeepsItsMembers) {
  create(kept(population(), Keep::Best, 1));
  ASSERT_TRUE(withInterruptions());
  for (const auto& [number, trial] : trials)
    EXPECT_EQ(trial.state, TrialState::Complete) << number;
  EXPECT_EQ(onDisk(), newest(best(1)));
}

TEST_F(CheckpointRulesTest, KilledInTheMiddleItGoesOnFromWhatIsThere) {
  for (const auto decision : {InterruptedRule::Continue, InterruptedRule::RunAgain}) {
    const auto halving = kept(spec("successive-halving", 27, BudgetWay::Continue), Keep::Best, 1);
    TrainingHarness killed;
    killed.world.script = [&](const Job& job) {
      auto result = killed.train(job);
      result.hangs = job.attempt == 3;
      return result;
    };
    killed.create(halving);
    killed.runner->run();
    ASSERT_TRUE(killed.until(
        [&] { return killed.update.progress.running == 3 && killed.update.progress.waiting == 0; }));
    TrainingHarness reopened;
    reopened.interrupted = decision;
    reopened.takeKilled(killed);
    ASSERT_TRUE(reopened.runToEnd());
    EXPECT_EQ(outcomes(reopened), usualOutcomes(halving));
    ASSERT_TRUE(reopened.until([&] { return !reopened.update.checkpoints.isBusy; }));
    EXPECT_EQ(reopened.update.checkpoints.total.count, 1);
  }
}

TEST_F(CheckpointRulesTest, WhatWasLeftToDeleteIsFoundWhenItIsOpened) {
  create(kept(spec("successive-halving", 9, BudgetWay::Continue), Keep::Best, 1));
  ASSERT_TRUE(toTheEnd());
  const auto wanted = onDisk();
  close();
  for (const int number : numbers()) {
    const auto trialFolder = folder.path() / "study.trials" / trialFolderName(number);
    writeFile((trialFolder / "checkpoint-1").string(), "left over");
    writeFile((trialFolder / "checkpoint-1.removed").string(), "left over");
  }
  openReadOnly();
  ASSERT_TRUE(untilClean());
  EXPECT_EQ(onDisk().size(), wanted.size() + 18) << "whoever only looks deletes nothing";
  close();
  reopen();
  ASSERT_TRUE(untilClean());
  EXPECT_EQ(onDisk(), wanted);
}

TEST_F(CheckpointRulesTest, AnotherRuleHoldsAtOnceForWhatIsThere) {
  const auto halving = spec("successive-halving", 9, BudgetWay::Continue);
  create(halving);
  ASSERT_TRUE(toTheEnd());
  EXPECT_EQ(onDisk().size(), 13u);
  runner->setLimits(kept(halving, Keep::Last).limits, halving.failures);
  ASSERT_TRUE(until([&] { return update.checkpoints.total.count == 9; }));
  EXPECT_EQ(onDisk(), newest(numbers()));
  runner->setLimits(kept(halving, Keep::Best, 1).limits, halving.failures);
  ASSERT_TRUE(until([&] { return update.checkpoints.total.count == 1; }));
  EXPECT_EQ(onDisk(), newest(best(1)));
  close();
  EXPECT_EQ(stored().spec.limits.checkpoints, (CheckpointRule{Keep::Best, 1}));
}

TEST_F(CheckpointRulesTest, ARuleThatIsNoneChangesNothing) {
  const auto halving = kept(spec("successive-halving", 9, BudgetWay::Continue), Keep::Last);
  create(halving);
  ASSERT_TRUE(toTheEnd());
  for (const int none : {0, -3, CheckpointRule::MostBest + 1})
    runner->setLimits(kept(halving, Keep::Best, none).limits, halving.failures);
  reopen();
  ASSERT_TRUE(untilClean());
  EXPECT_EQ(onDisk(), newest(numbers()));
  EXPECT_EQ(stored().spec, halving) << "it can still be opened";
}

TEST_F(CheckpointRulesTest, ANewTryBeginsWhereTheFailedOneBegan) {
  auto retrying = kept(spec("successive-halving", 9, BudgetWay::Continue, 1), Keep::Best, 1);
  retrying.failures.retry.times = 1;
  std::set<std::pair<int, std::string>> seen;
  fails = [&](const Job& job) {
    return seen.insert({job.trial, variable(job, "SWEEP_BUDGET")}).second;
  };
  create(retrying);
  ASSERT_TRUE(toTheEnd());
  EXPECT_EQ(reached(), (std::map<double, int>{{1, 9}, {3, 3}, {9, 1}}));
  const auto& first = trials.at(*update.progress.bestTrial);
  ASSERT_EQ(first.attempts.size(), 6u);
  EXPECT_EQ(first.attempts[5].resumed, (CheckpointSource{first.number, 4}));
  EXPECT_EQ(first.reports.size(), 9u);
  EXPECT_EQ(onDisk(), newest(best(1)));
}

TEST_F(CheckpointRulesTest, AFailedTrialCanStillBeRunAgainByHand) {
  int failing = -1;
  fails = [&](const Job& job) {
    if (variable(job, "SWEEP_BUDGET") != "9" || failing >= 0)
      return false;
    failing = job.trial;
    return true;
  };
  create(kept(spec("successive-halving", 9, BudgetWay::Continue), Keep::Best, 1));
  ASSERT_TRUE(toTheEnd());
  ASSERT_GE(failing, 0);
  ASSERT_EQ(trials.at(failing).state, TrialState::Failed);
  EXPECT_THAT(onDisk(), testing::IsSupersetOf({own({failing, 2})}));
  EXPECT_FALSE(onDisk().contains(own({failing, 3}))) << "what it was saving when it failed";
  runner->retryTrials({failing});
  ASSERT_TRUE(toTheEnd());
  EXPECT_EQ(trials.at(failing).state, TrialState::Complete);
  EXPECT_EQ(trials.at(failing).attempts.back().resumed, (CheckpointSource{failing, 2}));
}

TEST_F(CheckpointRulesTest, ModelsOfTrialsWithoutBudgetsAreKeptByTheSameRule) {
  world.script = [](const Job& job) {
    writeFile(variable(job, "SWEEP_CHECKPOINT"), "model");
    return test::printsLoss(job);
  };
  create(kept(test::runnerSpec(20, 3), Keep::Best, 4));
  ASSERT_TRUE(toTheEnd());
  std::set<std::string> wanted;
  for (const int number : best(4))
    wanted.insert(trialFolderName(number) + "/checkpoint");
  EXPECT_EQ(onDisk(), wanted);
}

TEST_F(CheckpointRulesTest, WhatCannotBeDeletedHoldsNothingUp) {
  const test::PlainUser somebody(folder.path());
  world.script = [](const Job& job) {
    const fs::path checkpoint = variable(job, "SWEEP_CHECKPOINT");
    fs::create_directories(checkpoint / "locked");
    writeFile((checkpoint / "locked" / "weights").string(), "model");
    fs::permissions(checkpoint / "locked", fs::perms::owner_read | fs::perms::owner_exec);
    return test::printsLoss(job);
  };
  create(kept(test::runnerSpec(8, 3), Keep::Best, 1));
  runToEnd();
  EXPECT_TRUE(untilClean());
  for (const auto& entry : fs::recursive_directory_iterator(folder.path() / "study.trials"))
    if (entry.path().filename() == "locked")
      fs::permissions(entry.path(), fs::perms::owner_all);
  EXPECT_EQ(update.state, StudyState::Finished);
  EXPECT_EQ(update.progress.complete, 8);
  EXPECT_EQ(update.checkpoints.total.count, 8);
  EXPECT_EQ(
      std::count_if(notices.begin(), notices.end(),
                    [](const auto& notice) { return notice.find("cannot be deleted") != std::string::npos; }),
      1);
}

TEST_F(CheckpointRulesTest, WhatARunningTrialSavesIsCountedBeforeItsEnd) {
  world.script = [this](const Job& job) {
    auto result = train(job);
    result.hangs = true;
    return result;
  };
  create(kept(spec("successive-halving", 9, BudgetWay::Continue, 2), Keep::Best, 1));
  runner->run();
  EXPECT_TRUE(until([&] { return update.checkpoints.total.count == 2; }));
  EXPECT_EQ(update.progress.running, 2);
  EXPECT_EQ(onDisk().size(), 2u);
}

TEST_F(CheckpointRulesTest, EveryTrialIsToldWhatItsCheckpointsTake) {
  std::map<int, CheckpointUse> uses;
  onUpdate = [&](const RunnerUpdate& latest) {
    for (const auto& [number, use] : latest.checkpoints.trials)
      uses[number] = use;
  };
  create(kept(spec("successive-halving", 9, BudgetWay::Continue), Keep::Last));
  ASSERT_TRUE(toTheEnd());
  CheckpointUse sum;
  for (const auto& [number, use] : uses) {
    EXPECT_EQ(use.count, 1) << number;
    sum += use;
  }
  EXPECT_EQ(uses.size(), 9u);
  EXPECT_EQ(sum, update.checkpoints.total);
  EXPECT_GT(sum.bytes, 0);
  uses.clear();
  reopen();
  ASSERT_TRUE(until([&] { return uses.size() == 9; })) << "they are counted when the study is opened";
  EXPECT_EQ(update.checkpoints.total, sum);
}

} // namespace
} // namespace sweep
