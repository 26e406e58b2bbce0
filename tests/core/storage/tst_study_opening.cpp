// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/schema.h"
#include "tests/core/storage/studies.h"
#include "tests/support/temporary_folder.h"

#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sweep {
namespace {

using test::fileContent;
using test::TemporaryFolder;
using test::writeFile;

using testing::HasSubstr;
using testing::StartsWith;

/// Any SQLite file, made without this program's help.
void makeForeign(const std::string& path, const std::string& sql) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &handle), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(handle);
  sqlite3_close(handle);
}

class StudyOpeningTest : public testing::TestWithParam<OpenMode> {
protected:
  std::string sentence() const {
    const auto opened = openSqliteStudy(path, GetParam());
    return opened ? "opened" : opened.error().str();
  }

  TemporaryFolder folder;
  std::string path = folder / "study.sweep";
};

TEST_P(StudyOpeningTest, SaysThatAFileIsMissing) {
  EXPECT_THAT(sentence(), StartsWith(path + " is not there."));
}

TEST_P(StudyOpeningTest, SaysThatItIsAFolder) {
  std::filesystem::create_directory(path);
  EXPECT_THAT(sentence(), StartsWith(path + " is a folder."));
}

TEST_P(StudyOpeningTest, SaysThatItIsEmptyAndLeavesItSo) {
  writeFile(path, "");
  EXPECT_THAT(sentence(), HasSubstr("is empty (0 bytes)"));
  EXPECT_EQ(std::filesystem::file_size(path), 0u);
}

TEST_P(StudyOpeningTest, DoesNotWaitForAPipe) {
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  EXPECT_THAT(sentence(), HasSubstr("is not a file"));
}

TEST_P(StudyOpeningTest, LeavesATextFileAlone) {
  const std::string text = "program: train.py\nmethod: random\n" + std::string(5000, '#');
  writeFile(path, text);
  EXPECT_THAT(sentence(), HasSubstr("is not a Sweepscope study"));
  EXPECT_EQ(fileContent(path), text);
}

TEST_P(StudyOpeningTest, LeavesAnotherProgramsFileAlone) {
  makeForeign(path, "CREATE TABLE moz_places (id INTEGER); PRAGMA application_id = 12345");
  const auto before = fileContent(path);
  EXPECT_THAT(sentence(), HasSubstr("an SQLite file of another program"));
  EXPECT_EQ(fileContent(path), before);
}

TEST_P(StudyOpeningTest, RefusesANewerFileAndLeavesItAlone) {
  makeStudy(path, 3);
  const auto newer = std::to_string(newestVersion() + 6);
  makeForeign(path, "PRAGMA user_version = " + newer);
  const auto before = fileContent(path);
  EXPECT_THAT(sentence(), testing::AllOf(HasSubstr("newer Sweepscope"), HasSubstr("file version " + newer)));
  EXPECT_EQ(fileContent(path), before);
  EXPECT_FALSE(std::filesystem::exists(path + "-lock"));
}

TEST_P(StudyOpeningTest, RefusesAFileThatBringsItsOwnTriggers) {
  makeStudy(path, 1);
  makeForeign(path, "CREATE TRIGGER sly AFTER UPDATE ON trial BEGIN DELETE FROM trial; END");
  EXPECT_THAT(sentence(), HasSubstr("contains \"sly\""));
}

TEST_P(StudyOpeningTest, SaysThatATableIsMissing) {
  makeStudy(path, 1);
  makeForeign(path, "DROP TABLE report");
  EXPECT_THAT(sentence(), HasSubstr("is damaged (a table is missing)"));
}

TEST_P(StudyOpeningTest, SaysWhichTrialCannotBeRead) {
  makeStudy(path, 3);
  makeForeign(path, "UPDATE trial SET state = 'dancing' WHERE number = 1");
  auto opened = openSqliteStudy(path, GetParam());
  ASSERT_TRUE(opened);
  const auto study = (*opened)->load();
  ASSERT_FALSE(study);
  EXPECT_THAT(study.error().str(), HasSubstr("about trial 1 cannot be read"));
}

TEST_P(StudyOpeningTest, OpensNamesThatMeanSomethingInAnUri) {
  path = folder / "100% sure? #1 &c=d.sweep";
  makeStudy(path, 2);
  EXPECT_EQ(sentence(), "opened");
  EXPECT_EQ((*openSqliteStudy(path, GetParam()))->path(), path);
}

INSTANTIATE_TEST_SUITE_P(Modes, StudyOpeningTest, testing::Values(OpenMode::ReadWrite, OpenMode::ReadOnly),
                         [](const auto& mode) {
                           return mode.param == OpenMode::ReadOnly ? std::string("ReadOnly")
                                                                   : std::string("ReadWrite");
                         });

TEST(StudyCreation, RefusesWhatIsThere) {
  const TemporaryFolder folder;
  const auto path = folder / "notes.sweep";
  writeFile(path, "mine");
  const auto made = createSqliteStudy(path, smallSpec());
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().str(), HasSubstr("is there already"));
  EXPECT_EQ(fileContent(path), "mine");
}

TEST(StudyCreation, SaysThatTheFolderIsMissing) {
  const TemporaryFolder folder;
  const auto made = createSqliteStudy(folder / "no/such/study.sweep", smallSpec());
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().str(), HasSubstr("cannot be made (No such file or directory)"));
}

TEST(StudyCreation, LeavesOneFileWhenItIsClosed) {
  const TemporaryFolder folder;
  makeStudy(folder / "study.sweep", 2);
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    names.push_back(entry.path().filename());
  EXPECT_THAT(names, testing::ElementsAre("study.sweep"));
}

TEST(StudyCreation, GoesOverWhatWasLeftHalfMade) {
  const TemporaryFolder folder;
  writeFile(folder / "study.sweep.part", "half");
  EXPECT_TRUE(createSqliteStudy(folder / "study.sweep", smallSpec()));
  EXPECT_FALSE(std::filesystem::exists(folder / "study.sweep.part"));
}

TEST(ReadOnlyFolder, LetsAStudyBeReadButNotRun) {
  if (geteuid() == 0)
    GTEST_SKIP() << "root may write everywhere";
  const TemporaryFolder folder;
  const auto path = folder / "study.sweep";
  makeStudy(path, 2);
  ASSERT_EQ(chmod(folder.path().c_str(), 0500), 0);
  const auto refused = openSqliteStudy(path, OpenMode::ReadWrite);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().str(), HasSubstr("is read-only (Permission denied)"));
  auto opened = openSqliteStudy(path, OpenMode::ReadOnly);
  ASSERT_TRUE(opened) << opened.error().str();
  EXPECT_EQ((*opened)->load()->trials.size(), 2u);
}

} // namespace
} // namespace sweep
