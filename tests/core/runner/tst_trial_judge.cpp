// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/trial_judge.h"

#include <gmock/gmock.h>

#include <limits>

namespace sweep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class TrialJudgeTest : public testing::Test {
protected:
  Outcome judged() const { return judgeTrial(end, reports, seen, objectives, limits); }
  std::string sentence() const { return judged().failure->message.str(); }

  JobFinished end{.exitCode = 0, .signal = {}, .tail = "the tail", .warning = {}};
  Reports reports = {{0, {{"loss", 2.0}, {"time", 9.0}}, 0.0}, {1, {{"loss", 1.5}}, 1.0}};
  OutputSeen seen = {{"loss", "time"}};
  std::vector<Objective> objectives = {Objective{}};
  Limits limits;
};

TEST_F(TrialJudgeTest, TakesTheObjectivesValues) {
  objectives.push_back({.metric = "time", .target = {}});
  const auto outcome = judged();
  EXPECT_EQ(outcome.state, TrialState::Complete);
  EXPECT_THAT(outcome.values, ElementsAre(1.5, 9.0));
  EXPECT_FALSE(outcome.failure);
}

TEST_F(TrialJudgeTest, NamesWhatWasSeenInsteadOfTheMetric) {
  objectives[0].metric = "accuracy";
  EXPECT_EQ(judged().failure->kind, FailureClass::NoMetric);
  EXPECT_EQ(sentence(), "Ended without printing “accuracy”. Its output has: loss, time.");
  EXPECT_EQ(judged().failure->tail, "the tail");
  seen.names.clear();
  EXPECT_THAT(sentence(), HasSubstr("no metric was found in its output"));
  for (char name = 'a'; name < 'z'; ++name)
    seen.names.insert(std::string(1, name));
  EXPECT_THAT(sentence(), HasSubstr("a, b, c, d, e, f, g, h, …"));
}

TEST_F(TrialJudgeTest, SaysWhyAMetricThatWasPrintedIsMissing) {
  seen = {{"time"}, Message("“loss” was printed as “0,93”.")};
  reports.clear();
  EXPECT_EQ(judged().failure->kind, FailureClass::NoMetric);
  EXPECT_EQ(sentence(),
            "Ended without a number for “loss” that could be read. “loss” was printed as “0,93”.");
}

TEST_F(TrialJudgeTest, RefusesValuesThatCannotBeCompared) {
  for (const double value : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
                             -std::numeric_limits<double>::infinity()}) {
    reports.change(1).metrics["loss"] = value;
    EXPECT_EQ(judged().failure->kind, FailureClass::NotANumber);
    EXPECT_TRUE(judged().values.empty());
  }
  EXPECT_EQ(sentence(), "Its “loss” is -inf, which cannot be compared.");
}

TEST_F(TrialJudgeTest, TellsExitCodesAndSignalsApart) {
  end.exitCode = 137;
  EXPECT_EQ(judged().failure->kind, FailureClass::ExitCode);
  EXPECT_EQ(sentence(), "Ended with exit code 137.");
  end.exitCode.reset();
  end.signal = 11;
  EXPECT_EQ(judged().failure->kind, FailureClass::Signal);
  EXPECT_EQ(sentence(), "Ended by SIGSEGV.");
  end.signal = 9;
  EXPECT_EQ(sentence(), "Ended by SIGKILL from outside, perhaps because memory ran out.");
  end.peakMemoryBytes = 3 << 20;
  EXPECT_THAT(sentence(), HasSubstr("perhaps because memory ran out (it had used 3 MiB)"));
}

TEST_F(TrialJudgeTest, SaysWhichLimitEndedIt) {
  limits.trialTime = 60.0;
  limits.silence = 5.0;
  limits.trialMemory = std::int64_t{64} << 20;
  end.signal = 15;
  end.cause = JobFinished::Cause::TimeLimit;
  EXPECT_EQ(judged().failure->kind, FailureClass::Timeout);
  EXPECT_EQ(sentence(), "Ended after its time limit of 60 s.");
  end.cause = JobFinished::Cause::Silence;
  EXPECT_EQ(judged().failure->kind, FailureClass::NoOutput);
  end.cause = JobFinished::Cause::MemoryLimit;
  EXPECT_EQ(judged().failure->kind, FailureClass::OutOfMemory);
  EXPECT_THAT(sentence(), HasSubstr("limit of 64 MiB"));
}

TEST(LastLine, IsTheLastThatSaysSomething) {
  EXPECT_EQ(lastLineOf({FailureClass::ExitCode, Message("Ended."), "Traceback\n  boom \n\n \n"}), "boom");
  EXPECT_EQ(lastLineOf({FailureClass::ExitCode, Message("Ended with %1.", {"2"}), "\n"}), "Ended with 2.");
}

} // namespace
} // namespace sweep
