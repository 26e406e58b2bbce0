// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/rescue.h"
#include "tests/core/runner/runner_harness.h"

#include <atomic>
#include <gmock/gmock.h>

namespace sweep {
namespace {

using test::RunnerHarness;
using test::runnerSpec;
using test::writeFile;
using testing::EndsWith;
using testing::HasSubstr;

/// A study whose disk fills up.
class FullStorage : public Storage {
public:
  FullStorage(std::unique_ptr<Storage> storage, std::atomic<bool>& full)
      : m_storage(std::move(storage)), m_full(full) {}

  Result<StoredStudy> load() override { return m_storage->load(); }
  Result<void> saveSpec(const StudySpec& spec) override { return m_storage->saveSpec(spec); }
  Result<void> write(std::span<const TrialChange> changes, double runSeconds) override {
    return m_full ? Result<void>(Error("The disk is full.")) : m_storage->write(changes, runSeconds);
  }
  std::string path() const override { return m_storage->path(); }
  bool readOnly() const override { return m_storage->readOnly(); }

private:
  std::unique_ptr<Storage> m_storage;
  std::atomic<bool>& m_full;
};

class StudyRescueTest : public testing::Test, protected RunnerHarness {
protected:
  void createFull(int trials, int fullFrom) {
    create(runnerSpec(trials, 2),
           [&](auto storage) { return std::make_unique<FullStorage>(std::move(storage), full); });
    world.script = [this, fullFrom](const Job& job) {
      full = full || job.trial >= fullFrom;
      return test::printsLoss(job);
    };
  }
  StoredStudy rescued() const {
    auto storage = openSqliteStudy(folder / "study-rescued.sweep", OpenMode::ReadOnly);
    EXPECT_TRUE(storage) << storage.error().str();
    return storage ? *(*storage)->load() : StoredStudy();
  }
  int complete(const StoredStudy& study) const {
    return static_cast<int>(std::ranges::count(study.trials, TrialState::Complete, &Trial::state));
  }

  std::atomic<bool> full = false;
};

TEST_F(StudyRescueTest, WhatCouldNotBeSavedGoesIntoAnotherFileAtTheEnd) {
  createFull(20, 6);
  runner->run();
  ASSERT_TRUE(until([&] { return !notices.empty(); }));
  EXPECT_THAT(notices.front(), HasSubstr("kept in memory"));
  ASSERT_TRUE(until([&] { return world.running == 0; }));
  const int ran = static_cast<int>(world.jobs.size());
  close();
  const auto study = rescued();
  EXPECT_EQ(complete(study), ran) << "everything that has finished";
  EXPECT_LT(complete(stored()), ran);
}

TEST_F(StudyRescueTest, AStudyThatIsStoppedDoesNotWaitForADiskForEver) {
  createFull(20, 6);
  runner->run();
  ASSERT_TRUE(until([&] { return !notices.empty() && world.running == 0; }));
  runner->stopAfterRunning();
  ASSERT_TRUE(until(StudyState::Idle));
  EXPECT_THAT(notices.back(), EndsWith("study-rescued.sweep instead: open that to go on."));
  EXPECT_EQ(finished(), static_cast<int>(world.jobs.size()))
      << "shown once they are on disk, in whichever file";
  EXPECT_EQ(complete(rescued()), finished());
  EXPECT_FALSE(std::filesystem::exists(folder / "study-rescued-2.sweep"));
  full = false;
  world.script = test::printsLoss;
  ASSERT_TRUE(runToEnd()) << "it can go on";
  EXPECT_EQ(update.progress.complete, 20);
  close();
  EXPECT_EQ(complete(stored()), 20) << "and its own file lacks nothing";
}

TEST(Rescue, TakesAFreeNameAndAnotherFolderWhereThisOneWillNotDo) {
  const test::TemporaryFolder folder;
  setenv("XDG_DATA_HOME", (folder / "data").c_str(), 1);
  StoredStudy study;
  study.spec = runnerSpec(1);
  writeFile(folder / "s-rescued.sweep", "somebody's");
  EXPECT_EQ(*rescue(folder / "s.sweep", study), folder / "s-rescued-2.sweep");
  const auto elsewhere = rescue("/proc/no/folder/s.sweep", study);
  unsetenv("XDG_DATA_HOME");
  ASSERT_TRUE(elsewhere) << elsewhere.error().str();
  EXPECT_EQ(*elsewhere, folder / "data/sweepscope/rescued/s-rescued.sweep");
  EXPECT_EQ(test::fileContent(folder / "s-rescued.sweep"), "somebody's");
}

} // namespace
} // namespace sweep
