// SPDX-License-Identifier: GPL-3.0-or-later
// Files that trials write their metrics into: missing, half, huge, linked, another's.
#include "tests/faults/fault_test.h"

#include <csignal>
#include <filesystem>

namespace sweep::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class MetricFileFaults : public FaultTest {
protected:
  /// A script whose trials go to their folder and are to write this file there.
  void fileStudy(const std::string& lines, const std::string& file = "metrics.csv",
                 const std::string& more = {}) {
    scriptStudy("cd \"$SWEEP_DIR\"\n" + lines, "metric_source: {file: \"" + file + "\"}\n" + more);
  }
  void expectEveryFailure(const std::string& sentence) {
    const auto end = run();
    EXPECT_EQ(end.exitCode, 1) << end.output << end.errors;
    EXPECT_THAT(trialsThatAre(TrialState::Failed), SizeIs(4));
    EXPECT_EQ(failure().kind, FailureClass::NoMetric);
    EXPECT_THAT(failure().message.str(), HasSubstr(sentence));
  }
};

TEST_F(MetricFileFaults, F26_AFileThatIsNotWrittenIsNamedWithWhatWasPrintedInstead) {
  fileStudy("echo accuracy: 0.5");
  expectEveryFailure(
      "Ended without “loss”. The program has not written “metrics.csv”. Its output has: accuracy.");
}

TEST_F(MetricFileFaults, F26_AFileWithoutTheMetricIsNamedWithWhatItHas) {
  fileStudy("printf 'epoch,accuracy\\n1,0.5\\n' >metrics.csv");
  expectEveryFailure("Ended without “loss”. “metrics.csv” has: accuracy.");
}

TEST_F(MetricFileFaults, F24_WhatIsNoFiniteNumberInAFileIsAFailure) {
  fileStudy("echo '{\"loss\": NaN}' >metrics.json", "metrics.json");
  const auto end = run();
  EXPECT_EQ(failure().kind, FailureClass::NotANumber) << end.output << end.errors;
}

TEST_F(MetricFileFaults, F25_ADecimalCommaInAFileIsNamedAndNeverRead) {
  fileStudy("printf 'loss;accuracy\\n0,93;0.5\\n' >metrics.csv");
  expectEveryFailure("“loss” was printed as “0,93”");
}

TEST_F(MetricFileFaults, F34_ALinkInPlaceOfTheFileIsNotFollowed) {
  writeFile(folder / "victim.csv", "loss\n0.125\n");
  fileStudy("ln -s " + (folder / "victim.csv") + " metrics.csv");
  expectEveryFailure("a link stands in its path");
}

TEST_F(MetricFileFaults, F34_AnotherFolderInPlaceOfTheTrialsIsNotLookedInto) {
  fs::create_directory(folder.path() / "victim");
  writeFile(folder / "victim/metrics.csv", "loss\n0.125\n");
  fileStudy("mv \"$SWEEP_DIR\" \"$SWEEP_DIR.old\"; ln -s " + (folder / "victim") +
            " \"$SWEEP_DIR\"; touch \"$SWEEP_DIR/metrics.csv\"");
  expectEveryFailure("The program has not written “metrics.csv”.");
}

TEST_F(MetricFileFaults, F34_APipeInPlaceOfTheFileIsNotWaitedFor) {
  fileStudy("mkfifo metrics.csv");
  expectEveryFailure("it is no plain file");
}

TEST_F(MetricFileFaults, F35_AFileThatAnAttemptBeforeHasLeftDoesNotCount) {
  fileStudy("[ ! -e metrics.csv ] || { echo nothing new; exit 0; }\necho loss >metrics.csv; echo 0.5 "
            ">>metrics.csv; exit 3",
            "metrics.csv", "retries: 1");
  expectEveryFailure("what stands in it is older");
}

TEST_F(MetricFileFaults, F41_HalfAFileIsNoResult) {
  fileStudy("printf '[{\"loss\": 0.5},\\n{\"loss\": 0.2' >metrics.json", "metrics.json");
  expectEveryFailure("“metrics.json” was not read: it breaks off in its line 2.");
}

TEST_F(MetricFileFaults, F41_AFileWhoseProgramWasKilledIsKeptAndNotCounted) {
  fileStudy("printf 'loss\\n0.5\\n0.2' >metrics.csv; kill -KILL $$");
  const auto end = run();
  EXPECT_EQ(failure().kind, FailureClass::Signal) << end.output << end.errors;
  EXPECT_THAT(trialsThatAre(TrialState::Complete), IsEmpty());
}

TEST_F(MetricFileFaults, F42_AHugeFileIsRefused) {
  fileStudy("truncate -s 500M metrics.json", "metrics.json");
  expectEveryFailure("it has more than the 16777216 bytes that are read");
}

TEST_F(MetricFileFaults, F42_AHundredThousandNamesAreRefused) {
  fileStudy("{ printf '{'; seq -f '\"key%.0f\": 1,' 100000; printf '\"loss\": 1}'; } >metrics.json",
            "metrics.json");
  expectEveryFailure("has more than 10000 numbers");
}

/// Trials that never end by themselves are ended by what they write while they run.
TEST_F(MetricFileFaults, EndsTrialsInFlightByWhatTheyWrite) {
  fileStudy("echo epoch,loss >metrics.csv\ni=0; while :; do i=$((i+1)); echo $i,0.$i >>metrics.csv; sleep "
            "0.02; done",
            "metrics.csv",
            "scheduler: successive-halving\nbudget: {unit: epoch, min: 2, max: 8, way: stop_in_flight}");
  const auto end = run();
  EXPECT_EQ(end.exitCode, 0) << end.output << end.errors;
  EXPECT_THAT(trialsThatAre(TrialState::Failed), IsEmpty());
  EXPECT_THAT(trialsThatAre(TrialState::Complete), testing::Not(IsEmpty()));
  for (const auto& trial : stored().trials)
    EXPECT_FALSE(trial.reports.empty()) << trial.number;
}

} // namespace
} // namespace sweep::test
