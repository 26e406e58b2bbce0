// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/executor/fake_job.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

using namespace sweep;
using namespace sweep::test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using Cause = JobFinished::Cause;

namespace {

std::size_t openDescriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

std::size_t runningNow(const std::vector<JobEvent>& events) {
  const auto count = [&](auto test) { return static_cast<std::size_t>(std::ranges::count_if(events, test)); };
  return count([](const JobEvent& event) { return std::holds_alternative<JobStarted>(event.what); }) -
         count([](const JobEvent& event) { return std::holds_alternative<JobFinished>(event.what); });
}

std::vector<Report> allReports(const EventLog& log, int trial) {
  std::vector<Report> reports;
  for (const auto& reported : log.of<JobReported>(trial))
    reports.insert(reports.end(), reported.reports.begin(), reported.reports.end());
  return reports;
}

} // namespace

TEST(LocalExecutor, RunsEveryJobOnceInOrderOfEvents) {
  const TemporaryFolder folder;
  EventLog log;
  {
    // The first job of all opens what is kept for every job.
    LocalExecutor executor(log.listener(), 1);
    executor.submit(fakeJob(1000, folder, {"exit", "0"}));
    ASSERT_TRUE(log.waitForEnds(1));
  }
  const std::size_t before = openDescriptors();
  {
    LocalExecutor executor(log.listener(), 4);
    for (int trial = 0; trial < 200; ++trial)
      executor.submit(fakeJob(trial, folder, {"exit", std::to_string(trial % 5)}));
    ASSERT_TRUE(log.waitForEnds(201));
  }
  EXPECT_EQ(openDescriptors(), before);
  for (int trial = 0; trial < 200; ++trial) {
    ASSERT_THAT(log.of<JobStarted>(trial), SizeIs(1));
    ASSERT_THAT(log.of<JobFinished>(trial), SizeIs(1));
    EXPECT_EQ(log.of<JobFinished>(trial).front().exitCode, trial % 5);
  }
}

TEST(LocalExecutor, ReportsComeBetweenStartAndEndWithTheirTimes) {
  const TemporaryFolder folder;
  EventLog log;
  Job job = fakeJob(7, folder, {"slow", "5", "60"});
  job.attempt = 3;
  job.reader = std::make_shared<PlainReader>();
  runJob(job, log);
  const auto events = log.events();
  EXPECT_TRUE(std::holds_alternative<JobStarted>(events.front().what));
  EXPECT_TRUE(std::holds_alternative<JobFinished>(events.back().what));
  EXPECT_TRUE(std::ranges::all_of(events, [](const auto& event) { return event.trial == 7 && event.attempt == 3; }));
  EXPECT_GE(log.of<JobReported>(7).size(), 2U) << "reports are handed on while the program runs";
  const auto reports = allReports(log, 7);
  ASSERT_THAT(reports, SizeIs(5));
  EXPECT_EQ(reports[4].metrics.at("loss"), 95.0);
  EXPECT_GE(reports[4].time, 0.24);
  EXPECT_TRUE(std::ranges::is_sorted(reports, {}, &Report::time));
}

