// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "tests/core/storage/studies.h"
#include "tests/faults/app_process.h"

#include <algorithm>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sweep {
namespace {

using namespace test;
using testing::AnyOf;
using testing::HasSubstr;

constexpr std::size_t PageSize = 4096;

/// Any SQL on a file, as another program would run it.
void alter(const std::string& path, const std::string& sql) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &handle), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(handle);
  sqlite3_close(handle);
}

class StudyDamage : public testing::Test {
protected:
  void make(int trials) {
    makeStudy(path, trials);
    whole = fileContent(path);
  }

  /// What is shown of a file: trials that are there are as they were, and the file is left alone.
  std::size_t trialsShownOf(const std::string& bytes) {
    writeFile(path, bytes);
    const auto opened = openSqliteStudyIfPossible(path);
    EXPECT_EQ(fileContent(path), bytes) << "it was changed";
    if (!opened) {
      EXPECT_THAT(opened.error().str(), AnyOf(HasSubstr("is damaged"), HasSubstr("Nothing can be read"),
                                              HasSubstr("is not a Sweepscope study")));
      return 0;
    }
    EXPECT_TRUE((*opened)->readOnly());
    EXPECT_THAT((*opened)->notice().str(), HasSubstr(" trials could be read"));
    const auto study = (*opened)->load();
    EXPECT_TRUE(study);
    std::size_t shown = 0;
    for (const auto& trial : study->trials)
      shown += trial == completeTrial(trial.number);
    return shown;
  }

  /// A study that was killed with trials in its log: its file and its log.
  void makeLeft(int trials) {
    auto storage = createSqliteStudy(folder / "open.sweep", smallSpec());
    for (int i = 0; i < trials; ++i)
      ASSERT_TRUE(writeOne(**storage, completeTrial(i)));
    for (const std::string ending : {"", "-wal"})
      std::filesystem::copy_file(folder / ("open.sweep" + ending), path + ending);
  }

  std::size_t trialsIn(OpenMode mode) const {
    const auto storage = openSqliteStudy(path, mode);
    EXPECT_TRUE(storage) << storage.error().str();
    return storage ? (*storage)->load()->trials.size() : 0;
  }

  TemporaryFolder folder;
  std::string path = folder / "study.sweep";
  std::string whole;
};

TEST_F(StudyDamage, F47_WhicheverPageIsOverwrittenTheOthersAreShown) {
  make(200);
  std::size_t shown = 0;
  const std::size_t pages = whole.size() / PageSize;
  for (std::size_t page = 0; page < pages; ++page) {
    SCOPED_TRACE("page " + std::to_string(page));
    auto damaged = whole;
    Rng rng(page);
    for (std::size_t i = 0; i < PageSize; ++i)
      damaged[page * PageSize + i] = static_cast<char>(rng());
    shown += trialsShownOf(damaged);
  }
  EXPECT_GT(shown, pages * 200 / 2) << "more than half, over all";
}

TEST_F(StudyDamage, F47_WhereverItIsCutOffTheRestIsShown) {
  make(60);
  std::size_t last = 0;
  for (std::size_t size = 512; size < whole.size(); size += 512) {
    SCOPED_TRACE(size);
    last = trialsShownOf(whole.substr(0, size));
  }
  EXPECT_GT(last, 20u) << "without its last half page";
}

TEST_F(StudyDamage, F47_WithoutItsHeaderEverythingIsShown) {
  make(60);
  EXPECT_EQ(trialsShownOf(std::string(100, '\0') + whole.substr(100)), 60u);
}

TEST_F(StudyDamage, F47_WhatWasSalvagedGoesOnAsACopy) {
  make(60);
  trialsShownOf(std::string(100, '\0') + whole.substr(100));
  const auto shown = openSqliteStudyIfPossible(path);
  ASSERT_TRUE(writeSqliteStudy(folder / "copy.sweep", *(*shown)->load()));
  auto copy = openSqliteStudy(folder / "copy.sweep", OpenMode::ReadWrite);
  ASSERT_TRUE(copy) << copy.error().str();
  EXPECT_TRUE(writeOne(**copy, completeTrial(60)));
}

