// SPDX-License-Identifier: GPL-3.0-or-later
// Ends of the program itself: killed at the worst moment, asked to end, its terminal gone.
#include "core/storage/sqlite_storage.h"
#include "places.h"
#include "tests/faults/fault_test.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <random>
#include <sqlite3.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

namespace sweep::test {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class AppFaults : public FaultTest {
protected:
  /// One trial at a time that waits for a file `go` before it ends.
  void waitingStudy(const std::string& more = {}) {
    scriptStudy("touch began-$SWEEP_TRIAL\nwhile [ ! -e go ]; do sleep 0.02; done\necho \"loss: $SWEEP_X\"",
                more);
  }
  bool begins(int trial) {
    return eventually([&] { return fs::exists(path("began-" + std::to_string(trial))); });
  }
  void letGo() { writeFile(path("go"), ""); }
  /// The study goes on to its end with every trial complete.
  void expectGoesOn(std::size_t trials) {
    letGo();
    const auto end = run();
    EXPECT_EQ(end.exitCode, 0) << end.output << end.errors;
    EXPECT_THAT(trialsThatAre(TrialState::Complete), SizeIs(trials));
  }
};

/// Keeps everybody from writing into a study while it lives.
class WriteLock {
public:
  explicit WriteLock(const std::string& path) {
    sqlite3_open(path.c_str(), &m_handle);
    // The application may be writing just now.
    sqlite3_busy_timeout(m_handle, 10'000);
    m_works = sqlite3_exec(m_handle, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK;
  }
  ~WriteLock() { sqlite3_close(m_handle); }
  WriteLock(const WriteLock&) = delete;
  WriteLock& operator=(const WriteLock&) = delete;
  bool works() const { return m_works; }

private:
  sqlite3* m_handle = nullptr;
  bool m_works = false;
};

TEST_F(AppFaults, F02_KilledBetweenTheEndOfATrialAndItsCommit) {
  waitingStudy("run_cap: 1");
  {
    const auto app = start();
    ASSERT_TRUE(begins(0));
    ASSERT_TRUE(
        eventually([&] { return !stored().trials.empty() && !stored().trials.front().attempts.empty(); }));
    const WriteLock lock(path("study.sweep"));
    ASSERT_TRUE(lock.works());
    letGo();
    ASSERT_TRUE(eventually([&] { return logOf(0).find("loss") != std::string::npos && living().empty(); }));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    app->signal(SIGKILL);
    EXPECT_THAT(endOf(*app).output, IsEmpty()) << "nothing is told that is not on disk";
  }
  expectGoesOn(1);
  const auto trial = stored().trials.front();
  ASSERT_THAT(trial.attempts, SizeIs(2));
  EXPECT_EQ(trial.attempts.front().exitCode, std::nullopt) << "how it ended nobody knows";
  EXPECT_EQ(trial.value(), std::get<double>(*trial.configuration.find("x")));
}

TEST_F(AppFaults, F02_KilledByItsOwnTrial) {
  scriptStudy("echo \"loss: $SWEEP_X\"\n[ -e killed ] || { touch killed; kill -KILL $PPID; }\nexit 0",
              "run_cap: 3");
  const auto killed = start();
  EXPECT_EQ(killed->wait().signal, SIGKILL);
  endOf(*killed);
  expectGoesOn(3);
}

TEST_F(AppFaults, F03_KilledWhileAnOldStudyIsBroughtUpToDate) {
  std::mt19937 random(std::random_device{}());
  const std::string old = fileContent(TEST_DATA_DIR "/studies/version-1.sweep");
  for (int round = 0; round < 12; ++round) {
    for (const auto& entry : fs::directory_iterator(folder.path()))
      fs::remove_all(entry);
    writeFile(path("old.sweep"), old);
    AppProcess app(folder.path(), {"run", "old.sweep"});
    std::this_thread::sleep_for(std::chrono::milliseconds(random() % 60));
    app.signal(SIGKILL);
    app.wait();
    EXPECT_EQ(integrityOf(path("old.sweep")), "ok");
    auto storage = openSqliteStudy(path("old.sweep"), OpenMode::ReadWrite);
    ASSERT_TRUE(storage) << storage.error().str();
    EXPECT_THAT((*storage)->load()->trials, Not(IsEmpty()));
    ASSERT_TRUE(fs::exists(path("old.sweep.bak-v1")));
    EXPECT_EQ(integrityOf(path("old.sweep.bak-v1")), "ok");
  }
}

TEST_F(AppFaults, F04_AskedToEndItEndsAtOnceAndKeepsEverything) {
  scriptStudy("[ $SWEEP_TRIAL -lt 3 ] || { touch began; exec sleep 600; }\necho loss: 0.5", "run_cap: 20\ngrace_period: 20");
  const auto app = start();
  ASSERT_TRUE(app->waitForOutput("trial 2:"));
  ASSERT_TRUE(eventually([&] { return fs::exists(path("began")); }));
  const auto asked = std::chrono::steady_clock::now();
  app->signal(SIGTERM);
  const auto end = endOf(*app);
  EXPECT_LT(std::chrono::steady_clock::now() - asked, std::chrono::seconds(10))
      << "half of the grace that it never needs";
  EXPECT_EQ(end.exitCode, 130);
  EXPECT_THAT(end.errors, HasSubstr("run again when you go on with\n  sweepscope run "));
  EXPECT_THAT(trialsThatAre(TrialState::Complete), ElementsAre(0, 1, 2));
  EXPECT_THAT(trialsThatAre(TrialState::Running), IsEmpty());
}

TEST_F(AppFaults, F04_TheWindowAskedToEndEndsItsTrialsToo) {
  variables["QT_QPA_PLATFORM"] = "offscreen";
  variables["FAULT_TEST_FOLDER"] = folder.path().string();
  AppProcess app(folder.path(), {}, variables);
  ASSERT_TRUE(eventually([&] {
    return processesWith("FAULT_TEST_FOLDER=" + folder.path().string()).size() == 2;
  })) << "the window and its guard";
  app.signal(SIGTERM);
  EXPECT_EQ(app.wait().exitCode, 0) << app.errors();
}

TEST_F(AppFaults, F05_TheFirstInterruptionEndsTrialsTheSecondWaitsForNothing) {
  fakeStudy({"ignore-term"}, "grace_period: 600");
  const auto app = start();
  ASSERT_TRUE(eventually([&] { return logOf(0) == "ignoring\n" && logOf(1) == "ignoring\n"; }));
  app->signal(SIGINT);
  ASSERT_TRUE(eventually([&] { return app->errors().find("Stopping") != std::string::npos; }));
  EXPECT_FALSE(app->hasEnded()) << "it waits for their grace";
  app->signal(SIGINT);
  EXPECT_EQ(endOf(*app).exitCode, 130);
  EXPECT_THAT(processesLeftWith(folder.path().string()), IsEmpty()) << "the guard ends what is left";
  EXPECT_THAT(trialsThatAre(TrialState::Failed), IsEmpty());
  EXPECT_THAT(trialsThatAre(TrialState::Complete), IsEmpty());
}

/// A terminal of our own: the program's standard streams, and the session that it leads.
class Terminal {
public:
  Terminal() : m_master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    ::grantpt(m_master);
    ::unlockpt(m_master);
    m_name = ::ptsname(m_master);
  }
  ~Terminal() { hangUp(); }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  /// In the program's process.
  void become() const {
    ::setsid();
    const int terminal = ::open(m_name.c_str(), O_RDWR);
    ::ioctl(terminal, TIOCSCTTY, 0);
    for (const int descriptor : {0, 1, 2})
      ::dup2(terminal, descriptor);
    ::close(terminal);
  }
  void hangUp() {
    if (m_master >= 0)
      ::close(std::exchange(m_master, -1));
  }

private:
  int m_master;
  std::string m_name;
};

TEST_F(AppFaults, F05_TheTerminalIsGone) {
  waitingStudy();
  Terminal terminal;
  const auto app = start([&] { terminal.become(); });
  ASSERT_TRUE(begins(0) && begins(1));
  terminal.hangUp();
  EXPECT_EQ(endOf(*app).exitCode, 130);
  EXPECT_THAT(trialsThatAre(TrialState::Waiting), ElementsAre(0, 1));
  expectGoesOn(4);
}

TEST_F(AppFaults, F05_WhoeverReadsItsOutputIsGone) {
  waitingStudy();
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const auto app = start([&] { ::dup2(ends[1], 1); });
  ::close(ends[1]);
  ASSERT_TRUE(begins(0));
  ::close(ends[0]);
  letGo();
  EXPECT_EQ(endOf(*app).exitCode, 0) << "the study is worth more than its lines";
  EXPECT_THAT(trialsThatAre(TrialState::Complete), SizeIs(4));
}

TEST_F(AppFaults, F05_StartedWithoutStandardStreamsItWritesIntoNoFileOfItsOwn) {
  scriptStudy("echo loss: 0.5; echo nonsense >&2");
  EXPECT_EQ(run([] {
              for (const int descriptor : {0, 1, 2})
                ::close(descriptor);
            }).exitCode,
            0);
  EXPECT_THAT(trialsThatAre(TrialState::Complete), SizeIs(4));
}

} // namespace
} // namespace sweep::test
