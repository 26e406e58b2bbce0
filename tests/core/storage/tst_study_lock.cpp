// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/study_lock.h"
#include "tests/core/storage/studies.h"
#include "tests/support/temporary_folder.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sweep {
namespace {

using test::fileContent;
using test::TemporaryFolder;
using test::writeFile;

using testing::HasSubstr;

class StudyLockTest : public testing::Test {
protected:
  void SetUp() override { makeStudy(path, 1); }

  TemporaryFolder folder;
  std::string path = folder / "study.sweep";
};

TEST_F(StudyLockTest, KeepsASecondInstanceFromRunning) {
  auto first = openSqliteStudy(path, OpenMode::ReadWrite);
  ASSERT_TRUE(first);
  const auto second = openSqliteStudy(path, OpenMode::ReadWrite);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().str(),
              HasSubstr("is open in another Sweepscope (process " + std::to_string(getpid()) + " on "));
  // The one that was refused must not have broken the lock of the other.
  EXPECT_FALSE(openSqliteStudy(path, OpenMode::ReadWrite));
  EXPECT_TRUE(writeOne(**first, completeTrial(1)));
  first->reset();
  EXPECT_TRUE(openSqliteStudy(path, OpenMode::ReadWrite));
}

TEST_F(StudyLockTest, HoldsUnderAnotherNameOfTheFile) {
  const auto link = folder / "link.sweep";
  std::filesystem::create_symlink(path, link);
  const auto first = openSqliteStudy(path, OpenMode::ReadWrite);
  EXPECT_FALSE(openSqliteStudy(link, OpenMode::ReadWrite));
}

TEST_F(StudyLockTest, EndsWithAHolderThatIsKilled) {
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    const auto held = openSqliteStudy(path, OpenMode::ReadWrite);
    const char answer = held ? 'y' : 'n';
    (void)!write(ready[1], &answer, 1);
    pause();
    _exit(0);
  }
  char answer = 0;
  ASSERT_EQ(read(ready[0], &answer, 1), 1);
  ASSERT_EQ(answer, 'y');
  EXPECT_FALSE(openSqliteStudy(path, OpenMode::ReadWrite));
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(std::filesystem::exists(path + "-lock"));
  const auto opened = openSqliteStudy(path, OpenMode::ReadWrite);
  ASSERT_TRUE(opened) << opened.error().str();
  const auto lost = (*opened)->load()->lostInstance;
  ASSERT_TRUE(lost) << "who was killed is known, so that its processes can be looked for";
  EXPECT_EQ(lost->pid, child);
  EXPECT_GT(lost->start, 0u);
  close(ready[0]);
  close(ready[1]);
}

/// As a program that was just being started when its application was killed: it has all descriptors until it is that program.
TEST_F(StudyLockTest, IsWaitedForWhereItsHolderWasKilledAndTheSystemHasNotReleasedItYet) {
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    const auto held = openSqliteStudy(path, OpenMode::ReadWrite);
    if (fork() == 0) {
      const char answer = held ? 'y' : 'n';
      (void)!write(ready[1], &answer, 1);
      usleep(300'000);
      _exit(0);
    }
    pause();
    _exit(0);
  }
  char answer = 0;
  ASSERT_EQ(read(ready[0], &answer, 1), 1);
  ASSERT_EQ(answer, 'y');
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(StudyLock::isHeldElsewhere(path)) << "the case is made";
  const auto opened = openSqliteStudy(path, OpenMode::ReadWrite);
  EXPECT_TRUE(opened) << opened.error().str();
  close(ready[0]);
  close(ready[1]);
}

TEST_F(StudyLockTest, IsSeenWithoutBeingTouched) {
  EXPECT_FALSE(StudyLock::isHeldElsewhere(path));
  auto held = openSqliteStudy(path, OpenMode::ReadWrite);
  EXPECT_TRUE(StudyLock::isHeldElsewhere(path));
  held->reset();
  EXPECT_FALSE(StudyLock::isHeldElsewhere(path));
  writeFile(path + "-lock", "4711 elsewhere");
  EXPECT_FALSE(StudyLock::isHeldElsewhere(path)) << "a file alone is no lock";
  EXPECT_FALSE((*openSqliteStudy(path, OpenMode::ReadWrite))->load()->lostInstance);
}

} // namespace
} // namespace sweep
