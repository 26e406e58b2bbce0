// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/recovery.h"

#include <gmock/gmock.h>

namespace sweep {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RecoveryTest : public testing::Test {
protected:
  void SetUp() override {
    study.trials.resize(3);
    for (int i = 0; i < 3; ++i)
      study.trials[static_cast<std::size_t>(i)].number = i;
    study.trials[0].state = TrialState::Complete;
    auto& running = study.trials[1];
    running.state = TrialState::Running;
    running.reports = {{0, {{"loss", 1.0}}, 2.5}};
    running.attempts.resize(2);
    running.attempts[0].pid = 10;
    running.attempts[0].ended = 99;
    running.attempts[1].pid = 77;
    running.attempts[1].processStart = 1234;
    running.attempts[1].started = 5000;
    study.sameBoot = true;
  }

  StoredStudy study;
};

TEST_F(RecoveryTest, PutsRunningTrialsBackAndNamesTheirProcesses) {
  const auto recovery = recover(study);
  EXPECT_THAT(recovery.interrupted, ElementsAre(1));
  ASSERT_EQ(recovery.processes.size(), 1u);
  EXPECT_EQ(recovery.processes[0].pid, 77);
  EXPECT_EQ(recovery.processes[0].start, 1234u);
  EXPECT_EQ(study.trials[1].state, TrialState::Waiting);
  EXPECT_THAT(study.trials[1].reports, IsEmpty());
  EXPECT_EQ(study.trials[1].attempts[1].ended, 7500);
  EXPECT_EQ(study.trials[0].state, TrialState::Complete);
}

TEST_F(RecoveryTest, LooksForNoProcessAfterARestartOfTheMachine) {
  study.sameBoot = false;
  const auto recovery = recover(study);
  EXPECT_THAT(recovery.processes, IsEmpty());
  EXPECT_THAT(recovery.interrupted, ElementsAre(1));
}

TEST_F(RecoveryTest, LooksForNoProcessThatNeverStarted) {
  study.trials[1].attempts[1].pid = 0;
  EXPECT_THAT(recover(study).processes, IsEmpty());
}

} // namespace
} // namespace sweep
