// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/trial_ledger.h"

#include <gmock/gmock.h>

namespace sweep {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class TrialLedgerTest : public testing::Test {
protected:
  /// The number of a trial that runs.
  int running() {
    const int number = ledger.add({});
    ledger.start(number, {});
    return number;
  }
  void complete(int number, double value, double seconds = 1.0) {
    JobFinished end;
    end.wallSeconds = seconds;
    ledger.endAttempt(number, end, 0);
    ledger.finish(number, {TrialState::Complete, {value}, {}});
  }
  void saveAll() { ledger.saved(ledger.takeUnsaved()); }

  TrialLedger ledger;
};

TEST_F(TrialLedgerTest, CountsAFinishedTrialOnceItIsSaved) {
  complete(running(), 3.0);
  EXPECT_EQ(ledger.progress().running, 1);
  EXPECT_EQ(ledger.progress().finished(), 0);
  EXPECT_FALSE(ledger.progress().bestValue);
  EXPECT_THAT(ledger.takeUntold(), IsEmpty());
  saveAll();
  EXPECT_EQ(ledger.progress().running, 0);
  EXPECT_EQ(ledger.progress().complete, 1);
  EXPECT_EQ(ledger.progress().bestValue, 3.0);
  ASSERT_EQ(ledger.takeUntold().size(), 1u);
  EXPECT_FALSE(ledger.hasUntold());
}

TEST_F(TrialLedgerTest, KeepsThoseApartThatNobodyHasDecidedOn) {
  const int number = running();
  ledger.interrupt(number, Failure(), InterruptedRule::Ask, true);
  ledger.putBack(number);
  EXPECT_THAT(ledger.undecided(), ElementsAre(number));
  EXPECT_THAT(ledger.waiting(), IsEmpty());
  EXPECT_EQ(ledger.progress().waiting, 1);
  ledger.interrupt(number, Failure(), InterruptedRule::Continue, true);
  ledger.putBack(number);
  EXPECT_THAT(ledger.undecided(), IsEmpty());
  EXPECT_THAT(ledger.waiting(), ElementsAre(number));
}

TEST_F(TrialLedgerTest, LetsStepsThatAreReportedAgainTakeThePlaceOfTheFirstOnes) {
  const int number = running();
  for (std::int64_t step = 1; step <= 7; ++step)
    ledger.report(number, {step, {{"loss", 1.0}}, 0.0});
  ledger.takeUnsaved();
  ledger.interrupt(number, Failure(), InterruptedRule::Continue, true);
  ledger.putBack(number);
  EXPECT_EQ(ledger.trial(number).reports.size(), 7u);
  Attempt more;
  more.number = 2;
  more.resumed = CheckpointSource{number, ledger.trial(number).attempts.back().number};
  ledger.start(number, more);
  EXPECT_FALSE(ledger.dropRepeated(number, 8));
  EXPECT_TRUE(ledger.dropRepeated(number, 6));
  ledger.report(number, {6, {{"loss", 2.0}}, 0.0});
  EXPECT_EQ(ledger.trial(number).reports.size(), 6u);
  EXPECT_EQ(ledger.trial(number).attempts.back().firstReport, 5u);
  const auto changes = ledger.takeUnsaved();
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes.front().firstReport, 5u) << "what was stored of them is replaced";
}

TEST_F(TrialLedgerTest, TakesTrialsAsAnotherInstanceHasStoredThem) {
  const auto stored = [](int number, TrialState state, double value) {
    Trial trial;
    trial.number = number;
    trial.state = state;
    trial.attempts.resize(1);
    if (state == TrialState::Complete)
      trial.values = {value};
    return trial;
  };
  ledger.replace(stored(1, TrialState::Running, 0.0));
  EXPECT_EQ(ledger.size(), 2) << "one before it will follow";
  ledger.replace(stored(0, TrialState::Complete, 3.0));
  ledger.replace(stored(1, TrialState::Complete, 2.0));
  EXPECT_EQ(ledger.progress().complete, 2);
  EXPECT_EQ(ledger.progress().running, 0);
  EXPECT_EQ(ledger.progress().bestTrial, 1);
  EXPECT_EQ(ledger.takeUntold().size(), 2u);
  EXPECT_THAT(ledger.finishOrder(), ElementsAre(0, 1));
  ledger.replace(stored(1, TrialState::Waiting, 0.0));
  EXPECT_EQ(ledger.progress().bestTrial, 0) << "the best was put back";
  EXPECT_EQ(ledger.progress().waiting, 1);
  EXPECT_FALSE(ledger.hasUnsaved()) << "it is the other's to save";
}

TEST_F(TrialLedgerTest, HandsOutFinishedTrialsInTheOrderOfTheirEnds) {
  for (int i = 0; i < 4; ++i)
    running();
  complete(2, 1.0);
  complete(0, 1.0);
  std::vector<int> numbers;
  for (const auto& change : ledger.takeUnsaved())
    numbers.push_back(change.trial->number);
  EXPECT_THAT(numbers, ElementsAre(1, 3, 2, 0));
  EXPECT_THAT(ledger.takeUnsaved(), IsEmpty());
  EXPECT_THAT(ledger.finishOrder(), ElementsAre(2, 0));
}

