// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/storage/studies.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <gmock/gmock.h>
#include <limits>

namespace sweep {
namespace {

using test::fileContent;
using test::TemporaryFolder;
using test::writeFile;

using testing::ElementsAre;
using testing::HasSubstr;

class SqliteStorageTest : public testing::Test {
protected:
  void SetUp() override {
    auto made = createSqliteStudy(path, smallSpec());
    ASSERT_TRUE(made) << made.error().str();
    storage = std::move(*made);
  }

  StoredStudy reopened() {
    storage.reset();
    auto opened = openSqliteStudy(path, OpenMode::ReadWrite);
    EXPECT_TRUE(opened) << opened.error().str();
    storage = std::move(*opened);
    auto study = storage->load();
    EXPECT_TRUE(study) << study.error().str();
    return std::move(*study);
  }

  TemporaryFolder folder;
  std::string path = folder / "study.sweep";
  std::unique_ptr<Storage> storage;
};

TEST_F(SqliteStorageTest, GivesBackTheSpec) {
  EXPECT_EQ(reopened().spec, smallSpec());
  auto changed = smallSpec();
  changed.limits.trials = 99;
  changed.description = "line one\nline \"two\" – ü";
  ASSERT_TRUE(storage->saveSpec(changed));
  EXPECT_EQ(reopened().spec, changed);
}

TEST_F(SqliteStorageTest, GivesBackTrialsAsTheyWere) {
  Trial failed = waitingTrial(1);
  failed.state = TrialState::Failed;
  failed.failure =
      Failure{FailureClass::ExitCode, Message("ended with exit code %1", {"3"}), "last line\n% \"quoted\" ü"};
  failed.fromSampler = false;
  failed.budget = 2.5;
  failed.seed = std::numeric_limits<std::uint64_t>::max();
  Attempt killed;
  killed.command = {"prog", "", "a b", "it's", "\xff\xfe", "line\nbreak", "--x=$(id)"};
  killed.signal = 9;
  Attempt second;
  second.number = 2;
  failed.attempts = {killed, second};
  const std::vector<Storage::TrialChange> changes = {
      {completeTrial(0), 0}, {failed, 0}, {waitingTrial(2), 0}};
  ASSERT_TRUE(storage->write(changes, 12.5));
  const auto study = reopened();
  EXPECT_THAT(study.trials, ElementsAre(completeTrial(0), failed, waitingTrial(2)));
  EXPECT_EQ(study.runSeconds, 12.5);
}

TEST_F(SqliteStorageTest, GivesBackWhatWasSpentOnATrial) {
  Trial paused = completeTrial(0);
  paused.state = TrialState::Paused;
  paused.values.clear();
  paused.budget = 9.0;
  paused.bracket = 3;
  paused.verdict = Message("rung %1: %2 is below the %3. of %4", {"9", "0.81", "12", "37"});
  auto& first = paused.attempts.front();
  first.budget = 3.0;
  first.configuration = paused.configuration;
  first.values = {0.81, -2.0};
  first.hasCheckpoint = true;
  Attempt second = first;
  second.number = 2;
  second.budget = 9.0;
  second.resumed = CheckpointSource{17, 4};
  second.configuration->set("lr", 0.2);
  second.reason = Message("promoted");
  second.firstReport = 3;
  second.values.clear();
  second.hasCheckpoint = false;
  paused.attempts.push_back(second);
  ASSERT_TRUE(writeOne(*storage, paused));
  EXPECT_EQ(reopened().trials.at(0), paused);
}

TEST_F(SqliteStorageTest, GivesBackWhatBecameOfEveryAttempt) {
  Trial trial = completeTrial(0);
  trial.retries = 2;
  trial.seed = 3'000'000'001u;
  auto& first = trial.attempts.front();
  first.seed = std::numeric_limits<std::uint64_t>::max();
  first.exitCode = 3;
  first.failure = Failure{FailureClass::ExitCode, Message("Ended with exit code %1.", {"3"}), "Traceback\nü"};
  Attempt second = first;
  second.number = 2;
  second.seed = trial.seed;
  second.failure = Failure{FailureClass::Stopped, Message("Ended when the study was stopped."), {}};
  Attempt third = second;
  third.number = 3;
  third.failure.reset();
  first.interrupted = InterruptedRule::Drop;
  second.interrupted = InterruptedRule::Ask;
  trial.attempts = {first, second, third};
  ASSERT_TRUE(writeOne(*storage, trial));
  EXPECT_EQ(reopened().trials.at(0), trial);
}

TEST_F(SqliteStorageTest, KeepsEveryNumberExactly) {
  const double inf = std::numeric_limits<double>::infinity();
  Trial trial = waitingTrial(0);
  trial.configuration = {
      {"x", 0.1 + 0.2}, {"y", std::int64_t{9007199254740993}}, {"z", std::string("1")}, {"b", true}};
  trial.state = TrialState::Complete;
  trial.values = {5e-324};
  trial.reports = {{-5, {{"a", inf}, {"b", -inf}, {"c", 0.1 + 0.2}}, 1e-9},
                   {1'000'000'000'000, {{"c", std::nan("")}}, 2.0}};
  ASSERT_TRUE(writeOne(*storage, trial));
  const auto read = reopened().trials.at(0);
  EXPECT_TRUE(std::isnan(read.reports.at(1).metrics.at("c")));
  trial.reports.truncate(1);
  auto rest = read;
  rest.reports.truncate(1);
  EXPECT_EQ(rest, trial);
}

TEST_F(SqliteStorageTest, AppendsOnlyNewReports) {
  Trial trial = completeTrial(0, 2);
  trial.state = TrialState::Running;
  trial.values.clear();
  ASSERT_TRUE(writeOne(*storage, trial));
  trial.reports.push_back({9, {{"late", 4.0}}, 3.0});
  Trial change = trial;
  // What is before firstReport is not looked at.
  change.reports.change(0).metrics["loss"] = 1234.0;
  ASSERT_TRUE(writeOne(*storage, change, 2));
  EXPECT_EQ(reopened().trials.at(0), trial);
}

TEST_F(SqliteStorageTest, RemembersTheOrderOfFinishing) {
  for (int i = 0; i < 4; ++i)
    ASSERT_TRUE(writeOne(*storage, waitingTrial(i)));
  const std::vector<Storage::TrialChange> changes = {{completeTrial(2), 0}, {completeTrial(0), 0}};
  ASSERT_TRUE(storage->write(changes, 0.0));
  EXPECT_THAT(reopened().finishOrder, ElementsAre(2, 0));
  ASSERT_TRUE(writeOne(*storage, completeTrial(1)));
  EXPECT_THAT(reopened().finishOrder, ElementsAre(2, 0, 1));
}

TEST_F(SqliteStorageTest, RefusesToChangeAFinishedTrialButForARetry) {
  Trial failed = waitingTrial(0);
  failed.state = TrialState::Failed;
  failed.failure = Failure{};
  failed.reports = completeTrial(0).reports;
  ASSERT_TRUE(writeOne(*storage, failed));
  const auto refused = writeOne(*storage, completeTrial(0));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().str(), "Trial 0 is finished and cannot be changed.");
  EXPECT_EQ(reopened().trials.at(0), failed);

