// SPDX-License-Identifier: GPL-3.0-or-later
// A program that was asleep, that has no memory, descriptors, display, home or place for temporary files.
#include "tests/faults/fault_test.h"
#include "tests/faults/lonely_user.h"
#include "tests/support/sanitized.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

namespace sweep::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Surroundings : public FaultTest {
protected:
  void expectComplete(const AppResult& end, std::size_t trials = 4) {
    EXPECT_EQ(end.exitCode, 0) << end.output << end.errors;
    EXPECT_THAT(trialsThatAre(TrialState::Complete), SizeIs(trials)) << end.output << end.errors;
  }
};

void limit(int what, rlim_t most) {
  const struct rlimit few = {most, most};
  ::setrlimit(static_cast<__rlimit_resource>(what), &few);
}

TEST_F(Surroundings, F06_ASleepOfTheProgramIsNoDelayOfItsTrials) {
  scriptStudy("touch began-$SWEEP_TRIAL; sleep 3; echo loss: 0.5",
              "run_cap: 2\ntrial_time_limit: 2.5\nsilence_limit: 2.5");
  const auto app = start();
  ASSERT_TRUE(eventually([&] { return fs::exists(path("began-0")) && fs::exists(path("began-1")); }));
  app->signal(SIGSTOP);
  std::this_thread::sleep_for(std::chrono::milliseconds(2600));
  app->signal(SIGCONT);
  expectComplete(endOf(*app), 2);
}

TEST_F(Surroundings, F09_WithFewDescriptorsItWaitsAndBurnsNoTrial) {
  if (test::IsSanitized)
    GTEST_SKIP() << "a sanitizer needs descriptors of its own to look at memory";
  scriptStudy("sleep 0.2; echo loss: 0.5", "run_cap: 20\nparallel: 60");
  const auto end = run([] { limit(RLIMIT_NOFILE, 64); });
  EXPECT_THAT(end.errors,
              HasSubstr("No trial can be started now: The system has no room for another process"));
  expectComplete(end, 20);
}

class LonelyUser : public Surroundings {
protected:
  void SetUp() override {
    if (::getuid() != 0)
      GTEST_SKIP() << "only root may become another user";
  }
  AppResult runAlone(rlim_t processes) {
    shareWithEverybody(folder.path());
    return run([=] {
      becomeUser(lonelyUser());
      limit(RLIMIT_NPROC, processes);
    });
  }
};

TEST_F(LonelyUser, F09_WithFewProcessesItWaitsAndBurnsNoTrial) {
  // Long enough for all of them to be wanted at once.
  fakeStudy({"slow", "5", "200"}, "run_cap: 20\nparallel: 60");
  const auto end = runAlone(30);
  EXPECT_THAT(end.errors,
              HasSubstr("No trial can be started now: The system has no room for another process"));
  expectComplete(end, 20);
}

TEST_F(LonelyUser, F09_WithoutAThreadForItselfItSaysSo) {
  scriptStudy("echo loss: 0.5");
  const auto end = runAlone(1);
  EXPECT_EQ(end.exitCode, 1);
  EXPECT_THAT(end.errors,
              HasSubstr("Sweepscope cannot go on: the system says “Resource temporarily unavailable”."));
  expectComplete(run());
}

TEST_F(LonelyUser, F33_ATrialThatForksWithoutEndDoesNotTakeTheProgramWithIt) {
  scriptStudy(
      "[ $SWEEP_TRIAL -ne 1 ] || for i in $(seq 1000); do sleep 600 & done 2>/dev/null\necho loss: 0.5",
      "run_cap: 8");
  const auto end = runAlone(200);
  EXPECT_GE(trialsThatAre(TrialState::Complete).size(), 7u) << end.output << end.errors;
  EXPECT_THAT(trialsThatAre(TrialState::Running), IsEmpty());
  EXPECT_TRUE(eventually([&] { return living().empty(); })) << "what is killed takes a moment to be gone";
}

TEST_F(Surroundings, F10_WithoutMemoryItSaysSoAndTheStudyGoesOn) {
  if (test::IsSanitized)
    GTEST_SKIP() << "a sanitizer ends a program that has no memory left";
  fakeStudy({"metrics", "20000"}, "run_cap: 20");
  const auto app = start();
  ASSERT_TRUE(app->waitForOutput("trial 0:"));
  // Room for its trials, and none for more than it has itself.
  const struct rlimit little = {64 << 20, RLIM_INFINITY};
  ASSERT_EQ(::prlimit(app->pid(), RLIMIT_AS, &little, nullptr), 0);
  const auto end = endOf(*app);
  EXPECT_EQ(end.exitCode, 1);
  EXPECT_THAT(end.errors,
              HasSubstr("Sweepscope has run out of memory. Trials that were told as finished are saved"));
  expectComplete(run(), 20);
}

TEST_F(Surroundings, F12_WithoutADisplayTheWindowSaysWhatToDo) {
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
    ::unsetenv(name);
  scriptStudy("echo loss: 0.5");
  for (const char* display : {"", "/nonexistent:77"}) {
    if (*display)
      variables["DISPLAY"] = display;
    AppProcess app(folder.path(), {"study.yaml"}, variables);
    EXPECT_EQ(app.wait().exitCode, 1);
    EXPECT_THAT(app.errors(),
                HasSubstr("no display can be reached. Without one, studies are run by\n  sweepscope run "));
  }
}

TEST_F(Surroundings, F12_WithoutADisplayStudiesRun) {
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
    ::unsetenv(name);
  scriptStudy("echo loss: 0.5");
  expectComplete(run());
}

TEST_F(Surroundings, F13_WithoutHomeOrPlaceForTemporaryFiles) {
  scriptStudy("echo loss: 0.5");
  expectComplete(run([] {
    for (const char* name :
         {"HOME", "TMPDIR", "USER", "PATH", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"})
      ::unsetenv(name);
  }));
}

TEST_F(Surroundings, F13_WithAHomeAndTemporaryFolderThatAreNotThere) {
  scriptStudy("echo loss: 0.5");
  for (const char* name :
       {"HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "SQLITE_TMPDIR"})
    variables[name] = "/nonexistent";
  expectComplete(run());
}

} // namespace
} // namespace sweep::test
