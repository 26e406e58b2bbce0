// SPDX-License-Identifier: GPL-3.0-or-later
// Trials that do not end, or not as they should.
#include "tests/faults/fault_test.h"

#include <csignal>

namespace sweep::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class TrialFaults : public FaultTest {};

TEST_F(TrialFaults, F14_ATrialThatHangsEndsAtItsTimeLimit) {
  fakeStudy({"hang"}, "trial_time_limit: 0.3\nrun_cap: 2");
  const auto end = run();
  EXPECT_EQ(end.exitCode, 1);
  EXPECT_THAT(end.output, HasSubstr("Ended after its time limit of 0.3 s."));
  EXPECT_THAT(end.output, HasSubstr("No trial is complete"));
  EXPECT_EQ(failure().kind, FailureClass::Timeout);
  EXPECT_EQ(stored().trials.front().attempts.front().signal, SIGTERM);
}

TEST_F(TrialFaults, F14_ATrialThatFallsSilentEndsAtItsSilenceLimit) {
  scriptStudy("echo loss: 0.5; exec sleep 600", "silence_limit: 0.3\nrun_cap: 2");
  const auto end = run();
  EXPECT_THAT(end.output, HasSubstr("Ended after 0.3 s without any output."));
  EXPECT_EQ(failure().kind, FailureClass::NoOutput);
  EXPECT_THAT(failure().tail, HasSubstr("loss: 0.5"));
  EXPECT_THAT(stored().trials.front().reports, SizeIs(1)) << "what it had reported is kept";
}

TEST_F(TrialFaults, F15_ATrialThatIgnoresTermIsKilledAfterItsGrace) {
  fakeStudy({"ignore-term"}, "trial_time_limit: 0.2\nrun_cap: 2");
  EXPECT_THAT(run().output, HasSubstr("Ended after its time limit"));
  for (const auto& trial : stored().trials) {
    EXPECT_EQ(trial.attempts.front().signal, SIGKILL);
    EXPECT_GE(trial.attempts.front().wallSeconds, 0.5) << "0.2 s of its own and 0.3 s of grace";
  }
}

TEST_F(TrialFaults, F15_StoppingTheProgramKillsATrialThatIgnoresTermToo) {
  fakeStudy({"ignore-term"});
  const auto app = start();
  ASSERT_TRUE(eventually([&] { return logOf(0) == "ignoring\n" && logOf(1) == "ignoring\n"; }));
  app->signal(SIGTERM);
  EXPECT_EQ(endOf(*app).exitCode, 130);
  EXPECT_THAT(trialsThatAre(TrialState::Waiting), ElementsAre(0, 1));
}

TEST_F(TrialFaults, F16_GrandchildrenGoWithTheirTrial) {
  fakeStudy({"grandchildren", "5", "1"}, "trial_time_limit: 0.3\nrun_cap: 2");
  EXPECT_THAT(run().output, HasSubstr("Ended after its time limit"));
  EXPECT_THAT(living(), IsEmpty()) << "nothing is left at the very end of the program, without any wait";
}

TEST_F(TrialFaults, F17_GrandchildrenInSessionsOfTheirOwnGoToo) {
  fakeStudy({"moved-grandchild", "1"}, "trial_time_limit: 0.3\nrun_cap: 2");
  EXPECT_THAT(run().output, HasSubstr("Ended after its time limit"));
  EXPECT_THAT(living(), IsEmpty());
}

TEST_F(TrialFaults, F18_ADaemonThatHoldsTheOutputDoesNotKeepItsTrial) {
  scriptStudy("setsid sleep 600 &\necho loss: 0.25");
  const auto end = run();
  EXPECT_EQ(end.exitCode, 0) << end.errors;
  EXPECT_THAT(end.output, HasSubstr("loss 0.25"));
  EXPECT_THAT(trialsThatAre(TrialState::Complete), SizeIs(4));
  EXPECT_THAT(living(), IsEmpty());
}

TEST_F(TrialFaults, F29_ClosedOutputIsNoEnd) {
  scriptStudy("echo loss: 0.5; exec >&- 2>&-; sleep 0.2; exit 0");
  EXPECT_EQ(run().exitCode, 0);
  for (const auto& trial : stored().trials)
    EXPECT_GE(trial.attempts.front().wallSeconds, 0.2);
}

TEST_F(TrialFaults, F29_AQuestionGetsTheEndOfInputAndNoTerminal) {
  scriptStudy("read answer; echo \"read $?\"; (echo hello >/dev/tty) 2>&1; echo loss: 0.5");
  EXPECT_EQ(run().exitCode, 0);
  EXPECT_THAT(logOf(0), HasSubstr("read 1\n"));
  EXPECT_THAT(logOf(0), HasSubstr("/dev/tty"));
}

TEST_F(TrialFaults, F30_ExitCodesAndSignalsAreToldApart) {
  scriptStudy("case $SWEEP_TRIAL in 0) exit 137;; 1) kill -KILL $$;; 2) exit 255;; 3) kill -SEGV $$;; esac",
              "parallel: 1\nstop_after_initial_failures: 0");
  const auto end = run();
  EXPECT_THAT(end.output, HasSubstr("trial 0: Ended with exit code 137."));
  EXPECT_THAT(end.output,
              HasSubstr("trial 1: Ended by SIGKILL from outside, perhaps because memory ran out"));
  EXPECT_THAT(end.output, HasSubstr("trial 2: Ended with exit code 255."));
  EXPECT_THAT(end.output, HasSubstr("trial 3: Ended by SIGSEGV."));
  EXPECT_THAT(end.output, testing::Not(HasSubstr("it had used 0 MiB"))) << "what is not known is not told";
}

TEST_F(TrialFaults, F39_AStoppedTrialIsEndedAtItsLimit) {
  fakeStudy({"stop-self"}, "trial_time_limit: 0.3\nrun_cap: 2");
  EXPECT_THAT(run().output, HasSubstr("Ended after its time limit"));
  EXPECT_EQ(stored().trials.front().attempts.front().signal, SIGTERM)
      << "it was continued, so that it could heed it";
}

} // namespace
} // namespace sweep::test