TEST_F(StudyDamage, F48_TheLogOfAnotherStudyIsNotTaken) {
  make(5);
  {
    auto other = createSqliteStudy(folder / "other.sweep", smallSpec());
    for (int i = 0; i < 3; ++i)
      ASSERT_TRUE(writeOne(**other, waitingTrial(i)));
    std::filesystem::copy_file(folder / "other.sweep-wal", path + "-wal");
  }
  const auto opened = openSqliteStudyIfPossible(path);
  ASSERT_TRUE(opened) << opened.error().str();
  EXPECT_TRUE((*opened)->readOnly());
  EXPECT_THAT((*opened)->notice().str(), HasSubstr("study.sweep-wal, do not belong together"));
  const auto study = *(*opened)->load();
  for (const auto& trial : study.trials)
    EXPECT_EQ(trial, completeTrial(trial.number));
  EXPECT_EQ(study.trials.size(), 5u);
  EXPECT_EQ(fileContent(path), whole);
  std::filesystem::rename(path + "-wal", folder / "moved");
  EXPECT_EQ(trialsIn(OpenMode::ReadWrite), 5u) << "the way out that the sentence names";
}

TEST_F(StudyDamage, F48_AnUnreadableLogIsPassedOver) {
  for (const std::size_t damagedFrom : {std::size_t{0}, std::size_t{32}, std::size_t{5000}}) {
    std::filesystem::remove(path);
    std::filesystem::remove(folder / "open.sweep");
    std::filesystem::remove(path + "-wal");
    makeLeft(6);
    auto log = fileContent(path + "-wal");
    ASSERT_GT(log.size(), damagedFrom + 100);
    for (std::size_t i = damagedFrom; i < damagedFrom + 100; ++i)
      log[i] = static_cast<char>(~log[i]);
    writeFile(path + "-wal", log);
    const auto opened = openSqliteStudyIfPossible(path);
    ASSERT_TRUE(opened) << opened.error().str();
    const auto shown = *(*opened)->load();
    for (const auto& trial : shown.trials)
      EXPECT_EQ(trial, completeTrial(trial.number));
  }
}

TEST_F(StudyDamage, F48_AMissingLogIsMissed) {
  {
    auto storage = createSqliteStudy(path, smallSpec());
    ASSERT_TRUE(writeOne(**storage, completeTrial(0)));
    std::filesystem::copy(path + "-lock", folder / "lock");
    std::filesystem::copy(path, folder / "file");
  }
  std::filesystem::rename(folder / "file", path);
  // As left behind by an instance of this machine's start that is gone.
  auto holder = fileContent(folder / "lock");
  writeFile(path + "-lock", "1 " + holder.substr(holder.find(' ') + 1));
  const auto opened = openSqliteStudy(path, OpenMode::ReadWrite);
  ASSERT_TRUE(opened) << opened.error().str();
  EXPECT_THAT((*opened)->notice().str(), HasSubstr("the file study.sweep-wal that belongs to it is gone"));
}

TEST_F(StudyDamage, F48_AStaleIndexOfTheLogIsMadeAnew) {
  makeLeft(4);
  writeFile(path + "-shm", std::string(32768, '\x5a'));
  EXPECT_EQ(trialsIn(OpenMode::ReadWrite), 4u);
}

