// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/job.h"
#include "core/runner/recovery.h"
#include "core/runner/trial_naming.h"
#include "tests/support/temporary_folder.h"

#include <chrono>
#include <filesystem>
#include <gmock/gmock.h>

namespace sweep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
namespace fs = std::filesystem;

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
    running.attempts[1].number = 2;
    running.attempts[1].pid = 77;
    running.attempts[1].processStart = 1234;
    running.attempts[0].wallSeconds = 0.5;
    running.attempts[1].started = 5000;
    study.sameBoot = true;
  }

  Recovery recover() { return sweep::recover(study, Checkpoints(study.spec, folder.path().string())); }
  Attempt& last() { return study.trials[1].attempts.back(); }
  std::string inTrial(const std::string& name) {
    fs::create_directories(folder.path() / trialFolderName(1));
    return folder / (trialFolderName(1) + "/" + name);
  }

  test::TemporaryFolder folder;
  StoredStudy study;
};

TEST_F(RecoveryTest, PutsRunningTrialsBackAndNamesTheirProcesses) {
  const auto recovery = recover();
  EXPECT_THAT(recovery.interrupted, ElementsAre(1));
  ASSERT_EQ(recovery.processes.size(), 1u);
  EXPECT_EQ(recovery.processes[0].pid, 77);
  EXPECT_EQ(recovery.processes[0].start, 1234u);
  EXPECT_EQ(study.trials[1].state, TrialState::Waiting);
  EXPECT_TRUE(isUndecided(study.trials[1]));
  EXPECT_THAT(study.trials[1].reports, SizeIs(1)) << "it may go on from a checkpoint";
  EXPECT_EQ(last().ended, 7000) << "the report came two seconds after the attempt's start";
  EXPECT_EQ(last().wallSeconds, 2.0);
  EXPECT_EQ(last().failure->kind, FailureClass::Lost);
  EXPECT_THAT(last().failure->message.str(), HasSubstr("last sign of life: 19"));
  EXPECT_EQ(study.trials[0].state, TrialState::Complete);
}

TEST_F(RecoveryTest, LooksForNoProcessAfterARestartOfTheMachine) {
  study.sameBoot = false;
  const auto recovery = recover();
  EXPECT_THAT(recovery.processes, IsEmpty());
  EXPECT_THAT(recovery.interrupted, ElementsAre(1));
}

TEST_F(RecoveryTest, LooksForNoProcessThatNeverStarted) {
  study.trials[1].attempts[1].pid = 0;
  EXPECT_THAT(recover().processes, IsEmpty());
}

TEST_F(RecoveryTest, SeesWhetherACheckpointIsThere) {
  recover();
  EXPECT_FALSE(last().hasCheckpoint);
  EXPECT_FALSE(canContinue(study.trials[1]));
  study.trials[1].state = TrialState::Running;
  test::writeFile(inTrial("checkpoint-2"), "weights");
  recover();
  EXPECT_TRUE(last().hasCheckpoint);
  EXPECT_TRUE(canContinue(study.trials[1]));
}

TEST_F(RecoveryTest, TakesTheLastOutputForASignOfLife) {
  const auto log = inTrial(stdoutLog(2));
  test::writeFile(log, "epoch 3\n");
  const auto written = std::chrono::file_clock::from_sys(std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::seconds(65)));
  fs::last_write_time(log, written);
  recover();
  EXPECT_EQ(last().ended, 65'000);
  EXPECT_EQ(last().wallSeconds, 60.0);
}

TEST_F(RecoveryTest, LeavesNobodyInDoubtTwice) {
  recover();
  const auto once = study.trials;
  EXPECT_THAT(recover().interrupted, IsEmpty());
  EXPECT_EQ(study.trials, once);
}

} // namespace
} // namespace sweep
