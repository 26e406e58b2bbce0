// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/checkpoint_cleaner.h"
#include "tests/support/plain_user.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <gmock/gmock.h>
#include <mutex>
#include <set>
#include <sys/stat.h>
#include <thread>

namespace sweep {
namespace {

using test::TemporaryFolder;
using test::writeFile;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;
namespace fs = std::filesystem;
using Kind = CheckpointNames::Name::Kind;

StudySpec continuing() {
  StudySpec made;
  made.budget = Budget{"epoch", 1, 9, BudgetWay::Continue};
  return made;
}

/// The blocks that it takes, as the system counts them.
std::int64_t blocksOf(const fs::path& path) {
  const auto own = [](const fs::path& one) {
    struct stat status {};
    return lstat(one.c_str(), &status) == 0 ? std::int64_t{status.st_blocks} * 512 : 0;
  };
  std::int64_t bytes = own(path);
  if (fs::is_directory(fs::symlink_status(path)))
    for (const auto& entry : fs::recursive_directory_iterator(path))
      bytes += own(entry.path());
  return bytes;
}

class CheckpointCleanerTest : public testing::Test {
protected:
  CheckpointCleanerTest() { fs::create_directories(trial(7)); }

  fs::path trial(int number) const { return folder.path() / "trials" / ("0000" + std::to_string(number)); }
  void save(const std::string& name, std::size_t bytes = 5000) {
    writeFile((trial(7) / name).string(), std::string(bytes, 'w'));
  }
  void saveFolder(const std::string& name) {
    fs::create_directories(trial(7) / name / "deep");
    save(name + "/weights");
    save(name + "/deep/optimiser");
  }
  std::set<std::string> left() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(trial(7)))
      names.insert(entry.path().filename().string());
    return names;
  }

  /// Looks at the folders and waits for the end of it.
  void look(std::vector<KeptInFolder> kept, bool countsOnly = false, const StudySpec& spec = continuing()) {
    CheckpointCleaner cleaner(Checkpoints(spec, (folder.path() / "trials").string()), countsOnly,
                              [this](CheckpointCleaner::Told what) {
                                const std::lock_guard lock(mutex);
                                total = what.news.total;
                                for (const auto& [number, use] : what.news.trials)
                                  uses[number] = use;
                                if (!what.problem.empty())
                                  problems.push_back(what.problem.str());
                              });
    cleaner.look(std::move(kept));
    while (cleaner.isBusy())
      std::this_thread::yield();
  }
  static KeptInFolder keep(std::set<int> attempts, std::vector<int> newest = {}, int lastAttempt = 9) {
    return {7, lastAttempt, std::move(attempts), std::move(newest), false, {}};
  }

  TemporaryFolder folder;
  std::mutex mutex;
  CheckpointUse total;
  std::map<int, CheckpointUse> uses;
  std::vector<std::string> problems;
};

TEST(CheckpointNames, AreReadAsTheyAreWritten) {
  const CheckpointNames names(continuing());
  for (const int attempt : {1, 2, 17}) {
    const auto own = names.read(names.own(attempt));
    ASSERT_TRUE(own);
    EXPECT_EQ(own->kind, Kind::Own);
    EXPECT_EQ(own->attempt, attempt);
    const auto copy = names.read(names.copy({123456, 3}, attempt));
    ASSERT_TRUE(copy);
    EXPECT_EQ(copy->kind, Kind::Copy);
    EXPECT_EQ(copy->attempt, attempt);
  }
  EXPECT_EQ(names.read(names.copy({1, 3}, 5) + ".part")->kind, Kind::Part);
  EXPECT_EQ(names.read(names.own(5) + ".removed")->kind, Kind::Removed);
  for (const auto* other : {"checkpoint", "checkpoint-", "checkpoint-02", "checkpoint-0", "checkpoint-1x",
                            "checkpoint--1", "checkpoint-2.pt", "checkpoint-2.part", "checkpoints",
                            "from-00001-3", "from-", "stdout.log", "", ".removed", "checkpoint-99999999999"})
    EXPECT_FALSE(names.read(other)) << other;
  const CheckpointNames alone{StudySpec()};
  EXPECT_EQ(alone.own(1), "checkpoint");
  EXPECT_TRUE(alone.read("checkpoint"));
  EXPECT_TRUE(alone.read("checkpoint-2"));
  EXPECT_FALSE(alone.read("checkpoint-1")) << "no attempt saves there";
}

TEST_F(CheckpointCleanerTest, DeletesWhatIsNotToBeKeptAndNothingElse) {
  saveFolder("checkpoint-1");
  save("checkpoint-2");
  saveFolder("checkpoint-3");
  save("stdout.log");
  save("checkpoint");
  save("checkpoint-2.pt");
  saveFolder("model");
  look({keep({3})});
  EXPECT_THAT(left(), ElementsAre("checkpoint", "checkpoint-2.pt", "checkpoint-3", "model", "stdout.log"));
  EXPECT_THAT(problems, IsEmpty());
}

TEST_F(CheckpointCleanerTest, KeepsTheFirstOfTheNewestThatIsThere) {
  save("checkpoint-1");
  save("checkpoint-2");
  save("checkpoint-3", 0);
  fs::create_directory(trial(7) / "checkpoint-4");
  look({keep({}, {5, 4, 3, 2, 1})});
  EXPECT_THAT(left(), ElementsAre("checkpoint-2")) << "what is empty cannot be used";
}

TEST_F(CheckpointCleanerTest, LetsLaterAttemptsBe) {
  save("checkpoint-1");
  save("checkpoint-2");
  save("from-00003-1-for-2");
  save("from-00003-1-for-2.part");
  look({keep({}, {}, 1)});
  EXPECT_THAT(left(), ElementsAre("checkpoint-2", "from-00003-1-for-2", "from-00003-1-for-2.part"));
  EXPECT_EQ(total, CheckpointUse());
}