  ASSERT_TRUE(writeOne(*storage, waitingTrial(0)));
  EXPECT_THAT(reopened().finishOrder, ElementsAre());
  EXPECT_TRUE(storage->load()->trials.at(0).reports.empty());
  ASSERT_TRUE(writeOne(*storage, completeTrial(0)));
  EXPECT_EQ(reopened().trials.at(0), completeTrial(0));
}

TEST_F(SqliteStorageTest, WritesAllOfABatchOrNothing) {
  ASSERT_TRUE(writeOne(*storage, completeTrial(0)));
  Trial named = completeTrial(1);
  named.reports.change(0).metrics["seen only here"] = 1.0;
  const std::vector<Storage::TrialChange> bad = {{named, 0}, {completeTrial(0), 0}};
  EXPECT_FALSE(storage->write(bad, 77.0));
  auto study = storage->load();
  ASSERT_TRUE(study);
  EXPECT_EQ(study->trials.size(), 1u);
  EXPECT_EQ(study->runSeconds, 0.0);
  // Nothing of the batch that failed is taken for stored.
  ASSERT_TRUE(writeOne(*storage, named));
  study = reopened();
  EXPECT_THAT(study->trials, ElementsAre(completeTrial(0), named));
  EXPECT_THAT(study->finishOrder, ElementsAre(0, 1));
}

TEST_F(SqliteStorageTest, IsFollowedByAReaderWhileItRuns) {
  auto viewer = openSqliteStudy(path, OpenMode::ReadOnly);
  ASSERT_TRUE(viewer) << viewer.error().str();
  EXPECT_TRUE((*viewer)->readOnly());
  ASSERT_TRUE(writeOne(*storage, completeTrial(0)));
  EXPECT_EQ((*viewer)->load()->trials.size(), 1u);
  ASSERT_TRUE(writeOne(*storage, completeTrial(1)));
  EXPECT_EQ((*viewer)->load()->trials.size(), 2u);
  const auto refused = writeOne(**viewer, completeTrial(2));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().str(), HasSubstr("read-only"));
}

