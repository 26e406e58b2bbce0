// SPDX-License-Identifier: GPL-3.0-or-later
// Clocks, process numbers, restarts and names of the machine.
#include "core/executor/process_table.h"
#include "tests/faults/fault_test.h"
#include "tests/support/sanitized.h"

#include <csignal>
#include <sched.h>
#include <sqlite3.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sweep::test {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// Somebody else's process.
class Bystander {
public:
  Bystander() : m_pid(::fork()) {
    if (m_pid == 0)
      for (;;)
        ::pause();
  }
  ~Bystander() {
    ::kill(m_pid, SIGKILL);
    ::waitpid(m_pid, nullptr, 0);
  }
  Bystander(const Bystander&) = delete;
  Bystander& operator=(const Bystander&) = delete;

  std::string pid() const { return std::to_string(m_pid); }
  std::string start() const { return std::to_string(readProcess(m_pid)->start); }
  bool lives() const {
    const auto now = readProcess(m_pid);
    return now && !now->ended();
  }

private:
  pid_t m_pid;
};

class MachineFaults : public FaultTest {
protected:
  /// A study whose program was killed with two trials running; the next ones end by themselves.
  void killInTheMiddle() {
    scriptStudy("[ -e killed ] || exec sleep 600\necho loss: 0.5");
    const auto app = start();
    ASSERT_TRUE(eventually([&] { return fs::exists(path("study.sweep")) && recorded() == 2; }));
    app->signal(SIGKILL);
    endOf(*app);
    ASSERT_THAT(processesLeftWith(folder.path().string()), IsEmpty());
    writeFile(path("killed"), "");
  }
  /// Running trials whose process stands in the file.
  int recorded() {
    int count = 0;
    for (const auto& trial : stored().trials)
      count += !trial.attempts.empty() && trial.attempts.back().pid > 0;
    return count;
  }
  void execute(const std::string& sql) {
    sqlite3* handle = nullptr;
    sqlite3_open(path("study.sweep").c_str(), &handle);
    EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(handle);
    sqlite3_close(handle);
  }
  void expectComplete(const AppResult& end) {
    EXPECT_EQ(end.exitCode, 0) << end.output << end.errors;
    EXPECT_THAT(trialsThatAre(TrialState::Complete), SizeIs(4));
  }
};

TEST_F(MachineFaults, F07_AProcessThatHasTheNumberOfATrialIsLeftAlone) {
  ASSERT_NO_FATAL_FAILURE(killInTheMiddle());
  const Bystander other;
  execute("UPDATE attempt SET pid = " + other.pid());
  expectComplete(run());
  EXPECT_TRUE(other.lives());
}

TEST_F(MachineFaults, F07_AProcessThatHasTheNumberOfTheLostProgramIsLeftAlone) {
  ASSERT_NO_FATAL_FAILURE(killInTheMiddle());
  const Bystander other;
  const std::string holder = fileContent(path("study.sweep-lock"));
  ASSERT_FALSE(holder.empty());
  writeFile(path("study.sweep-lock"), other.pid() + holder.substr(holder.find(' ')));
  expectComplete(run());
  EXPECT_TRUE(other.lives());
}

/// The library that shows a program another time than the clock's; empty where it is not installed.
std::string fakeTimeLibrary() {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("/usr/lib", ignored))
    if (fs::exists(entry.path() / "faketime/libfaketimeMT.so.1", ignored))
      return entry.path() / "faketime/libfaketimeMT.so.1";
  return {};
}

class ClockFaults : public MachineFaults {
protected:
  void SetUp() override {
    if (test::IsSanitized)
      GTEST_SKIP() << "a sanitizer wants to be loaded before the library that changes the time";
    if (fakeTimeLibrary().empty())
      GTEST_SKIP() << "libfaketime is not installed";
    variables = {{"LD_PRELOAD", fakeTimeLibrary()},
                 {"FAKETIME_TIMESTAMP_FILE", path("time")},
                 {"FAKETIME_NO_CACHE", "1"},
                 {"DONT_FAKE_MONOTONIC", "1"}};
    setTime("+0d");
  }
  void setTime(const std::string& offset) {
    writeFile(path("time.new"), offset);
    fs::rename(path("time.new"), path("time"));
  }
};

