// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/schema.h"
#include "tests/core/storage/studies.h"
#include "tests/support/temporary_folder.h"

#include <gmock/gmock.h>

namespace sweep {
namespace {

using test::fileContent;
using test::TemporaryFolder;
using test::writeFile;

/// A study with something in every column that version 1 had.
StoredStudy studyOfVersion1() {
  StoredStudy study;
  study.spec = smallSpec();
  study.spec.description = "One of each: ü, \"quotes\", two\nlines";
  for (int i = 0; i < 6; ++i)
    study.trials.push_back(completeTrial(i, i + 1));
  Trial failed = waitingTrial(6);
  failed.state = TrialState::Failed;
  failed.failure =
      Failure{FailureClass::ExitCode, Message("Ended with exit code %1.", {"3"}), "Traceback:\nlast line"};
  failed.attempts = completeTrial(6).attempts;
  failed.attempts.front().exitCode = 3;
  failed.attempts.push_back(failed.attempts.front());
  failed.attempts.back().number = 2;
  failed.attempts.back().exitCode.reset();
  failed.attempts.back().signal = 9;
  study.trials.push_back(failed);
  Trial pruned = completeTrial(7);
  pruned.state = TrialState::Pruned;
  study.trials.push_back(pruned);
  Trial paused = completeTrial(8);
  paused.state = TrialState::Paused;
  paused.values.clear();
  paused.fromSampler = false;
  study.trials.push_back(paused);
  study.trials.push_back(waitingTrial(9));
  study.finishOrder = {3, 0, 1, 2, 4, 6, 5, 7};
  study.runSeconds = 12.5;
  return study;
}

std::string fileOfVersion(int version) {
  return TEST_DATA_DIR "/studies/version-" + std::to_string(version) + ".sweep";
}

class OldStudy : public testing::TestWithParam<int> {
protected:
  void SetUp() override {
    ASSERT_TRUE(std::filesystem::exists(fileOfVersion(GetParam())))
        << "keep a file of every version: see OldStudies.DISABLED_WriteOneOfThisVersion";
    writeFile(path, fileContent(fileOfVersion(GetParam())));
  }
  void expectWhole(Storage& storage) const {
    const auto study = storage.load();
    ASSERT_TRUE(study) << study.error().str();
    const auto expected = studyOfVersion1();
    EXPECT_EQ(study->spec, expected.spec);
    EXPECT_EQ(study->trials, expected.trials);
    EXPECT_EQ(study->finishOrder, expected.finishOrder);
    EXPECT_EQ(study->runSeconds, expected.runSeconds);
    EXPECT_FALSE(study->sameBoot);
  }

  TemporaryFolder folder;
  std::string path = folder / "old.sweep";
};

TEST_P(OldStudy, F50_IsBroughtUpToDateWithEverythingInItAndKeptBesideAsItWas) {
  {
    auto storage = openSqliteStudy(path, OpenMode::ReadWrite);
    ASSERT_TRUE(storage) << storage.error().str();
    expectWhole(**storage);
    EXPECT_TRUE(writeOne(**storage, completeTrial(9)));
  }
  const std::string kept = path + ".bak-v" + std::to_string(GetParam());
  EXPECT_EQ(std::filesystem::exists(kept), GetParam() < newestVersion());
  auto database = Database::open(path, Database::Access::ReadOnly);
  ASSERT_TRUE(database);
  EXPECT_EQ(*database->integer("PRAGMA user_version"), newestVersion());
}

TEST_P(OldStudy, F50_IsReadWithoutBeingTouched) {
  const auto before = fileContent(path);
  auto storage = openSqliteStudy(path, OpenMode::ReadOnly);
  ASSERT_TRUE(storage) << storage.error().str();
  expectWhole(**storage);
  EXPECT_EQ(fileContent(path), before);
}

INSTANTIATE_TEST_SUITE_P(EveryVersion, OldStudy, testing::Range(1, newestVersion() + 1));

/// For a new schema version: SWEEPSCOPE_WRITE_STUDY=tests/data/studies/version-N.sweep core_storage_tests
/// --gtest_also_run_disabled_tests --gtest_filter=*WriteOneOfThisVersion
TEST(OldStudies, DISABLED_WriteOneOfThisVersion) {
  const char* path = std::getenv("SWEEPSCOPE_WRITE_STUDY");
  ASSERT_TRUE(path);
  const auto written = writeSqliteStudy(path, studyOfVersion1());
  ASSERT_TRUE(written) << written.error().str();
  auto database = Database::open(path, Database::Access::ReadWrite);
  ASSERT_TRUE(database && database->run("UPDATE study SET boot_id = 'of a machine long ago'"));
}

} // namespace
} // namespace sweep
