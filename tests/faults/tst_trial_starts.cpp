// SPDX-License-Identifier: GPL-3.0-or-later
// Programs that cannot be started, and trials that fail.
#include "places.h"
#include "tests/faults/fault_test.h"

#include <filesystem>
#include <fstream>

namespace sweep::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class StartFaults : public FaultTest {
protected:
  /// Refused before anything runs, with a sentence; the study is not made.
  void expectRefused(const std::string& sentence) {
    const auto end = run();
    EXPECT_EQ(end.exitCode, 2);
    EXPECT_THAT(end.errors, AllOf(HasSubstr("study.yaml:"), HasSubstr(sentence)));
    EXPECT_THAT(end.output, IsEmpty());
    EXPECT_FALSE(fs::exists(path("study.sweep")));
  }
  /// A program file of these bytes, executable unless said otherwise.
  void programStudy(const std::string& bytes, bool executable = true) {
    writeFile(path("program"), bytes, executable);
    study({"./program"});
  }
};

TEST_F(StartFaults, F36_AProgramThatIsNotThere) {
  study({"./program"});
  expectRefused("There is no program");
}

TEST_F(StartFaults, F36_AProgramThatMayNotBeExecuted) {
  programStudy("#!/bin/sh\necho loss: 1\n", false);
  fs::permissions(path("program"), fs::perms::owner_read);
  expectRefused("may not be executed");
}

TEST_F(StartFaults, F36_AFolderInItsPlace) {
  fs::create_directory(path("program"));
  study({"./program"});
  expectRefused("is a folder, not a program");
}

TEST_F(StartFaults, F36_AnInterpreterThatIsMissing) {
  programStudy("#!/usr/bin/no-such-python\n");
  expectRefused("/usr/bin/no-such-python");
}

TEST_F(StartFaults, F36_AScriptWithTheLineEndsOfWindows) {
  programStudy("#!/bin/sh\r\necho loss: 1\r\n");
  expectRefused("line endings of Windows");
}

TEST_F(StartFaults, F36_AScriptWithoutItsFirstLine) {
  programStudy("echo loss: 1\n");
  expectRefused("neither a program for this machine nor a script");
}

TEST_F(StartFaults, F36_AProgramOfAnotherMachine) {
  // Our own program, said to be of a machine that nobody has: its number stands at byte 18.
  std::string bytes = fileContent(FAKE_TRIAL);
  bytes[18] = bytes[19] = '\x7e';
  programStudy(bytes);
  expectRefused("neither a program for this machine nor a script");
}

TEST_F(StartFaults, F36_AProgramThatGoesAwayInTheMiddleEndsTheRun) {
  scriptStudy("[ $SWEEP_TRIAL -ne 2 ] || rm -f trial.sh\necho loss: 0.5", "run_cap: 50\nparallel: 1");
  const auto end = run();
  EXPECT_EQ(end.exitCode, 1);
  EXPECT_THAT(end.errors, HasSubstr("Paused: 3 trials in a row could not be started. There is no program"));
  EXPECT_THAT(trialsThatAre(TrialState::Complete), SizeIs(3));
  EXPECT_THAT(trialsThatAre(TrialState::Failed), SizeIs(3)) << "and no more of the 50";
  EXPECT_EQ(failure().kind, FailureClass::CouldNotStart);
}

TEST_F(StartFaults, F37_EveryTrialFailsAtOnce) {
  scriptStudy("echo 'no module named torch' >&2; exit 1", "run_cap: 500");
  const auto end = run();
  EXPECT_EQ(end.exitCode, 1);
  EXPECT_THAT(
      end.errors,
      HasSubstr("The study stopped itself: its first 5 trials all failed. The last one said: “no module "
                "named torch”."));
  EXPECT_LE(stored().trials.size(), 6u);
}

TEST_F(StartFaults, F38_OneInTenFailsAndIsTriedAgain) {
  scriptStudy(
      "if [ $((SWEEP_TRIAL % 10)) -eq 3 ] && mkdir tried-$SWEEP_TRIAL; then echo loss: 0; exit 1; fi\n"
      "echo \"loss: 1$SWEEP_X\"",
      "run_cap: 30\nretries: 1");
  const auto end = run();
  EXPECT_EQ(end.exitCode, 0) << end.output;
  EXPECT_THAT(trialsThatAre(TrialState::Complete), SizeIs(30));
  EXPECT_THAT(end.output, Not(HasSubstr("best: loss = 0,")))
      << "what a failed try had printed does not count";
  for (const auto& trial : stored().trials)
    EXPECT_THAT(trial.attempts, SizeIs(trial.number % 10 == 3 ? 2 : 1)) << trial.number;
}

TEST_F(StartFaults, F38_FailuresAreNoScores) {
  scriptStudy("[ $((SWEEP_TRIAL % 10)) -ne 3 ] || exit 1\necho \"loss: 1$SWEEP_X\"",
              "run_cap: 30\nmethod: tpe");
  EXPECT_EQ(run().exitCode, 0);
  EXPECT_THAT(trialsThatAre(TrialState::Failed), SizeIs(3));
  for (const auto& trial : stored().trials)
    EXPECT_EQ(trial.value().has_value(), trial.state == TrialState::Complete) << trial.number;
}

/// Open descriptors and children of a process.
struct Belongings {
  std::ptrdiff_t descriptors = 0;
  std::ptrdiff_t children = 0;
};

Belongings belongingsOf(pid_t pid) {
  Belongings found;
  std::error_code ignored;
  const std::string process = "/proc/" + std::to_string(pid);
  found.descriptors =
      std::distance(fs::directory_iterator(process + "/fd", ignored), fs::directory_iterator());
  for (const auto& task : fs::directory_iterator(process + "/task", ignored)) {
    std::ifstream children(task.path() / "children");
    found.children += std::distance(std::istream_iterator<int>(children), std::istream_iterator<int>());
  }
  return found;
}

TEST_F(StartFaults, F43_ManyShortTrialsLeaveNothingBehind) {
  // The last two wait, so that the program can be looked at when all others are over.
  scriptStudy("case $SWEEP_TRIAL in 40|41|600|601) touch at-$SWEEP_TRIAL; while [ ! -e go-$SWEEP_TRIAL ]; do "
              "sleep 0.02; done;;"
              " esac\necho loss: 1",
              "run_cap: 602");
  const auto app = start();
  const auto lookAt = [&](const std::string& one, const std::string& two) {
    EXPECT_TRUE(eventually([&] { return fs::exists(path("at-" + one)) && fs::exists(path("at-" + two)); }));
    EXPECT_TRUE(app->waitForOutput("trial " + std::to_string(std::stoi(one) - 1) + ":"));
    const auto found = belongingsOf(app->pid());
    writeFile(path("go-" + one), "");
    writeFile(path("go-" + two), "");
    return found;
  };
  const auto early = lookAt("40", "41");
  const auto late = lookAt("600", "601");
  EXPECT_EQ(endOf(*app).exitCode, 0);
  EXPECT_EQ(late.descriptors, early.descriptors);
  EXPECT_EQ(late.children, early.children);
  EXPECT_THAT(trialsThatAre(TrialState::Complete), SizeIs(602));
}

} // namespace
} // namespace sweep::test