/// A study from a network's disk, where there is no write-ahead log: killed in the middle of a write, it has a journal.
TEST_F(StudyDamage, F48_AJournalIsRolledBackAndWithoutItTheStudyIsSoundOrSalvaged) {
  make(20);
  alter(path, "PRAGMA journal_mode = DELETE");
  whole = fileContent(path);
  const int out = fork();
  if (out == 0) {
    sqlite3* handle = nullptr;
    sqlite3_open(path.c_str(), &handle);
    sqlite3_exec(handle,
                 "PRAGMA cache_size = 1; PRAGMA synchronous = OFF; BEGIN; UPDATE trial SET seed = seed + 1, "
                 "origin = origin || origin; "
                 "DELETE FROM report WHERE trial > 4",
                 nullptr, nullptr, nullptr);
    _exit(0);
  }
  waitpid(out, nullptr, 0);
  ASSERT_TRUE(std::filesystem::exists(path + "-journal")) << "the write was under way";
  const auto torn = fileContent(path);
  const auto journal = fileContent(path + "-journal");
  ASSERT_EQ(trialsIn(OpenMode::ReadWrite), 20u);
  const auto study = *(*openSqliteStudy(path, OpenMode::ReadOnly))->load();
  for (const auto& trial : study.trials)
    EXPECT_EQ(trial, completeTrial(trial.number));
  std::filesystem::remove(path + "-journal");
  writeFile(path, torn);
  std::filesystem::remove(path + "-wal");
  const auto opened = openSqliteStudyIfPossible(path);
  EXPECT_TRUE(opened ? !(*opened)->notice().empty() : !opened.error().empty())
      << "a part of a write is not taken for the whole";
}