TEST_F(TrialLedgerTest, ShowsStorageThatAFinishedTrialWasPutBack) {
  const int number = running();
  ledger.finish(number, failedOutcome(FailureClass::ExitCode, {}));
  saveAll();
  ledger.putBack(number);
  ledger.start(number, {});
  complete(number, 2.0);
  std::vector<TrialState> states;
  for (const auto& change : ledger.takeUnsaved())
    states.push_back(change.trial->state);
  EXPECT_THAT(states, ElementsAre(TrialState::Waiting, TrialState::Complete));
  EXPECT_THAT(ledger.takeUnsaved(), IsEmpty());
}

TEST_F(TrialLedgerTest, HandsOutEachReportOnce) {
  const int number = running();
  ledger.report(number, {0, {{"loss", 1.0}}, 0.5});
  EXPECT_EQ(ledger.takeUnsaved().at(0).firstReport, 0u);
  ledger.report(number, {1, {{"loss", 0.5}}, 1.5});
  ledger.report(number, {2, {}, 1.5});
  const auto changes = ledger.takeUnsaved();
  EXPECT_EQ(changes.at(0).firstReport, 1u);
  ASSERT_EQ(changes.at(0).trial->reports.size(), 2u);
  EXPECT_EQ(changes.at(0).trial->reports.at(1).metrics.at("loss"), 0.5);
  EXPECT_EQ(ledger.trial(number).reports.at(0).metrics.at("loss"), 1.0);
}

TEST_F(TrialLedgerTest, HandsOutTrialsThatNeverChange) {
  const int number = running();
  ledger.report(number, {0, {{"loss", 1.0}}, 0.5});
  const auto told = ledger.takeUntold().at(0);
  const auto saved = ledger.takeUnsaved().at(0).trial;
  EXPECT_EQ(told, saved) << "one object for both";
  const Trial before = *told;
  ledger.report(number, {1, {{"loss", 0.5}}, 1.5});
  complete(number, 0.5);
  EXPECT_EQ(*told, before);
  EXPECT_EQ(ledger.trial(number).reports.size(), 2u);
}

TEST_F(TrialLedgerTest, CountsReportTimesOverAttempts) {
  const int number = running();
  ledger.report(number, {0, {{"loss", 1.0}}, 2.0});
  JobFinished end;
  end.wallSeconds = 10.0;
  ledger.endAttempt(number, end, 0);
  ledger.pause(number, {});
  EXPECT_FALSE(ledger.hasRunning());
  Attempt second;
  second.number = 2;
  second.budget = 9.0;
  second.resumed = CheckpointSource{number, 1};
  ledger.start(number, second);
  ledger.report(number, {1, {{"loss", 0.5}}, 3.0});
  EXPECT_EQ(ledger.trial(number).reports.at(1).time, 13.0);
  EXPECT_EQ(ledger.trial(number).budget, 9.0);
}

TEST_F(TrialLedgerTest, TakesBackWhatARetryMakesVoid) {
  complete(running(), 1.0);
  complete(running(), 2.0);
  saveAll();
  EXPECT_EQ(ledger.progress().bestTrial, 0);
  ledger.putBack(0);
  EXPECT_EQ(ledger.progress().complete, 1);
  EXPECT_EQ(ledger.progress().waiting, 1);
  EXPECT_EQ(ledger.progress().bestTrial, 1);
  EXPECT_THAT(ledger.finishOrder(), ElementsAre(1));
  EXPECT_EQ(ledger.takeUnsaved().at(0).trial->state, TrialState::Waiting);
}

TEST_F(TrialLedgerTest, KeepsTheEarliestOfEqualBests) {
  for (int i = 0; i < 3; ++i)
    running();
  complete(2, 1.0);
  saveAll();
  complete(1, 1.0);
  complete(0, 5.0);
  saveAll();
  EXPECT_EQ(ledger.progress().bestTrial, 1);
}

TEST_F(TrialLedgerTest, BeginsWithWhatIsStored) {
  std::vector<Trial> trials(3);
  for (int i = 0; i < 3; ++i)
    trials[static_cast<std::size_t>(i)].number = i;
  trials[0].state = TrialState::Complete;
  trials[0].values = {4.0};
  trials[1].state = TrialState::Failed;
  ledger.load(trials, {1, 0});
  EXPECT_FALSE(ledger.hasUnsaved());
  EXPECT_EQ(ledger.takeUntold().size(), 3u);
  EXPECT_EQ(ledger.progress().failed, 1);
  EXPECT_EQ(ledger.progress().bestTrial, 0);
  EXPECT_THAT(ledger.waiting(), ElementsAre(2));
  EXPECT_EQ(ledger.add({}), 3);
}

TEST(RemainingTime, FollowsTheMeanDuration) {
  Progress progress;
  progress.planned = 10;
  progress.parallel = 2;
  EXPECT_FALSE(estimateRemaining(progress, 10.0));
  progress.complete = 4;
  EXPECT_EQ(estimateRemaining(progress, 10.0), 30.0);
  progress.running = 2;
  EXPECT_EQ(estimateRemaining(progress, 10.0), 25.0);
  progress.complete = 10;
  EXPECT_EQ(estimateRemaining(progress, 10.0), 0.0);
  progress.planned.reset();
  EXPECT_FALSE(estimateRemaining(progress, 10.0));
}

} // namespace
} // namespace sweep
