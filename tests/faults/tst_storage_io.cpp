// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/runner/runner_harness.h"
#include "tests/core/storage/studies.h"
#include "tests/faults/app_process.h"
#include "tests/support/failing_vfs.h"

#include <atomic>
#include <gmock/gmock.h>
#include <sqlite3.h>
#include <thread>

namespace sweep {
namespace {

using namespace test;
using testing::AnyOf;
using testing::HasSubstr;
using Operation = FailingVfs::Operation;

/// One kind of operation that fails in one way.
struct DiskFault {
  const char* name;
  Operation operation;
  bool sticky;
  int code;
  friend void PrintTo(const DiskFault& fault, std::ostream* out) { *out << fault.name; }
};

constexpr DiskFault Faults[] = {
    {"FullOnce", Operation::Write, false, SQLITE_FULL},
    {"FullForGood", Operation::Write, true, SQLITE_FULL},
    {"WriteFailsOnce", Operation::Write, false, SQLITE_IOERR_WRITE},
    {"WriteFailsForGood", Operation::Write, true, SQLITE_IOERR_WRITE},
    {"ReadFailsOnce", Operation::Read, false, SQLITE_IOERR_READ},
    {"ReadFailsForGood", Operation::Read, true, SQLITE_IOERR_READ},
    {"SyncFailsOnce", Operation::Sync, false, SQLITE_IOERR_FSYNC},
    {"SyncFailsForGood", Operation::Sync, true, SQLITE_IOERR_FSYNC},
};

class StorageIo : public testing::TestWithParam<DiskFault> {
protected:
  static constexpr int Before = 3;
  static constexpr int After = 6;

  void SetUp() override { makeStudy(folder / "whole.sweep", Before); }

  /// Makes the n-th operation fail; false when there were not so many.
  bool injected(int n) {
    std::filesystem::copy_file(folder / "whole.sweep", path,
                               std::filesystem::copy_options::overwrite_existing);
    happened = false;
    vfs.setFault(
        [this, fault = NthFault(n, GetParam().sticky, GetParam().code)](Operation operation) mutable {
          const int code = operation == GetParam().operation ? fault() : SQLITE_OK;
          happened = happened || code != SQLITE_OK;
          return code;
        });
    useStudy();
    return happened;
  }

  /// Opens it, writes one trial after the other and closes it.
  void useStudy() {
    told = Before;
    auto storage = openSqliteStudy(path, OpenMode::ReadWrite);
    if (!storage)
      return expectSentence(storage.error());
    const auto study = (*storage)->load();
    if (!study)
      return expectSentence(study.error());
    EXPECT_EQ(study->trials.size(), static_cast<std::size_t>(Before));
    for (int i = Before; i < After; ++i)
      if (const auto written = writeOne(**storage, completeTrial(told)))
        ++told;
      else
        expectSentence(written.error());
    // Else it happens while the study is closed, or not at all.
    if (!happened)
      return;
    vfs.setFault({});
    EXPECT_TRUE(writeOne(**storage, completeTrial(told))) << "it goes on once the disk does";
    ++told;
  }

  void expectSentence(const Error& error) const {
    EXPECT_THAT(error.str(), HasSubstr(path));
    EXPECT_THAT(error.str(), AnyOf(HasSubstr("the disk is full"), HasSubstr("Check the disk"),
                                   HasSubstr("cannot be opened where it is")));
  }

  void expectWhole() const {
    EXPECT_EQ(integrityOf(path), "ok");
    const auto storage = openSqliteStudy(path, OpenMode::ReadWrite);
    ASSERT_TRUE(storage) << storage.error().str();
    const auto study = (*storage)->load();
    ASSERT_TRUE(study) << study.error().str();
    EXPECT_EQ(study->trials.size(), static_cast<std::size_t>(told));
    for (const auto& trial : study->trials)
      EXPECT_EQ(trial, completeTrial(trial.number));
  }

