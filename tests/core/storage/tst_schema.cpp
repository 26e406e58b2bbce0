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

class SchemaTest : public testing::Test {
protected:
  void SetUp() override { makeStudy(path, 2); }

  Database opened() { return *Database::open(path, Database::Access::ReadWrite); }

  TemporaryFolder folder;
  std::string path = folder / "study.sweep";
  std::vector<Migration> steps{migrations().begin(), migrations().end()};
};

TEST_F(SchemaTest, IsWrittenIntoTheHeader) {
  const auto bytes = fileContent(path);
  EXPECT_EQ(bytes.substr(0, 15), "SQLite format 3");
  EXPECT_EQ(bytes.substr(68, 4), "SWSC");
}

TEST_F(SchemaTest, MigratesAnOlderFileAndKeepsACopyOfIt) {
  steps.push_back(
      {newestVersion() + 1, "ALTER TABLE trial ADD COLUMN note TEXT; UPDATE trial SET note = 'new'"});
  auto database = opened();
  ASSERT_TRUE(migrate(database, path, steps));
  EXPECT_EQ(*database.integer("PRAGMA user_version"), newestVersion(steps));
  EXPECT_EQ(*database.integer("SELECT count(*) FROM trial WHERE note = 'new'"), 2);
  const auto copy = openSqliteStudy(path + ".bak-v" + std::to_string(newestVersion()), OpenMode::ReadOnly);
  ASSERT_TRUE(copy) << copy.error().str();
  EXPECT_EQ((*copy)->load()->trials.size(), 2u);
}

TEST_F(SchemaTest, OpensAStudyFromBeforeBudgets) {
  const std::string old = folder / "old.sweep";
  {
    writeFile(old, "");
    auto database = *Database::open(old, Database::Access::ReadWrite);
    ASSERT_TRUE(migrate(database, old, migrations().first(1)));
    ASSERT_TRUE(database.run("INSERT INTO study VALUES (1, 'name: old', 7.5, '')"));
    ASSERT_TRUE(database.run("INSERT INTO trial VALUES (0, '{\"x\":0.5}', 'complete', 0, NULL, '[0.25]', NULL, NULL, "
                             "NULL, '', 1, 42)"));
    ASSERT_TRUE(database.run("INSERT INTO attempt VALUES (0, 1, './train', 7, 8, 9, 10, 0, NULL, 1.5, 1.0, 5, 1)"));
  }
  const auto storage = openSqliteStudy(old, OpenMode::ReadWrite);
  ASSERT_TRUE(storage) << storage.error().str();
  const auto study = (*storage)->load();
  ASSERT_TRUE(study) << study.error().str();
  const auto& trial = study->trials.at(0);
  EXPECT_EQ(trial.value(), 0.25);
  EXPECT_FALSE(trial.bracket);
  EXPECT_TRUE(trial.verdict.empty());
  ASSERT_EQ(trial.attempts.size(), 1u);
  EXPECT_EQ(trial.attempts[0].wallSeconds, 1.5);
  EXPECT_FALSE(trial.attempts[0].budget || trial.attempts[0].resumed || trial.attempts[0].configuration);
  EXPECT_TRUE(trial.attempts[0].values.empty());
  Trial next = trial;
  next.number = 1;
  next.bracket = 2;
  ASSERT_TRUE(writeOne(**storage, next));
  EXPECT_EQ((*storage)->load()->trials.at(1), next);
}

TEST_F(SchemaTest, LeavesTheOldVersionWhenAStepFails) {
  steps.push_back({newestVersion() + 1, "ALTER TABLE trial ADD COLUMN note TEXT"});
  steps.push_back({newestVersion() + 2, "UPDATE no_such_table SET x = 1"});
  {
    auto database = opened();
    EXPECT_FALSE(migrate(database, path, steps));
  }
  auto storage = openSqliteStudy(path, OpenMode::ReadWrite);
  ASSERT_TRUE(storage) << storage.error().str();
  EXPECT_EQ((*storage)->load()->trials.size(), 2u);
  EXPECT_EQ(*opened().integer("PRAGMA user_version"), newestVersion());
}

TEST_F(SchemaTest, ReadsAnOlderFileThroughACopyInMemory) {
  steps.push_back(
      {newestVersion() + 1, "ALTER TABLE trial ADD COLUMN note TEXT; UPDATE trial SET note = 'new'"});
  const auto before = fileContent(path);
  auto older = *Database::open(path, Database::Access::ReadOnly);
  auto copy = migratedCopy(older, steps);
  ASSERT_TRUE(copy) << copy.error().str();
  EXPECT_EQ(*copy->integer("SELECT count(*) FROM trial WHERE note = 'new'"), 2);
  EXPECT_EQ(*copy->integer("PRAGMA user_version"), newestVersion(steps));
  EXPECT_EQ(fileContent(path), before);
}

TEST_F(SchemaTest, DoesNothingToACurrentFile) {
  const auto before = fileContent(path);
  auto database = opened();
  ASSERT_TRUE(migrate(database, path));
  EXPECT_EQ(fileContent(path), before);
}

} // namespace
} // namespace sweep