TEST_F(SqliteStorageTest, TellsAReaderWhatHasChangedSinceItLooked) {
  ASSERT_TRUE(writeOne(*storage, completeTrial(0)));
  Trial failed = completeTrial(1);
  failed.state = TrialState::Failed;
  failed.failure = Failure{};
  failed.values.clear();
  ASSERT_TRUE(writeOne(*storage, failed));
  auto viewer = *openSqliteStudy(path, OpenMode::ReadOnly);
  EXPECT_TRUE(viewer->runsElsewhere());
  ASSERT_TRUE(viewer->load());
  EXPECT_FALSE(viewer->changes()->has_value()) << "nothing was written";

  Trial running = completeTrial(2, 1);
  running.state = TrialState::Running;
  running.values.clear();
  ASSERT_TRUE(writeOne(*storage, running));
  auto changes = *viewer->changes();
  ASSERT_TRUE(changes);
  EXPECT_THAT(changes->trials, ElementsAre(running));
  EXPECT_THAT(changes->finishOrder, ElementsAre());

  const std::vector<Storage::TrialChange> both = {{completeTrial(3), 0}, {completeTrial(2), 0}};
  ASSERT_TRUE(storage->write(both, 8.0));
  changes = *viewer->changes();
  ASSERT_TRUE(changes);
  EXPECT_THAT(changes->trials, ElementsAre(completeTrial(2), completeTrial(3)));
  EXPECT_THAT(changes->finishOrder, ElementsAre(3, 2));
  EXPECT_EQ(changes->runSeconds, 8.0);

  ASSERT_TRUE(writeOne(*storage, waitingTrial(1)));
  changes = *viewer->changes();
  ASSERT_TRUE(changes);
  ASSERT_EQ(changes->trials.size(), 1u) << "a failed one is tried again";
  EXPECT_EQ(changes->trials.front().number, 1);
  EXPECT_EQ(changes->trials.front().state, TrialState::Waiting);
  EXPECT_FALSE(viewer->changes()->has_value());
  storage.reset();
  EXPECT_FALSE(viewer->runsElsewhere());
}

TEST_F(SqliteStorageTest, KnowsWhetherItWasWrittenSinceTheMachineStarted) {
  EXPECT_FALSE(reopened().sameBoot);
  ASSERT_TRUE(writeOne(*storage, waitingTrial(0)));
  EXPECT_TRUE(reopened().sameBoot);
}

TEST_F(SqliteStorageTest, NoticesThatItsFileIsGone) {
  std::filesystem::rename(path, path + ".elsewhere");
  const auto lost = writeOne(*storage, completeTrial(0));
  ASSERT_FALSE(lost);
  EXPECT_THAT(lost.error().str(), HasSubstr("removed, renamed or replaced"));
  std::filesystem::rename(path + ".elsewhere", path);
  EXPECT_TRUE(writeOne(*storage, completeTrial(0)));
}

TEST_F(SqliteStorageTest, IsReadableByItsOwnerOnly) {
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(SqliteStorageTest, LoadsALongStudy) {
  std::vector<Storage::TrialChange> changes;
  for (int i = 0; i < 2000; ++i)
    changes.push_back({completeTrial(i, 100), 0});
  ASSERT_TRUE(storage->write(changes, 0.0));
  const auto study = reopened();
  ASSERT_EQ(study.trials.size(), 2000u);
  EXPECT_EQ(study.trials.at(1999), completeTrial(1999, 100));
}

} // namespace
} // namespace sweep
