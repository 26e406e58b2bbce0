// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/trial_share.h"
#include "tests/core/executor/fake_job.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

using namespace sweep;
using namespace sweep::test;
using testing::HasSubstr;
using testing::Not;

namespace {

std::string outputOf(const TemporaryFolder& folder) { return fileContent(folder / stdoutLog(1)); }

JobNotStarted failureOf(Job job) {
  EventLog log;
  const int trial = job.trial;
  runJob(std::move(job), log);
  const auto failures = log.of<JobNotStarted>(trial);
  return failures.empty() ? JobNotStarted{} : failures.front();
}

} // namespace

TEST(ChildProcess, TellsExitCodesAndSignalsApart) {
  const TemporaryFolder folder;
  for (const int code : {0, 1, 3, 137, 255}) {
    const auto end = runJob(fakeJob(1, folder, {"exit", std::to_string(code)}));
    EXPECT_EQ(end.exitCode, code);
    EXPECT_EQ(end.signal, std::nullopt);
    EXPECT_EQ(end.cause, JobFinished::Cause::Exited);
  }
  for (const int signal : {SIGKILL, SIGSEGV, SIGTERM}) {
    const auto end = runJob(fakeJob(1, folder, {"signal", std::to_string(signal)}));
    EXPECT_EQ(end.exitCode, std::nullopt);
    EXPECT_EQ(end.signal, signal);
  }
}

TEST(ChildProcess, PassesEveryByteOfItsWords) {
  const TemporaryFolder folder;
  std::string allBytes;
  std::string allHex;
  for (int i = 1; i < 256; ++i) {
    allBytes += static_cast<char>(i);
    char hex[3];
    std::snprintf(hex, sizeof hex, "%02x", i);
    allHex += hex;
  }
  runJob(fakeJob(1, folder, {"arguments", allBytes, "", "$(id) `id`; *", "-x", "--a=b c"}));
  EXPECT_EQ(outputOf(folder), allHex + "\n\n242869642920606964603b202a\n2d78\n2d2d613d622063\n");
}

TEST(ChildProcess, HasTheGivenEnvironmentAndItsTokenOnly) {
  const TemporaryFolder folder;
  Job job = fakeJob(1, folder, {"environment"});
  job.environment = {{"FIRST", "a=b"}, {"SECOND", "two words"}, {"SWEEP_ATTEMPT_TOKEN", "forged"}};
  EventLog log;
  runJob(job, log);
  const auto started = log.of<JobStarted>(1).at(0);
  EXPECT_EQ(outputOf(folder),
            "FIRST=a=b\nSECOND=two words\nSWEEP_ATTEMPT_TOKEN=" + std::to_string(started.pid) + "." +
                std::to_string(started.processStart) + "@" + std::to_string(::getpid()) + "." +
                std::to_string(readProcess(::getpid())->start) + "\n");
}

TEST(ChildProcess, InheritsNothing) {
  const TemporaryFolder folder;
  const int leaky = ::open("/dev/null", O_RDONLY);
  struct sigaction before = {};
  struct sigaction ignoring = {};
  ignoring.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &ignoring, &before);
  runJob(fakeJob(1, folder, {"surroundings"}));
  ::sigaction(SIGPIPE, &before, nullptr);
  ::close(leaky);
  EXPECT_EQ(outputOf(folder), "descriptor 0\ndescriptor 1\ndescriptor 2\nleader 1\nfolder " +
                                  std::filesystem::canonical(folder.path()).string() + "\n");
}

TEST(ChildProcess, StandsBackAndIsBoundAsItsJobSays) {
  const TemporaryFolder folder;
  Job job = fakeJob(1, folder, {"place"});
  runJob(job);
  const std::string free = outputOf(folder);
  const int first = availableProcessors().front();
  job.limits.niceness = 5;
  job.limits.processors = {first};
  runJob(job);
  const int niceness = std::min(::getpriority(PRIO_PROCESS, 0) + 5, 19);
  EXPECT_EQ(outputOf(folder),
            "niceness " + std::to_string(niceness) + "\nprocessor " + std::to_string(first) + "\n");
  EXPECT_TRUE(free.starts_with("niceness " + std::to_string(::getpriority(PRIO_PROCESS, 0)) + "\n")) << free;
}

TEST(ChildProcess, HasNoInputAndNoTerminal) {
  const TemporaryFolder folder;
  runJob(fakeJob(1, folder, {"read-input"}));
  EXPECT_EQ(outputOf(folder), "input 0 terminal none\n");
}