TEST_F(CheckpointCleanerTest, CopiesGoOnceTheyAreReadWhateverTheRule) {
  for (const auto* name : {"from-00003-1-for-2", "from-00003-4-for-3", "from-00003-4-for-3.part",
                           "checkpoint-1", "checkpoint-2"})
    save(name);
  auto all = keep({});
  all.all = true;
  all.reading = {3};
  look({all});
  EXPECT_THAT(left(),
              ElementsAre("checkpoint-1", "checkpoint-2", "from-00003-4-for-3", "from-00003-4-for-3.part"));
}

TEST_F(CheckpointCleanerTest, LinksAreLinks) {
  const auto outside = folder.path() / "outside";
  fs::create_directories(outside);
  writeFile((outside / "precious").string(), "x");
  fs::create_directory_symlink(outside, trial(7) / "checkpoint-1");
  fs::create_symlink(outside / "precious", trial(7) / "checkpoint-2");
  saveFolder("checkpoint-3");
  fs::create_directory_symlink(outside, trial(7) / "checkpoint-3" / "inside");
  fs::create_directory_symlink(outside, trial(7) / "checkpoint-4");
  look({keep({}, {4})});
  EXPECT_THAT(left(), ElementsAre("checkpoint-4")) << "a link that leads to something can be used";
  EXPECT_EQ(total.bytes, blocksOf(trial(7) / "checkpoint-4"));
  EXPECT_TRUE(fs::exists(outside / "precious"));
  EXPECT_THAT(problems, IsEmpty());
}

TEST_F(CheckpointCleanerTest, ALinkInThePlaceOfATrialsFolderIsNotEntered) {
  save("checkpoint-1");
  fs::create_directory_symlink(trial(7), trial(8));
  auto other = keep({});
  other.trial = 8;
  look({other});
  EXPECT_THAT(left(), ElementsAre("checkpoint-1"));
  EXPECT_EQ(total, CheckpointUse());
}

TEST_F(CheckpointCleanerTest, CountsWhatTheSystemCounts) {
  saveFolder("checkpoint-1");
  save("checkpoint-2", 40'000);
  look({keep({1, 2})});
  EXPECT_EQ(total,
            (CheckpointUse{blocksOf(trial(7) / "checkpoint-1") + blocksOf(trial(7) / "checkpoint-2"), 2}));
  EXPECT_GE(total.bytes, 50'000);
  EXPECT_EQ(uses.at(7), total);
}

TEST_F(CheckpointCleanerTest, CountsAnewWhereItLooksAgain) {
  save("checkpoint-1");
  save("checkpoint-2");
  std::vector<CheckpointUse> totals;
  CheckpointCleaner cleaner(Checkpoints(continuing(), (folder.path() / "trials").string()), false,
                            [&](CheckpointCleaner::Told what) { totals.push_back(what.news.total); });
  for (const auto& attempts : {std::set{1, 2}, {2}, {}}) {
    cleaner.look({keep(attempts)});
    while (cleaner.isBusy())
      std::this_thread::yield();
  }
  ASSERT_GE(totals.size(), 3u);
  EXPECT_EQ(totals.front().count, 2);
  EXPECT_EQ(totals.back(), CheckpointUse());
}

TEST_F(CheckpointCleanerTest, WhoeverOnlyLooksDeletesNothing) {
  save("checkpoint-1");
  save("checkpoint-2");
  save("checkpoint-2.removed");
  save("from-00003-1-for-2");
  look({keep({})}, true);
  EXPECT_THAT(left(), SizeIs(4));
  EXPECT_EQ(total.count, 4);
}

TEST_F(CheckpointCleanerTest, WhatWasLeftHalfDeletedIsFoundAgain) {
  saveFolder("checkpoint-1.removed");
  saveFolder("checkpoint-1");
  look({keep({})});
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(CheckpointCleanerTest, WhatCannotBeDeletedIsSaidOnceAndLeft) {
  for (const auto* name : {"checkpoint-1", "checkpoint-2", "checkpoint-3"})
    saveFolder(name);
  for (const auto* name : {"checkpoint-1", "checkpoint-2"})
    fs::permissions(trial(7) / name / "deep", fs::perms::owner_read | fs::perms::owner_exec);
  const test::PlainUser somebody(folder.path());
  look({keep({})});
  EXPECT_THAT(left(), UnorderedElementsAre("checkpoint-1.removed", "checkpoint-2.removed"));
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_THAT(problems.front(), HasSubstr("cannot be deleted"));
  EXPECT_EQ(total.count, 2);
  for (const auto& entry : fs::directory_iterator(trial(7)))
    fs::permissions(entry.path() / "deep", fs::perms::owner_all);
  look({keep({})});
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(CheckpointCleanerTest, AFolderThatNothingCanBeDeletedFromIsLeftWhole) {
  save("checkpoint-1");
  const test::PlainUser somebody(folder.path());
  fs::permissions(trial(7), fs::perms::owner_read | fs::perms::owner_exec);
  look({keep({})});
  fs::permissions(trial(7), fs::perms::owner_all);
  EXPECT_THAT(left(), ElementsAre("checkpoint-1"));
  EXPECT_THAT(problems, ElementsAre(HasSubstr("checkpoint-1 (Permission denied)")));
}

TEST_F(CheckpointCleanerTest, TrialsWithoutAFolderTakeNothing) {
  auto gone = keep({1});
  gone.trial = 3;
  look({gone});
  EXPECT_EQ(total, CheckpointUse());
  EXPECT_THAT(problems, IsEmpty());
}

} // namespace
} // namespace sweep