TEST_F(ClockFaults, F62_AClockThatJumpsChangesNoDurationOrderOrLimit) {
  scriptStudy("touch began-$SWEEP_TRIAL; while [ ! -e go-$SWEEP_TRIAL ]; do sleep 0.02; done; echo loss: 0.5",
              "run_cap: 5\nparallel: 1\ntrial_time_limit: 100\nsilence_limit: 100\nstudy_time_limit: 1000");
  const auto app = start();
  int trial = 0;
  for (const char* offset : {"-1d", "+1d", "-18000d", "+18000d", "+3600"}) {
    ASSERT_TRUE(eventually([&] { return fs::exists(path("began-" + std::to_string(trial))); }));
    setTime(offset);
    writeFile(path("go-" + std::to_string(trial++)), "");
  }
  const auto end = endOf(*app);
  EXPECT_EQ(end.exitCode, 0) << end.output << end.errors;
  const auto study = stored();
  EXPECT_THAT(study.finishOrder, ElementsAre(0, 1, 2, 3, 4));
  EXPECT_LT(study.runSeconds, 60.0);
  std::int64_t longest = 0;
  for (const auto& one : study.trials) {
    EXPECT_LT(one.duration(), 60.0) << one.number;
    EXPECT_GE(one.duration(), 0.0) << one.number;
    longest = std::max(longest, std::abs(one.attempts.front().ended - one.attempts.front().started));
  }
  EXPECT_GT(longest, std::int64_t{1000} * 86'400'000) << "the clock did jump";
}

TEST_F(MachineFaults, F64_AfterARestartOfTheMachineNoProcessIsTakenForATrial) {
  ASSERT_NO_FATAL_FAILURE(killInTheMiddle());
  const Bystander other;
  execute("UPDATE attempt SET pid = " + other.pid() + ", process_start = " + other.start() + ";" +
          "UPDATE study SET boot_id = 'before'");
  expectComplete(run());
  EXPECT_TRUE(other.lives()) << "number and start are those of a trial, of another boot";
}

TEST_F(MachineFaults, F08_ATrialThatNobodyWaitsForHasEnded) {
  // What the killed program leaves behind becomes ours, and we wait for none of it.
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  scriptStudy("[ -e killed ] || exec sleep 600\necho loss: 0.5", "grace_period: 600");
  const auto app = start();
  ASSERT_TRUE(eventually([&] { return fs::exists(path("study.sweep")) && recorded() == 2; }));
  const auto pid = static_cast<pid_t>(stored().trials.front().attempts.front().pid);
  app->signal(SIGKILL);
  endOf(*app);
  ASSERT_TRUE(eventually([&] { return readProcess(pid) && readProcess(pid)->state == 'Z'; }));
  writeFile(path("killed"), "");
  expectComplete(run());
  EXPECT_EQ(readProcess(pid)->state, 'Z') << "it was there all the time";
  ::prctl(PR_SET_CHILD_SUBREAPER, 0);
  ::waitpid(pid, nullptr, 0);
}

TEST_F(MachineFaults, F65_ABoundProgramOffersItsOwnProcessorsOnly) {
  scriptStudy("sleep 0.1; echo loss: 0.5", "parallel: 4\nresources: {processors: 1}");
  const auto end = run([] {
    cpu_set_t all;
    ::sched_getaffinity(0, sizeof all, &all);
    cpu_set_t one;
    CPU_ZERO(&one);
    for (std::size_t i = 0; i < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++i)
      if (CPU_ISSET(i, &all))
        CPU_SET(i, &one);
    ::sched_setaffinity(0, sizeof one, &one);
  });
  expectComplete(end);
  const auto study = stored();
  for (const auto& one : study.trials)
    for (const auto& two : study.trials)
      if (one.number < two.number) {
        EXPECT_LE(one.attempts.front().ended, two.attempts.front().started)
            << one.number << ", " << two.number;
      }
}

TEST_F(MachineFaults, F66_AnotherNameOfTheMachineIsNoOtherMachine) {
  ASSERT_NO_FATAL_FAILURE(killInTheMiddle());
  if (::getuid() != 0)
    GTEST_SKIP() << "only root may name a machine";
  expectComplete(run([] {
    if (::unshare(CLONE_NEWUTS) != 0 || ::sethostname("another", 7) != 0)
      ::_exit(126);
  }));
}

} // namespace
} // namespace sweep::test
