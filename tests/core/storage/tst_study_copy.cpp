// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/storage/studies.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <gmock/gmock.h>

namespace sweep {
namespace {

using test::fileContent;
using test::TemporaryFolder;
using test::writeFile;
using testing::ElementsAre;
using testing::HasSubstr;

StoredStudy smallStudy() {
  StoredStudy study;
  study.spec = smallSpec();
  study.trials = {completeTrial(0), waitingTrial(1), completeTrial(2)};
  study.finishOrder = {2, 0};
  study.runSeconds = 3.5;
  return study;
}

StoredStudy loaded(const std::string& path, OpenMode mode = OpenMode::ReadWrite) {
  auto storage = openSqliteStudy(path, mode);
  EXPECT_TRUE(storage) << storage.error().str();
  return storage ? *(*storage)->load() : StoredStudy();
}

void expectWhole(const StoredStudy& study) {
  EXPECT_EQ(study.spec, smallStudy().spec);
  EXPECT_EQ(study.trials, smallStudy().trials);
  EXPECT_EQ(study.finishOrder, smallStudy().finishOrder);
  EXPECT_EQ(study.runSeconds, 3.5);
}

class StudyCopyTest : public testing::Test {
protected:
  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
      all.push_back(entry.path().filename());
    std::ranges::sort(all);
    return all;
  }

  TemporaryFolder folder;
  std::string copy = folder / "copy.sweep";
};

TEST_F(StudyCopyTest, HoldsEverythingInOneFile) {
  const auto done = writeSqliteStudy(copy, smallStudy());
  ASSERT_TRUE(done) << done.error().str();
  EXPECT_THAT(names(), ElementsAre("copy.sweep"));
  expectWhole(loaded(copy));
}

TEST_F(StudyCopyTest, ReplacesWhatWasThere) {
  writeFile(copy, "something else");
  ASSERT_TRUE(writeSqliteStudy(copy, smallStudy()));
  expectWhole(loaded(copy));
}

TEST_F(StudyCopyTest, IsNotSpoiltByTheLogOfTheStudyThatItReplaces) {
  makeStudy(copy, 3);
  {
    auto left = openSqliteStudy(copy, OpenMode::ReadWrite);
    ASSERT_TRUE(writeOne(**left, completeTrial(3)));
    for (const char* name : {"copy.sweep", "copy.sweep-wal"})
      std::filesystem::copy_file(folder / name, folder / (std::string("left-") + name));
  }
  // As a program that was killed leaves it.
  for (const char* name : {"copy.sweep", "copy.sweep-wal"})
    std::filesystem::rename(folder / (std::string("left-") + name), folder / name);
  ASSERT_TRUE(writeSqliteStudy(copy, smallStudy()));
  expectWhole(loaded(copy));
}

TEST_F(StudyCopyTest, NeverReplacesAStudyThatIsOpenForRunning) {
  auto open = createSqliteStudy(copy, smallSpec());
  const auto refused = writeSqliteStudy(copy, smallStudy());
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().str(), HasSubstr("is open in another Sweepscope"));
  EXPECT_TRUE(writeOne(**open, completeTrial(0)));
}

TEST_F(StudyCopyTest, AFolderThatIsNotThereGetsASentence) {
  const auto done = writeSqliteStudy(folder / "absent/copy.sweep", smallStudy());
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().str(), HasSubstr("absent/copy.sweep"));
}

} // namespace
} // namespace sweep
