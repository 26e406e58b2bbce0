// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/child_process.h"
#include "core/executor/orphans.h"
#include "tests/core/executor/fake_job.h"

#include <gtest/gtest.h>
#include <sstream>
#include <sys/wait.h>

using namespace sweep;
using namespace sweep::test;

namespace {

/// Started but left to itself, as by an application that is gone.
ChildProcess startAlone(const TemporaryFolder& folder, std::vector<std::string> words) {
  return std::move(std::get<ChildProcess>(ChildProcess::start(fakeJob(1, folder, std::move(words)))));
}

pid_t childToldBy(ChildProcess& program) {
  std::string text;
  char letter = 0;
  while (!text.ends_with('\n') && ::read(program.output().fd(), &letter, 1) == 1)
    text += letter;
  return childrenIn(text).empty() ? 0 : childrenIn(text).front();
}

} // namespace

TEST(Orphans, AProcessIsItselfByItsStart) {
  const TemporaryFolder folder;
  auto program = startAlone(folder, {"hang"});
  EXPECT_TRUE(isSameProcess(program.pid(), program.startTime()));
  EXPECT_FALSE(isSameProcess(program.pid(), program.startTime() + 1));
  EXPECT_FALSE(isSameProcess(0, 0));
  ::kill(program.pid(), SIGKILL);
  siginfo_t info;
  ::waitid(P_PID, static_cast<id_t>(program.pid()), &info, WEXITED | WNOWAIT);
  EXPECT_FALSE(isSameProcess(program.pid(), program.startTime())) << "a zombie has ended";
  EXPECT_TRUE(program.reap());
  EXPECT_FALSE(isSameProcess(program.pid(), program.startTime()));
}

TEST(Orphans, TheWholeTreeIsEnded) {
  const TemporaryFolder folder;
  auto program = startAlone(folder, {"moved-grandchild", "1"});
  const pid_t moved = childToldBy(program);
  ASSERT_TRUE(isAlive(moved));
  endProcessTree(program.pid(), program.startTime(), 0.1);
  EXPECT_FALSE(isAlive(program.pid()));
  EXPECT_FALSE(isAlive(moved));
  EXPECT_TRUE(program.reap());
}

TEST(Orphans, DescendantsAreFoundWhenTheFirstProcessIsGone) {
  const TemporaryFolder folder;
  auto program = startAlone(folder, {"moved-grandchild"});
  const pid_t moved = childToldBy(program);
  ::kill(program.pid(), SIGKILL);
  ASSERT_TRUE(eventually([&] { return program.reap().has_value(); }));
  ASSERT_TRUE(isAlive(moved));
  endProcessTree(program.pid(), program.startTime() + 1, 0.1);
  EXPECT_TRUE(isAlive(moved)) << "another start is another tree";
  endProcessTree(program.pid(), program.startTime(), 1.0);
  EXPECT_FALSE(isAlive(moved));
}

TEST(Orphans, ALaterProcessWithTheSameNumberIsLeftAlone) {
  const TemporaryFolder folder;
  auto program = startAlone(folder, {"hang"});
  endProcessTree(program.pid(), program.startTime() - 1, 0.0);
  EXPECT_TRUE(isAlive(program.pid()));
  ::kill(program.pid(), SIGKILL);
  EXPECT_TRUE(eventually([&] { return program.reap().has_value(); }));
}

TEST(Orphans, AllThatAnApplicationStartedIsFoundOnceItIsGone) {
  const TemporaryFolder folder;
  const pid_t application = ::fork();
  if (application == 0) {
    auto program = startAlone(folder, {"moved-grandchild"});
    writeFile(folder / "told.new",
              std::to_string(childToldBy(program)) + " " + std::to_string(readProcess(::getpid())->start));
    std::filesystem::rename(folder / "told.new", folder / "told");
    std::this_thread::sleep_for(std::chrono::minutes(1));
    ::_exit(0);
  }
  ASSERT_TRUE(eventually([&] { return std::filesystem::exists(folder / "told"); }));
  pid_t moved = 0;
  std::uint64_t start = 0;
  std::istringstream(fileContent(folder / "told")) >> moved >> start;
  endProcessesOf(application, start, 0.1);
  EXPECT_TRUE(isAlive(moved)) << "its application is still there";
  ::kill(application, SIGKILL);
  ::waitpid(application, nullptr, 0);
  endProcessesOf(application, start + 1, 0.1);
  EXPECT_TRUE(isAlive(moved)) << "that was another application";
  endProcessesOf(application, start, 1.0);
  EXPECT_FALSE(isAlive(moved));
}