TEST(ChildProcess, LooksForABareNameAlongItsOwnPath) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "bin");
  writeFile(folder / "bin/tool", "#!/bin/sh\necho found\n", true);
  writeFile(folder / "tool", "#!/bin/sh\necho wrong\n", true);
  Job job = fakeJob(1, folder, {});
  job.command = {"tool"};
  job.environment = {{"PATH", ".::" + (folder / "bin")}};
  runJob(job);
  EXPECT_EQ(outputOf(folder), "found\n");
}

TEST(ChildProcess, SaysWhatIsMissing) {
  const TemporaryFolder folder;
  writeFile(folder / "plain.txt", "text\n");
  writeFile(folder / "windows.sh", "#!/bin/sh\r\necho\r\n", true);
  writeFile(folder / "headless", "echo no first line\n", true);
  const auto reasonOf = [&](const std::string& word) {
    Job job = fakeJob(1, folder, {});
    job.command = {word};
    const auto failure = failureOf(job);
    EXPECT_FALSE(failure.passing);
    return failure.reason.str();
  };
  EXPECT_THAT(reasonOf(folder / "nothing"), HasSubstr("There is no program"));
  EXPECT_THAT(reasonOf("no-such-name"), HasSubstr("There is no program “no-such-name”"));
  EXPECT_THAT(reasonOf(folder / "plain.txt"), HasSubstr("may not be executed"));
  EXPECT_THAT(reasonOf(folder / "windows.sh"), HasSubstr("the interpreter named in its first line is missing"));
  EXPECT_THAT(reasonOf(folder / "headless"), HasSubstr("neither a program for this machine nor a script"));
  EXPECT_THAT(reasonOf(""), HasSubstr("The command is empty"));
}

TEST(ChildProcess, RefusesWhatNoProgramCanBeGiven) {
  const TemporaryFolder folder;
  EXPECT_THAT(failureOf(fakeJob(1, folder, {std::string("a\0b", 3)})).reason.str(), HasSubstr("NUL byte"));
  EXPECT_THAT(failureOf(fakeJob(1, folder, {std::string(200'000, 'x')})).reason.str(), HasSubstr("longer than the system"));
  Job lost = fakeJob(1, folder, {"exit"});
  lost.workingDirectory = folder / "gone";
  EXPECT_THAT(failureOf(lost).reason.str(), HasSubstr("The working folder"));
  lost = fakeJob(1, folder, {"exit"});
  lost.folder = folder / "gone";
  EXPECT_THAT(failureOf(lost).reason.str(), HasSubstr("The trial's folder"));
}

TEST(ChildProcess, CallsAShortageOfDescriptorsPassing) {
  const TemporaryFolder folder;
  EventLog log;
  LocalExecutor executor(log.listener(), 1);
  executor.submit(fakeJob(1, folder, {"exit"}));
  ASSERT_TRUE(log.waitForEnds(1));
  struct rlimit before = {};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const int next = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  const struct rlimit few = {static_cast<rlim_t>(next) + 3, before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &few);
  executor.submit(fakeJob(2, folder, {"exit"}));
  log.waitForEnds(2);
  ::setrlimit(RLIMIT_NOFILE, &before);
  ::close(next);
  ASSERT_EQ(log.of<JobNotStarted>(2).size(), 1U);
  EXPECT_TRUE(log.of<JobNotStarted>(2).front().passing);
  executor.submit(fakeJob(3, folder, {"exit"}));
  EXPECT_EQ(log.waitFor<JobFinished>(3)->exitCode, 0);
}

TEST(ChildProcess, MeasuresTimeAndMemoryOfTheProgramNotOfItself) {
  const TemporaryFolder folder;
  const std::string large(300 << 20, 'x');
  EXPECT_LT(runJob(fakeJob(1, folder, {"exit"})).peakMemoryBytes, 100 << 20) << large.size();
  // What a program smaller than this one needs is looked up while it runs: on a busy machine it must stay for longer.
  JobFinished end;
  for (const char* stay : {"400", "2000", "10000"})
    if (end.peakMemoryBytes == 0)
      end = runJob(fakeJob(1, folder, {"allocate", "40", stay}));
  EXPECT_GT(end.peakMemoryBytes, 40 << 20);
  EXPECT_LT(end.peakMemoryBytes, 100 << 20);
  EXPECT_GT(end.cpuSeconds, 0.0);
  EXPECT_GE(end.wallSeconds, 0.4);
}
