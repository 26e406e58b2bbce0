// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"
#include "tests/core/executor/fake_job.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/wait.h>

using namespace sweep;
using namespace sweep::test;
using testing::HasSubstr;
using testing::SizeIs;
using Cause = JobFinished::Cause;

namespace {

Job limited(const TemporaryFolder& folder, std::vector<std::string> words, double seconds) {
  Job job = fakeJob(1, folder, std::move(words));
  job.limits.wallTime = seconds;
  return job;
}

std::vector<pid_t> children(const TemporaryFolder& folder) { return childrenIn(fileContent(folder / stdoutLog(1))); }

} // namespace

TEST(JobLimits, EndAProgramThatHangs) {
  const TemporaryFolder folder;
  const auto end = runJob(limited(folder, {"hang"}, 0.2));
  EXPECT_EQ(end.cause, Cause::TimeLimit);
  EXPECT_EQ(end.signal, SIGTERM);
  EXPECT_GE(end.wallSeconds, 0.2);
}

TEST(JobLimits, KillWhatIgnoresTheRequestToEnd) {
  const TemporaryFolder folder;
  const auto end = runJob(limited(folder, {"ignore-term"}, 0.2));
  EXPECT_EQ(end.cause, Cause::TimeLimit);
  EXPECT_EQ(end.signal, SIGKILL);
  EXPECT_GE(end.wallSeconds, 0.4);
}

TEST(JobLimits, EndAProgramThatFallsSilent) {
  const TemporaryFolder folder;
  Job job = fakeJob(1, folder, {"slow", "4", "200"});
  job.limits.silence = 1.0;
  EXPECT_EQ(runJob(job).cause, Cause::Exited);
  job.command = {FAKE_TRIAL, "hang"};
  job.limits.silence = 0.2;
  EXPECT_EQ(runJob(job).cause, Cause::Silence);
}

TEST(JobLimits, EndAProgramThatTakesTooMuchMemoryAtOnce) {
  const TemporaryFolder folder;
  Job job = fakeJob(1, folder, {"allocate", "60"});
  job.limits.memory = 30 << 20;
  job.limits.grace = 60.0;
  const auto end = runJob(job);
  EXPECT_EQ(end.cause, Cause::MemoryLimit);
  EXPECT_GT(end.peakMemoryBytes, 30 << 20);
}

TEST(JobLimits, CountTheMemoryOfTheWholeTree) {
  const TemporaryFolder folder;
  Job job = fakeJob(1, folder, {});
  const std::string one = std::string(FAKE_TRIAL) + " allocate 30 & ";
  job.command = {"/bin/sh", "-c", one + one + one + "wait"};
  job.limits.memory = 70 << 20;
  EXPECT_EQ(runJob(job).cause, Cause::MemoryLimit);
}

TEST(JobLimits, CountMemoryThatProcessesShareOnce) {
  const TemporaryFolder folder;
  Job job = fakeJob(1, folder, {"share-memory", "60", "4", "1500"});
  job.limits.memory = 150 << 20;
  const auto end = runJob(job);
  EXPECT_EQ(end.cause, Cause::Exited);
  EXPECT_GT(end.peakMemoryBytes, 150 << 20) << "the sum over its processes would be more than the limit";
}

TEST(JobLimits, EndGrandchildrenToo) {
  const TemporaryFolder folder;
  runJob(limited(folder, {"grandchildren", "3", "1"}, 0.3));
  const auto pids = children(folder);
  ASSERT_THAT(pids, SizeIs(3));
  for (const pid_t pid : pids)
    EXPECT_FALSE(isAlive(pid));
}

TEST(JobLimits, EndAGrandchildInASessionOfItsOwn) {
  const TemporaryFolder folder;
  for (const char* ignoring : {"0", "1"}) {
    runJob(limited(folder, {"moved-grandchild", ignoring}, 0.3));
    const auto pids = children(folder);
    ASSERT_THAT(pids, SizeIs(1));
    EXPECT_FALSE(isAlive(pids.front()));
  }
}

TEST(JobLimits, FindAGrandchildWithoutItsTokenOnceItWasSeen) {
  const TemporaryFolder folder;
  Job job = limited(folder, {}, 1.0);
  job.command = {"/bin/sh", "-c", "env -i setsid " FAKE_TRIAL " grandchildren 1 & sleep 0.5; sleep 600"};
  runJob(job);
  const auto pids = children(folder);
  ASSERT_THAT(pids, SizeIs(1));
  EXPECT_FALSE(isAlive(pids.front()));
}

TEST(JobLimits, EndAProgramThatStoppedItself) {
  const TemporaryFolder folder;
  const auto end = runJob(limited(folder, {"stop-self"}, 0.2));
  EXPECT_EQ(end.cause, Cause::TimeLimit);
  EXPECT_EQ(end.signal, SIGTERM);
}

TEST(JobLimits, AJobEndsWithItsProcessThoughTheOutputIsHeldOpen) {
  const TemporaryFolder folder;
  for (const char* moved : {"0", "1"}) {
    const auto end = runJob(fakeJob(1, folder, {"leave-child", moved}));
    EXPECT_EQ(end.cause, Cause::Exited);
    EXPECT_EQ(end.exitCode, 0);
    EXPECT_THAT(end.tail, HasSubstr("leaving"));
    const auto pids = children(folder);
    ASSERT_THAT(pids, SizeIs(1));
    EXPECT_FALSE(isAlive(pids.front()));
  }
}

TEST(JobLimits, NothingOfAFinishedJobsGroupIsLeft) {
  const TemporaryFolder folder;
  Job job = fakeJob(1, folder, {});
  job.command = {"/bin/sh", "-c", "sleep 600 >/dev/null 2>&1 & echo child $!"};
  runJob(job);
  const auto pids = children(folder);
  ASSERT_THAT(pids, SizeIs(1));
  EXPECT_FALSE(isAlive(pids.front()));
}

TEST(JobLimits, LateOutputOfAFilterIsWaitedFor) {
  const TemporaryFolder folder;
  Job job = fakeJob(1, folder, {});
  job.command = {"/bin/sh", "-c", "(sleep 0.05; echo late) & echo early"};
  runJob(job);
  EXPECT_EQ(fileContent(folder / stdoutLog(1)), "early\nlate\n");
}

TEST(JobLimits, ClosedOutputIsNotTheEnd) {
  const TemporaryFolder folder;
  const auto end = runJob(fakeJob(1, folder, {"close-output", "300"}));
  EXPECT_EQ(end.exitCode, 0);
  EXPECT_GE(end.wallSeconds, 0.3);
}

TEST(JobLimits, AChildDiesWithTheApplication) {
  const TemporaryFolder folder;
  const pid_t application = ::fork();
  if (application == 0) {
    EventLog log;
    LocalExecutor executor(log.listener(), 1);
    executor.submit(fakeJob(1, folder, {"hang"}));
    const auto started = log.waitFor<JobStarted>(1);
    writeFile(folder / "pid.new", std::to_string(started->pid));
    std::filesystem::rename(folder / "pid.new", folder / "pid");
    std::this_thread::sleep_for(std::chrono::minutes(1));
    ::_exit(0);
  }
  ASSERT_TRUE(eventually([&] { return std::filesystem::exists(folder / "pid"); }));
  const pid_t child = std::atoi(fileContent(folder / "pid").c_str());
  EXPECT_TRUE(isAlive(child));
  ::kill(application, SIGKILL);
  ::waitpid(application, nullptr, 0);
  EXPECT_FALSE(staysAlive(child));
}
