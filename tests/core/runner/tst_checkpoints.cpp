// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/checkpoints.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <gtest/gtest.h>

namespace sweep {
namespace {

using test::fileContent;
using test::TemporaryFolder;
using test::writeFile;
namespace fs = std::filesystem;

class CheckpointsTest : public testing::Test {
protected:
  StudySpec spec(BudgetWay way) {
    StudySpec made;
    made.budget = Budget{"epoch", 1, 9, way};
    return made;
  }
  Trial trial(int attempts) {
    Trial made;
    made.number = 7;
    for (int i = 1; i <= attempts; ++i) {
      made.attempts.emplace_back().number = i;
      made.attempts.back().values = {1.0};
      made.attempts.back().hasCheckpoint = true;
    }
    return made;
  }

  TemporaryFolder folder;
};

TEST_F(CheckpointsTest, GivesEveryAttemptAPlaceOfItsOwn) {
  const Checkpoints places(spec(BudgetWay::Continue), "/t");
  EXPECT_EQ(places.pathOf({7, 2}), "/t/00007/checkpoint-2");
  EXPECT_EQ(places.readPath({7, 3}, {7, 2}), "/t/00007/checkpoint-2");
  EXPECT_EQ(places.readPath({8, 3}, {7, 2}), "/t/00008/from-00007-2-for-3");
  EXPECT_EQ(Checkpoints(spec(BudgetWay::StartOver), "/t").pathOf({7, 2}), "/t/00007/checkpoint-2");
  EXPECT_EQ(Checkpoints(StudySpec(), "/t").pathOf({7, 1}), "/t/00007/checkpoint");
}

TEST_F(CheckpointsTest, GoesOnFromTheLastAttemptThatEndedWell) {
  const Checkpoints places(spec(BudgetWay::Continue), folder.path().string());
  EXPECT_FALSE(places.resumePoint(trial(0)));
  EXPECT_EQ(places.resumePoint(trial(2)), (CheckpointSource{7, 2}));
  auto broken = trial(2);
  broken.attempts.back().values.clear();
  EXPECT_FALSE(places.resumePoint(broken));
  broken.attempts.back().resumed = CheckpointSource{3, 5};
  EXPECT_EQ(places.resumePoint(broken), (CheckpointSource{3, 5}));
  auto without = trial(2);
  without.attempts.back().hasCheckpoint = false;
  EXPECT_FALSE(places.resumePoint(without));
  EXPECT_FALSE(Checkpoints(spec(BudgetWay::StartOver), "/t").resumePoint(trial(2)));
}

TEST_F(CheckpointsTest, GoesOnFromWhatAnEndedAttemptHadSavedWhereThatWasDecided) {
  for (const auto way : {BudgetWay::Continue, BudgetWay::StartOver, BudgetWay::StopInFlight}) {
    const Checkpoints places(spec(way), folder / std::string(budgetWayName(way)));
    auto ended = trial(1);
    ended.attempts.emplace_back().number = 2;
    ended.attempts.back().hasCheckpoint = true;
    ended.attempts.back().interrupted = InterruptedRule::Continue;
    EXPECT_FALSE(places.resumePoint(ended)) << "it is gone";
    fs::create_directories(places.folderOf(7));
    writeFile(places.pathOf({7, 2}), "weights");
    EXPECT_EQ(places.resumePoint(ended), (CheckpointSource{7, 2}));
    for (const auto decision : {InterruptedRule::RunAgain, InterruptedRule::Drop}) {
      ended.attempts.back().interrupted = decision;
      EXPECT_FALSE(places.resumePoint(ended));
    }
  }
}

TEST_F(CheckpointsTest, BeginsAgainWhereTheStretchBegan) {
  const Checkpoints places(spec(BudgetWay::Continue), folder.path().string());
  auto ended = trial(1);
  for (int number = 2; number <= 4; ++number) {
    ended.attempts.emplace_back().number = number;
    ended.attempts.back().resumed = CheckpointSource{7, number - 1};
    ended.attempts.back().interrupted = InterruptedRule::Continue;
  }
  fs::create_directories(places.folderOf(7));
  writeFile(places.pathOf({7, 3}), "weights");
  EXPECT_EQ(places.resumePoint(ended), (CheckpointSource{7, 3})) << "the last one had not saved anything yet";
  ended.attempts.back().interrupted = InterruptedRule::RunAgain;
  EXPECT_EQ(beginningOfStretch(ended).number, 2);
  EXPECT_EQ(places.resumePoint(ended), (CheckpointSource{7, 1}));
}

TEST_F(CheckpointsTest, SeesFilesAndFoldersThatHoldSomething) {
  const Checkpoints places(spec(BudgetWay::Continue), folder.path().string());
  fs::create_directories(folder.path() / "00007");
  EXPECT_FALSE(places.isThere({7, 1}));
  writeFile(places.pathOf({7, 1}), "");
  EXPECT_FALSE(places.isThere({7, 1}));
  writeFile(places.pathOf({7, 1}), "x");
  EXPECT_TRUE(places.isThere({7, 1}));
  fs::create_directories(places.pathOf({7, 2}));
  EXPECT_FALSE(places.isThere({7, 2}));
  writeFile(places.pathOf({7, 2}) + "/weights", "x");
  EXPECT_TRUE(places.isThere({7, 2}));
}

TEST_F(CheckpointsTest, CopiesWholeThingsInPlaceOfWhatWasThere) {
  const std::string from = folder / "from", to = folder / "to";
  writeFile(from, "first");
  ASSERT_TRUE(copyCheckpoint(from, to));
  EXPECT_EQ(fileContent(to), "first");
  fs::remove(from);
  fs::create_directories(from + "/deep");
  writeFile(from + "/deep/weights", "second");
  fs::create_directories(to + ".part/left/over");
  ASSERT_TRUE(copyCheckpoint(from, to));
  EXPECT_EQ(fileContent(to + "/deep/weights"), "second");
  EXPECT_FALSE(fs::exists(to + ".part"));
  flushCheckpoint(to);
  flushCheckpoint(folder / "nothing");
}

TEST_F(CheckpointsTest, LeavesNothingWhenACopyFails) {
  const auto copied = copyCheckpoint(folder / "absent", folder / "to");
  ASSERT_FALSE(copied);
  EXPECT_NE(copied.error().str().find("absent"), std::string::npos);
  EXPECT_FALSE(fs::exists(folder / "to"));
  EXPECT_FALSE(fs::exists((folder / "to") + ".part"));
}

TEST_F(CheckpointsTest, RemovesWithoutFollowingLinks) {
  fs::create_directories(folder.path() / "kept");
  writeFile(folder / "kept/file", "x");
  fs::create_directories(folder.path() / "gone");
  fs::create_directory_symlink(folder.path() / "kept", folder.path() / "gone" / "link");
  removeCheckpoint(folder / "gone");
  EXPECT_FALSE(fs::exists(folder / "gone"));
  EXPECT_TRUE(fs::exists(folder / "kept/file"));
}

} // namespace
} // namespace sweep
