// SPDX-License-Identifier: GPL-3.0-or-later
// What trials print.
#include "tests/faults/fault_test.h"

#include <cmath>
#include <sstream>

namespace sweep::test {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

constexpr std::int64_t KiB = 1024;

/// The most memory that a process ever had resident, in KiB; 0 when it is gone.
std::int64_t peakKiB(pid_t pid) {
  std::istringstream status(fileContent("/proc/" + std::to_string(pid) + "/status"));
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:"))
      return std::atoll(line.c_str() + 6);
  return 0;
}

class OutputFaults : public FaultTest {
protected:
  /// The peak of the program once its first trial has reported, and the one when it is nearly done.
  void expectFlatMemory(const std::string& mode) {
    fakeStudy({mode, "1000000000"}, "run_cap: 1\nparallel: 1");
    const auto app = start();
    ASSERT_TRUE(eventually([&] { return logOf(0).size() > 1U << 20; }));
    const auto early = peakKiB(app->pid());
    auto late = early;
    while (!app->hasEnded())
      late = std::max(late, peakKiB(app->pid()));
    const auto end = endOf(*app);
    EXPECT_THAT(end.output, HasSubstr("loss 0.25")) << end.errors;
    EXPECT_GT(early, 0);
    EXPECT_LT(late - early, 24 * KiB) << "KiB while a gigabyte went by";
    EXPECT_LT(logOf(0).size(), (8U << 20) + 200);
    EXPECT_THAT(logOf(0), HasSubstr("bytes not kept"));
    EXPECT_TRUE(logOf(0).ends_with("loss: 0.25\n"));
  }
};

TEST_F(OutputFaults, F19_AGigabyteOfLinesNeedsNoMemory) {
  expectFlatMemory("flood");
}

TEST_F(OutputFaults, F20_AGigabyteWithoutANewlineNeedsNoMemory) {
  expectFlatMemory("flood-without-newline");
}

TEST_F(OutputFaults, F21_NoneOfAHundredThousandStepsIsLost) {
  fakeStudy({"metrics", "100000"}, "run_cap: 1");
  EXPECT_EQ(run().exitCode, 0);
  const auto study = stored();
  ASSERT_THAT(study.trials.front().reports, SizeIs(100'000));
  EXPECT_EQ(study.trials.front().reports.back().step, 100'000);
}

TEST_F(OutputFaults, F22_MetricsAreFoundAmongBytesOfEveryKind) {
  fakeStudy({"binary"}, "run_cap: 1");
  const auto end = run();
  EXPECT_THAT(end.output, HasSubstr("loss 0.5"));
  EXPECT_THAT(end.output, Not(HasSubstr("\x1b"))) << "nothing of it reaches the terminal";
}

TEST_F(OutputFaults, F22_AProgressBarOfCarriageReturnsIsRead) {
  scriptStudy(R"(for i in 1 2 3; do printf '\rstep: %d loss: 0.%d' $i $i; done; printf '\r\n')",
              "run_cap: 1");
  EXPECT_THAT(run().output, HasSubstr("loss 0.3"));
  EXPECT_THAT(stored().trials.front().reports, SizeIs(3));
}

TEST_F(OutputFaults, F23_ALineThatComesInPiecesIsOneLine) {
  fakeStudy({"pieces"}, "run_cap: 1");
  EXPECT_THAT(run().output, HasSubstr("loss 0.0625")) << "its last line has no end";
  std::vector<double> values;
  const auto study = stored();
  for (const auto& report : study.trials.front().reports)
    if (report.metrics.contains("loss"))
      values.push_back(report.metrics.at("loss"));
  EXPECT_THAT(values, ElementsAre(0.125, 0.0625));
}

TEST_F(OutputFaults, F24_WhatIsNoFiniteNumberIsAFailureNotAScore) {
  scriptStudy(
      "set -- nan '-nan(0x1)' Infinity -inf 1e999 -1e999 0x1p-3\nshift $SWEEP_TRIAL\necho \"loss: $1\"",
      "run_cap: 7\nparallel: 1\nstop_after_initial_failures: 0");
  const auto end = run();
  EXPECT_THAT(end.output, HasSubstr("trial 0: Its “loss” is nan, which cannot be compared."));
  EXPECT_THAT(end.output, HasSubstr("best: loss = 0.125, trial 6"));
  for (const auto& trial : stored().trials) {
    EXPECT_EQ(trial.state, trial.number < 6 ? TrialState::Failed : TrialState::Complete) << trial.number;
    for (const double value : trial.values)
      EXPECT_TRUE(std::isfinite(value)) << trial.number;
  }
}

TEST_F(OutputFaults, F25_ADecimalCommaIsNamedAndNeverRead) {
  scriptStudy("echo 'loss: 0,93'", "run_cap: 1");
  EXPECT_THAT(
      run().output,
      HasSubstr("Ended without a number for “loss” that could be read. “loss” was printed as “0,93”, whose "
                "comma may be a decimal comma"));
  EXPECT_EQ(trialsThatAre(TrialState::Failed), std::vector<int>{0});
}

TEST_F(OutputFaults, F25_ALanguageWithDecimalCommasChangesNoNumber) {
  for (const char* name : {"LC_ALL", "LC_NUMERIC", "LANG"})
    variables[name] = "de_DE.UTF-8";
  scriptStudy(R"(case "$SWEEP_X" in *,*) exit 3;; esac; echo "loss: $SWEEP_X")");
  const auto end = run();
  EXPECT_EQ(end.exitCode, 0) << end.output;
  for (const auto& trial : stored().trials)
    EXPECT_EQ(trial.value(), std::get<double>(*trial.configuration.find("x"))) << trial.number;
}

TEST_F(OutputFaults, F26_WithoutTheMetricItSaysWhatWasPrinted) {
  scriptStudy("echo accuracy: 0.5 >&2; echo no idea", "run_cap: 1");
  const auto end = run();
  EXPECT_EQ(end.exitCode, 1);
  EXPECT_THAT(end.output, HasSubstr("Ended without printing “loss”"));
  EXPECT_EQ(failure().kind, FailureClass::NoMetric);
  EXPECT_THAT(failure().tail, HasSubstr("accuracy: 0.5"));
}

TEST_F(OutputFaults, F27_AMetricBeforeABadEndIsKeptAndNotCounted) {
  scriptStudy("echo loss: 0.001; exit 3", "run_cap: 1");
  EXPECT_THAT(run().output, HasSubstr("Ended with exit code 3."));
  const auto trial = stored().trials.front();
  EXPECT_EQ(trial.state, TrialState::Failed);
  EXPECT_THAT(trial.values, SizeIs(0));
  EXPECT_EQ(trial.reports.front().metrics.at("loss"), 0.001);
}

TEST_F(OutputFaults, F28_StepsMayRepeatGoBackAndBeHuge) {
  scriptStudy("for s in 1 2 2 1000000000000 1; do echo \"step: $s loss: 0.$s\"; done", "run_cap: 1");
  const auto end = run();
  EXPECT_EQ(end.exitCode, 0) << end.output;
  std::vector<std::int64_t> steps;
  const auto study = stored();
  for (const auto& report : study.trials.front().reports)
    steps.push_back(report.step);
  EXPECT_THAT(steps, ElementsAre(1, 2, 2, 1'000'000'000'000, 1)) << "all are kept as they came";
  EXPECT_THAT(end.output, HasSubstr("loss 0.1")) << "the last line counts";
}

TEST_F(OutputFaults, F28_WhatADescendantPrintsAfterTheEndIsNotCounted) {
  scriptStudy("(trap '' HUP TERM; sleep 0.7; echo loss: 0.0001) &\necho loss: 0.5");
  EXPECT_EQ(run().exitCode, 0);
  for (const auto& trial : stored().trials)
    EXPECT_EQ(trial.value(), 0.5) << trial.number;
}

TEST_F(OutputFaults, F42_AHugeLineOfJsonIsCut) {
  scriptStudy(R"(printf '{"text": "'; head -c 100000000 /dev/zero | tr '\0' x; echo '", "loss": 1}'
printf '{'; seq -f '"k%.0f": 1,' 100000 | tr -d '\n'; echo '"loss": 2}'
echo '{"loss": 0.25}')",
              "run_cap: 1");
  EXPECT_THAT(run().output, HasSubstr("loss 0.25"));
  EXPECT_EQ(stored().trials.front().reports.back().metrics, (std::map<std::string, double>{{"loss", 0.25}}));
}

} // namespace
} // namespace sweep::test