  TemporaryFolder folder;
  std::string path = folder / "study.sweep";
  FailingVfs vfs;
  std::atomic<bool> happened = false;
  int told = Before;
};

TEST_P(StorageIo, F44_F45_NoFailingOperationLosesWhatWasTold) {
  int n = 0;
  for (; injected(n); ++n) {
    vfs.setFault({});
    SCOPED_TRACE("operation " + std::to_string(n));
    expectWhole();
    if (HasFailure())
      return;
  }
  EXPECT_GT(n, 0) << "the fault never happened";
}

INSTANTIATE_TEST_SUITE_P(Disk, StorageIo, testing::ValuesIn(Faults),
                         [](const auto& fault) { return std::string(fault.param.name); });

class PowerCut : public testing::Test {
protected:
  TemporaryFolder folder;
  std::string path = folder / "study.sweep";
  FailingVfs vfs;
};

/// Each moment is looked at with nothing of what was not synced, and with different parts of it.
TEST_F(PowerCut, F45_AtAnyMomentLeavesEverythingThatWasTold) {
  makeStudy(path, 0);
  std::atomic<int> told = 0;
  std::vector<std::pair<std::string, int>> copies;
  auto storage = openSqliteStudy(path, OpenMode::ReadWrite);
  vfs.setFault([&](Operation operation) {
    if (operation == Operation::Read)
      return SQLITE_OK;
    for (unsigned seed = 0; seed < 3; ++seed) {
      const std::string copy = folder / ("cut-" + std::to_string(copies.size()) + ".sweep");
      vfs.copyAfterPowerCut(path, copy, seed == 0 ? 0 : seed + 7 * static_cast<unsigned>(copies.size()));
      copies.emplace_back(copy, told);
    }
    return SQLITE_OK;
  });
  for (int i = 0; i < 6; ++i) {
    ASSERT_TRUE(writeOne(**storage, completeTrial(i, 20)));
    ++told;
  }
  storage->reset();
  vfs.setFault({});
  EXPECT_GT(copies.size(), 60u);
  for (const auto& [copy, toldThen] : copies) {
    const auto opened = openSqliteStudy(copy, OpenMode::ReadOnly);
    ASSERT_TRUE(opened) << opened.error().str();
    const auto study = (*opened)->load();
    ASSERT_GE(static_cast<int>(study->trials.size()), toldThen) << copy;
    ASSERT_LE(static_cast<int>(study->trials.size()), toldThen + 1) << copy;
    for (const auto& trial : study->trials)
      ASSERT_EQ(trial, completeTrial(trial.number, 20));
  }
}

TEST(NetworkDisk, F57_WithoutSharedMemoryTheStudyDoesWithoutALogOfItsOwn) {
  const TemporaryFolder folder;
  const std::string path = folder / "study.sweep";
  const FailingVfs remote(false);
  makeStudy(path, 2);
  auto storage = openSqliteStudy(path, OpenMode::ReadWrite);
  ASSERT_TRUE(storage) << storage.error().str();
  EXPECT_TRUE(writeOne(**storage, completeTrial(2)));
  EXPECT_FALSE(std::filesystem::exists(path + "-wal"));
  storage->reset();
  EXPECT_EQ((*openSqliteStudy(path, OpenMode::ReadOnly))->load()->trials.size(), 3u);
}

TEST(NetworkDisk, F57_AStudyWithALogFromALocalDiskIsReadThereAndNotLost) {
  const TemporaryFolder folder;
  const std::string path = folder / "study.sweep";
  {
    auto local = createSqliteStudy(path, smallSpec());
    ASSERT_TRUE(writeOne(**local, completeTrial(0)));
    for (const std::string ending : {"", "-wal"})
      std::filesystem::copy_file(path + ending, folder / ("moved.sweep" + ending));
  }
  const auto before = fileContent(folder / "moved.sweep");
  {
    const FailingVfs remote(false);
    const auto opened = openSqliteStudy(folder / "moved.sweep", OpenMode::ReadWrite);
    ASSERT_FALSE(opened);
    EXPECT_THAT(opened.error().str(), HasSubstr("copy it with the files beside it to another disk"));
  }
  EXPECT_EQ(fileContent(folder / "moved.sweep"), before);
  const auto study = openSqliteStudy(folder / "moved.sweep", OpenMode::ReadOnly);
  ASSERT_TRUE(study) << study.error().str();
  EXPECT_EQ((*study)->load()->trials.size(), 1u);
}

class HangingDisk : public testing::Test, protected RunnerHarness {
protected:
  ~HangingDisk() override {
    hangs = false;
    close();
  }
  FailingVfs vfs;
  std::atomic<bool> hangs = false;
};

TEST_F(HangingDisk, F58_TrialsGoOnAndTheirResultsAreSavedLater) {
  vfs.setFault([this](Operation operation) {
    while (operation == Operation::Write && hangs)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return SQLITE_OK;
  });
  create(runnerSpec(12, 3));
  std::atomic<int> begun = 0;
  world.script = [&](const Job& job) {
    hangs = hangs || ++begun == 4;
    return printsLoss(job);
  };
  runner->run();
  ASSERT_TRUE(until([&] { return hangs && world.running == 0; }))
      << "running trials end while the disk hangs";
  const int shown = finished();
  EXPECT_LT(shown, static_cast<int>(world.jobs.size())) << "what is not on disk is not shown as finished";
  hangs = false;
  ASSERT_TRUE(until(StudyState::Finished));
  EXPECT_EQ(finished(), 12);
  close();
  EXPECT_EQ(stored().trials.size(), 12u);
}

} // namespace
} // namespace sweep