TEST(LocalExecutor, LosesNoneOfManyReports) {
  const TemporaryFolder folder;
  EventLog log;
  Job job = fakeJob(1, folder, {"metrics", "100000"});
  job.reader = std::make_shared<PlainReader>();
  runJob(job, log);
  const auto reports = allReports(log, 1);
  ASSERT_THAT(reports, SizeIs(100'000));
  EXPECT_EQ(reports.back().step, 100'000);
  EXPECT_LT(log.of<JobReported>(1).size(), 1000U) << "they come in groups";
}

TEST(LocalExecutor, DrainsAGigabyteIntoABoundedLog) {
  const TemporaryFolder folder;
  EventLog log;
  for (const char* mode : {"flood", "flood-without-newline"}) {
    Job job = fakeJob(1, folder, {mode, "1000000000"});
    job.limits.logBytes = 1 << 20;
    const auto end = runJob(job);
    EXPECT_EQ(end.exitCode, 0);
    EXPECT_THAT(end.tail, HasSubstr("loss: 0.25"));
    const std::string kept = fileContent(folder / stdoutLog(1));
    EXPECT_LT(kept.size(), (1U << 20) + 100);
    EXPECT_THAT(kept, HasSubstr("bytes not kept"));
    EXPECT_TRUE(kept.ends_with("loss: 0.25\n"));
  }
}

TEST(LocalExecutor, KeepsBothStreamsAndTellsTheLastErrors) {
  const TemporaryFolder folder;
  const auto end = runJob(fakeJob(1, folder, {"errors"}));
  EXPECT_EQ(fileContent(folder / stdoutLog(1)), "on output\n");
  EXPECT_TRUE(end.tail.starts_with("error line 11\n"));
  EXPECT_TRUE(end.tail.ends_with("error line 30"));
  EXPECT_TRUE(fileContent(folder / stderrLog(1)).starts_with("error line 1\n"));
}

TEST(LocalExecutor, CancelEndsARunningJob) {
  const TemporaryFolder folder;
  EventLog log;
  LocalExecutor executor(log.listener(), 1);
  executor.submit(fakeJob(1, folder, {"hang"}));
  ASSERT_TRUE(log.waitFor<JobStarted>(1));
  executor.cancel(99);
  executor.cancel(1);
  EXPECT_EQ(log.waitFor<JobFinished>(1)->cause, Cause::Cancelled);
  executor.submit(fakeJob(2, folder, {"exit"}));
  EXPECT_EQ(log.waitFor<JobFinished>(2)->cause, Cause::Exited) << "the cancelling is over with its job";
}

TEST(LocalExecutor, CancelTakesAJobOutOfTheQueueWhileAllWorkersAreBusy) {
  const TemporaryFolder folder;
  EventLog log;
  LocalExecutor executor(log.listener(), 1);
  executor.submit(fakeJob(1, folder, {"hang"}));
  for (int trial = 2; trial <= 4; ++trial)
    executor.submit(fakeJob(trial, folder, {"exit"}));
  ASSERT_TRUE(log.waitFor<JobStarted>(1));
  executor.cancel(3);
  EXPECT_THAT(log.waitFor<JobNotStarted>(3)->reason.str(), HasSubstr("Stopped before"));
  executor.cancel(1);
  ASSERT_TRUE(log.waitForEnds(4));
  EXPECT_THAT(log.of<JobStarted>(3), SizeIs(0));
  EXPECT_THAT(log.of<JobFinished>(2), SizeIs(1));
  EXPECT_THAT(log.of<JobFinished>(4), SizeIs(1));
}

TEST(LocalExecutor, TakesBackWhatIsQueuedAndLetsTheRestRun) {
  const TemporaryFolder folder;
  EventLog log;
  LocalExecutor executor(log.listener(), 1);
  executor.submit(fakeJob(1, folder, {"hang"}));
  ASSERT_TRUE(log.waitFor<JobStarted>(1));
  for (int trial = 2; trial <= 4; ++trial)
    executor.submit(fakeJob(trial, folder, {"exit"}));
  executor.withdrawQueued();
  for (int trial = 2; trial <= 4; ++trial) {
    EXPECT_TRUE(log.waitFor<JobNotStarted>(trial)->withdrawn);
    EXPECT_THAT(log.of<JobStarted>(trial), SizeIs(0));
  }
  EXPECT_THAT(log.of<JobFinished>(1), SizeIs(0));
  executor.submit(fakeJob(2, folder, {"exit"}));
  executor.cancel(1);
  EXPECT_EQ(log.waitFor<JobFinished>(2)->cause, Cause::Exited) << "what was taken back may come again";
}

TEST(LocalExecutor, TheNumberOfWorkersChangesLive) {
  const TemporaryFolder folder;
  EventLog log;
  LocalExecutor executor(log.listener(), 1);
  for (int trial = 0; trial < 5; ++trial)
    executor.submit(fakeJob(trial, folder, {"hang"}));
  ASSERT_TRUE(log.waitFor<JobStarted>(0));
  executor.setWorkers(3);
  ASSERT_TRUE(log.waitFor<JobStarted>(1) && log.waitFor<JobStarted>(2));
  std::set<int> lanes;
  for (int trial = 0; trial < 3; ++trial)
    lanes.insert(log.of<JobStarted>(trial).front().worker);
  EXPECT_THAT(lanes, ElementsAre(0, 1, 2));
  executor.setWorkers(1);
  EXPECT_EQ(runningNow(log.events()), 3U) << "fewer workers end nothing";
  for (int trial = 0; trial < 3; ++trial)
    executor.cancel(trial);
  ASSERT_TRUE(log.waitFor<JobStarted>(3) && log.waitForEnds(3));
  EXPECT_EQ(runningNow(log.events()), 1U);
  executor.setWorkers(2);
  ASSERT_TRUE(log.waitFor<JobStarted>(4));
}

TEST(LocalExecutor, ItsEndEndsEveryJob) {
  const TemporaryFolder folder;
  EventLog log;
  {
    LocalExecutor executor(log.listener(), 2);
    for (int trial = 0; trial < 6; ++trial)
      executor.submit(fakeJob(trial, folder, {"ignore-term"}));
    ASSERT_TRUE(log.waitFor<JobStarted>(1) && log.waitFor<JobStarted>(0));
  }
  std::size_t cancelled = 0;
  std::size_t neverStarted = 0;
  for (int trial = 0; trial < 6; ++trial) {
    for (const auto& started : log.of<JobStarted>(trial))
      EXPECT_FALSE(isAlive(static_cast<pid_t>(started.pid)));
    for (const auto& end : log.of<JobFinished>(trial))
      cancelled += end.cause == Cause::Cancelled;
    neverStarted += log.of<JobNotStarted>(trial).size();
  }
  EXPECT_EQ(cancelled, 2U);
  EXPECT_EQ(neverStarted, 4U);
}

TEST(LocalExecutor, AListenerMayCallBack) {
  const TemporaryFolder folder;
  EventLog log;
  const auto keep = log.listener();
  Executor* pool = nullptr;
  const auto listener = [&](JobEvent event) {
    const bool again = std::holds_alternative<JobFinished>(event.what) && event.trial < 5;
    const int next = event.trial + 1;
    keep(std::move(event));
    if (again)
      pool->submit(fakeJob(next, folder, {"exit"}));
  };
  LocalExecutor executor(listener, 1);
  pool = &executor;
  executor.submit(fakeJob(0, folder, {"exit"}));
  EXPECT_TRUE(log.waitFor<JobFinished>(5));
}

TEST(LocalExecutor, AFullDiskDoesNotStopTheDraining) {
  const TemporaryFolder folder;
  Job job = fakeJob(1, folder, {"flood", "3000000"});
  std::filesystem::create_symlink("/dev/full", folder / stdoutLog(1));
  const auto linked = runJob(job);
  EXPECT_EQ(linked.exitCode, 0);
  EXPECT_THAT(linked.warning.str(), HasSubstr("The log of this trial is not complete")) << "links are not followed";
  EXPECT_THAT(linked.tail, HasSubstr("loss: 0.25"));
}