TEST_F(StudyDamage, F51_WhatIsNoFileIsRefusedAtOnce) {
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{AF_UNIX, {}};
  const std::string place = folder / "socket.sweep";
  std::copy(place.begin(), place.end(), address.sun_path);
  ASSERT_EQ(bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  std::filesystem::create_symlink("loop.sweep", folder / "loop.sweep");
  std::filesystem::create_symlink("gone", folder / "dangling.sweep");
  for (const std::string name : {"/dev/zero", "/dev/null", "/proc/self/mem", "/dev/random", place.c_str()})
    for (const auto& opened : {readSqliteStudy(name).ok(), openSqliteStudyIfPossible(name).ok()})
      EXPECT_FALSE(opened) << name;
  for (const std::string name : {"loop.sweep", "dangling.sweep"})
    EXPECT_FALSE(openSqliteStudyIfPossible(folder / name)) << name;
  close(socket);
  const auto app = runApp(folder.path(), {"best", "/dev/zero"});
  EXPECT_EQ(app.exitCode, 2);
  EXPECT_THAT(app.errors, HasSubstr("/dev/zero is not a file"));
}

TEST_F(StudyDamage, F51_ATerabyteOfNothingIsNotCopied) {
  writeFile(path, "");
  if (truncate(path.c_str(), off_t{1} << 40) != 0)
    GTEST_SKIP() << "no sparse files here";
  const auto app = runApp(folder.path(), {"best", "study.sweep"});
  EXPECT_EQ(app.exitCode, 2);
  EXPECT_THAT(app.errors, HasSubstr("is not a Sweepscope study"));
}

TEST_F(StudyDamage, F51_AStudyThatWasBlownUpToATerabyteIsNotCopiedEither) {
  make(3);
  if (truncate(path.c_str(), off_t{1} << 40) != 0)
    GTEST_SKIP() << "no sparse files here";
  const auto app = runApp(folder.path(), {"trials", "study.sweep"});
  EXPECT_EQ(app.exitCode, 0) << app.errors;
  EXPECT_THAT(app.output, HasSubstr("\n2,"));
}

/// What is done to a study's file to make it do something.
struct Hostility {
  const char* name;
  const char* sql;
  friend void PrintTo(const Hostility& hostility, std::ostream* out) { *out << hostility.name; }
};

class HostileSchema : public StudyDamage, public testing::WithParamInterface<Hostility> {};

TEST_P(HostileSchema, F52_RunsNothingAndHarmsNothing) {
  make(2);
  alter(path, std::string("PRAGMA writable_schema = ON; ") + GetParam().sql);
  const auto before = fileContent(path);
  const auto app = runApp(folder.path(), {"trials", "study.sweep"});
  EXPECT_NE(app.exitCode, -1) << "it ends by itself";
  EXPECT_TRUE(app.exitCode == 0 || app.errors.find("study.sweep") != std::string::npos) << app.errors;
  EXPECT_EQ(fileContent(path), before);
  EXPECT_FALSE(std::filesystem::exists(folder / "harm"));
}

INSTANTIATE_TEST_SUITE_P(
    Files, HostileSchema,
    testing::Values(
        Hostility{
            "ViewWithoutEnd",
            "ALTER TABLE trial RENAME TO t; CREATE VIEW trial AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
            "SELECT i + 1 FROM n) SELECT i AS number FROM n"},
        Hostility{"Trigger", "CREATE TRIGGER t AFTER UPDATE ON study BEGIN DELETE FROM trial; END"},
        Hostility{"TablesWithOtherColumns", "DROP TABLE attempt; CREATE TABLE attempt (a, b)"},
        Hostility{"NumbersAsTexts",
                  "DROP TABLE report; CREATE TABLE report (trial, position, metric, step, time, value); "
                  "INSERT INTO "
                  "report VALUES ('x', 'y', 'z', x'00', 'nan', x'ff'), (0, -1, 99, 1e300, 1, 1)"},
        Hostility{"IndexWithAnExpression", "CREATE INDEX sly ON trial (abs(number) COLLATE NOCASE)"},
        Hostility{"GeneratedColumn", "ALTER TABLE trial ADD COLUMN sly TEXT AS (hex(zeroblob(100000000)))"},
        Hostility{"CheckThatCalls", "DROP TABLE metric; CREATE TABLE metric (id INTEGER, name TEXT CHECK "
                                    "(load_extension('./harm')))"},
        Hostility{"VirtualTable", "INSERT INTO sqlite_schema VALUES ('table', 'sly', 'sly', 0, 'CREATE "
                                  "VIRTUAL TABLE sly USING fts5(a)')"},
        Hostility{"NoSchemaText", "UPDATE sqlite_schema SET sql = NULL WHERE name = 'trial'"},
        Hostility{"WrongSchemaText",
                  "UPDATE sqlite_schema SET sql = 'CREATE TABLE trial (' WHERE name = 'trial'"},
        Hostility{"TwoTablesOnOnePage", "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM "
                                        "sqlite_schema WHERE name = 'study') WHERE "
                                        "name = 'trial'"},
        Hostility{"RootBeyondTheFile",
                  "UPDATE sqlite_schema SET rootpage = 2000000000 WHERE name = 'report'"},
        Hostility{"LargePages", "PRAGMA journal_mode = DELETE; PRAGMA page_size = 65536; VACUUM"},
        Hostility{"OtherEncoding", "DROP TABLE study; CREATE TABLE study (id INTEGER, spec BLOB, run_seconds "
                                   "REAL, boot_id TEXT); INSERT INTO "
                                   "study VALUES (1, x'ff00fe01', 9e999, x'ff')"},
        Hostility{"HugeText", "UPDATE study SET spec = hex(zeroblob(3000000)); UPDATE trial SET "
                              "configuration = hex(zeroblob(4000000))"},
        Hostility{"DeepConfiguration",
                  "UPDATE trial SET configuration = replace(hex(zeroblob(100000)), '00', '[') "},
        Hostility{"FarNumbers", "UPDATE trial SET number = 9223372036854775807 WHERE number = 1; UPDATE "
                                "attempt SET first_report = "
                                "9223372036854775807"},
        Hostility{"NegativeNumbers", "UPDATE trial SET number = -5 WHERE number = 0; UPDATE trial SET "
                                     "finish_order = -9 WHERE number = 1"}),
    [](const auto& file) { return std::string(file.param.name); });

} // namespace
} // namespace sweep
