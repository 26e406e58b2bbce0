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

class StudyCopyTest : public testing::Test {
protected:
  void SetUp() override {
    auto made = createSqliteStudy(path, smallSpec());
    ASSERT_TRUE(made) << made.error().str();
    storage = std::move(*made);
    const std::vector<Storage::TrialChange> changes = {{completeTrial(0), 0}};
    ASSERT_TRUE(storage->write(changes, 1.0));
  }

  TemporaryFolder folder;
  std::string path = folder / "study.sweep";
  std::string copy = folder / "copy.sweep";
  std::unique_ptr<Storage> storage;
};

TEST_F(StudyCopyTest, ACopyOfAnOpenStudyIsWhole) {
  const auto done = copySqliteStudy(path, copy);
  ASSERT_TRUE(done) << done.error().str();
  auto opened = openSqliteStudy(copy, OpenMode::ReadWrite);
  ASSERT_TRUE(opened) << opened.error().str();
  const auto study = (*opened)->load();
  ASSERT_TRUE(study);
  EXPECT_EQ(study->spec, smallSpec());
  EXPECT_THAT(study->trials, testing::ElementsAre(completeTrial(0)));
}

TEST_F(StudyCopyTest, ReplacesAnOlderCopy) {
  writeFile(copy, "something else");
  ASSERT_TRUE(copySqliteStudy(path, copy));
  EXPECT_TRUE(openSqliteStudy(copy, OpenMode::ReadOnly));
}

TEST_F(StudyCopyTest, IsNeverTheStudyItself) {
  EXPECT_FALSE(copySqliteStudy(path, folder / "./study.sweep"));
  EXPECT_TRUE(storage->load());
}

TEST_F(StudyCopyTest, AFolderThatIsNotThereGetsASentence) {
  const auto done = copySqliteStudy(path, folder / "absent/copy.sweep");
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().str(), testing::HasSubstr("absent/copy.sweep"));
}

} // namespace
} // namespace sweep
