// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/update_pacer.h"

#include "tests/support/shared_trials.h"

#include <QTest>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sweep::ui {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

RunnerUpdate updateOf(std::vector<std::pair<int, TrialState>> states, StudyState state = StudyState::Running) {
  std::vector<Trial> trials;
  for (const auto& [number, trialState] : states) {
    Trial trial;
    trial.number = number;
    trial.state = trialState;
    trials.push_back(trial);
  }
  RunnerUpdate update;
  update.state = state;
  update.trials = sharedTrials(trials);
  update.progress.complete = static_cast<int>(std::ranges::count(trials, TrialState::Complete, &Trial::state));
  return update;
}

class UpdatePacerTest : public testing::Test {
protected:
  UpdatePacerTest() {
    QObject::connect(&pacer, &UpdatePacer::updated, &pacer, [this](const RunnerUpdate& update) {
      passed.push_back(update);
      if (slow)
        QTest::qSleep(60);
    });
  }
  bool untilPassed(std::size_t count) {
    return QTest::qWaitFor([&] { return passed.size() >= count; });
  }

  UpdatePacer pacer;
  std::vector<RunnerUpdate> passed;
  bool slow = false;
};

TEST_F(UpdatePacerTest, PassesOnEveryUpdateWhileTheInterfaceKeepsUp) {
  pacer.take(updateOf({{0, TrialState::Running}}));
  EXPECT_THAT(passed, SizeIs(1)) << "the first one at once";
  for (int number = 1; number < 4; ++number) {
    pacer.take(updateOf({{number, TrialState::Running}}));
    ASSERT_TRUE(untilPassed(static_cast<std::size_t>(number) + 1));
    ASSERT_THAT(passed.back().trials, SizeIs(1));
    EXPECT_EQ(passed.back().trials.front()->number, number);
  }
}

TEST_F(UpdatePacerTest, MakesOneUpdateOfWhatComesWhileTheInterfaceIsBusy) {
  slow = true;
  pacer.take(updateOf({{0, TrialState::Running}}));
  pacer.take(updateOf({{0, TrialState::Complete}, {1, TrialState::Running}}));
  pacer.take(updateOf({{2, TrialState::Running}}));
  pacer.take(updateOf({{1, TrialState::Complete}}));
  ASSERT_THAT(passed, SizeIs(1));
  ASSERT_TRUE(untilPassed(2));
  std::vector<std::pair<int, TrialState>> states;
  for (const auto& trial : passed.at(1).trials)
    states.emplace_back(trial->number, trial->state);
  EXPECT_THAT(states, ElementsAre(std::pair(0, TrialState::Complete), std::pair(1, TrialState::Complete),
                                  std::pair(2, TrialState::Running)));
  EXPECT_EQ(passed.at(1).progress.complete, 1) << "of the last one";
}

TEST_F(UpdatePacerTest, PassesOnAnotherStateOfTheStudyAtOnceWithWhatWasHeldBack) {
  slow = true;
  pacer.take(updateOf({{0, TrialState::Running}}));
  pacer.take(updateOf({{1, TrialState::Running}}));
  ASSERT_THAT(passed, SizeIs(1));
  pacer.take(updateOf({{0, TrialState::Complete}}, StudyState::Finished));
  ASSERT_THAT(passed, SizeIs(2));
  EXPECT_EQ(passed.at(1).state, StudyState::Finished);
  EXPECT_THAT(passed.at(1).trials, SizeIs(2));
  auto notice = updateOf({}, StudyState::Finished);
  notice.notice = Message("Something to know.");
  pacer.take(notice);
  ASSERT_THAT(passed, SizeIs(3));
  EXPECT_EQ(passed.at(2).notice, notice.notice);
}

TEST_F(UpdatePacerTest, ForgetsWhatItHeldBack) {
  slow = true;
  pacer.take(updateOf({{0, TrialState::Running}}));
  pacer.take(updateOf({{1, TrialState::Running}}));
  pacer.clear();
  pacer.take(updateOf({}, StudyState::Idle));
  ASSERT_THAT(passed, SizeIs(2));
  EXPECT_THAT(passed.at(1).trials, IsEmpty());
}

TEST_F(UpdatePacerTest, TheLatestUseOfEveryTrialComesThrough) {
  slow = true;
  const auto take = [this](std::vector<std::pair<int, CheckpointUse>> uses, std::int64_t total) {
    auto update = updateOf({});
    update.checkpoints = {{total, total}, std::move(uses), false};
    pacer.take(update);
  };
  take({{0, {1, 1}}}, 1);
  take({{1, {5, 1}}, {2, {7, 1}}}, 13);
  take({{2, {3, 1}}, {0, {2, 1}}}, 10);
  ASSERT_TRUE(untilPassed(2));
  EXPECT_EQ(passed.back().checkpoints.total, (CheckpointUse{10, 10}));
  EXPECT_THAT(passed.back().checkpoints.trials,
              ElementsAre(std::pair(0, CheckpointUse{2, 1}), std::pair(1, CheckpointUse{5, 1}), std::pair(2, CheckpointUse{3, 1})));
}

} // namespace
} // namespace sweep::ui
