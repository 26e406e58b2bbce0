// SPDX-License-Identifier: GPL-3.0-or-later
// Trials that train when the program is killed, for each rule of what becomes of them.
#include "core/storage/sqlite_storage.h"
#include "tests/faults/fault_test.h"

#include <chrono>
#include <csignal>
#include <gmock/gmock.h>
#include <random>
#include <sstream>
#include <thread>

namespace sweep::test {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// Trains eight epochs, keeps the last one whole in its checkpoint, and writes down what it goes on from. In the fifth it waits
/// until the file `go` is there; `halves` makes it wait in the middle of a write.
constexpr const char* Trainer = R"(epoch=0
if [ -n "$2" ]; then
  grep -qx '[0-9]*' "$2" || { echo "EOFError: Ran out of input" >&2; exit 2; }
  epoch=$(cat "$2")
  echo "$SWEEP_TRIAL from $epoch" >>resumed
fi
while [ $epoch -lt 8 ]; do
  epoch=$((epoch+1))
  echo "epoch: $epoch loss: 0.$epoch$SWEEP_TRIAL"
  sleep ${EPOCH_SECONDS:-0}
  if [ $epoch -eq 5 ] && [ ! -e go ] && [ -e halves ]; then
    printf '5 and a h' >"$1"
  else
    echo $epoch >"$1.part" && mv "$1.part" "$1"
  fi
  if [ $epoch -eq 5 ] && [ ! -e go ]; then
    touch began-$SWEEP_TRIAL
    while [ ! -e go ]; do sleep 0.02; done
  fi
done)";

class InterruptedTrials : public FaultTest {
protected:
  void trainers(const std::string& more = {}) {
    writeFile(path("trial.sh"), std::string("#!/bin/sh\n") + Trainer + "\n", true);
    study({"./trial.sh", "\"${checkpoint}\"", "\"${resume}\""}, more);
  }
  bool haveReported(std::size_t epochs) {
    return eventually([&] {
      const auto trials = stored().trials;
      return trials.size() == 2 && trials[0].reports.size() >= epochs && trials[1].reports.size() >= epochs;
    });
  }
  /// Kills the program when its first two trials are in their fifth epoch, and lets them go on.
  void killInTheFifthEpoch() {
    const auto app = start();
    ASSERT_TRUE(eventually([&] { return fs::exists(path("began-0")) && fs::exists(path("began-1")); }));
    ASSERT_TRUE(haveReported(5));
    app->signal(SIGKILL);
    EXPECT_EQ(app->wait().signal, SIGKILL);
    endOf(*app);
    EXPECT_THAT(processesLeftWith("FAULT_TEST_FOLDER=" + folder.path().string()), IsEmpty());
    EXPECT_THAT(trialsThatAre(TrialState::Running), ElementsAre(0, 1));
    writeFile(path("go"), "");
  }
  void expectEveryEpochOnce() {
    for (const auto& trial : stored().trials) {
      EXPECT_EQ(trial.state, TrialState::Complete) << trial.number;
      std::vector<std::int64_t> steps;
      for (const auto& report : trial.reports)
        steps.push_back(report.step);
      EXPECT_THAT(steps, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8)) << trial.number;
    }
  }
  std::vector<std::string> resumed() {
    std::vector<std::string> lines;
    std::istringstream text(fileContent(path("resumed")));
    for (std::string line; std::getline(text, line);)
      lines.push_back(line);
    std::ranges::sort(lines);
    return lines;
  }
};

TEST_F(InterruptedTrials, F01_AreContinuedWhereNobodyCanBeAsked) {
  trainers();
  killInTheFifthEpoch();
  const auto end = run();
  EXPECT_EQ(end.exitCode, 0) << end.output << end.errors;
  EXPECT_THAT(
      end.errors,
      HasSubstr("The program ended while trials were running. Continued from their checkpoints: 0, 1."));
  EXPECT_THAT(resumed(), ElementsAre("0 from 5", "1 from 5"));
  expectEveryEpochOnce();
  EXPECT_THAT(stored().trials, SizeIs(4));
}

TEST_F(InterruptedTrials, F01_RunAgainWhereTheStudySaysSo) {
  trainers("interrupted: run again");
  killInTheFifthEpoch();
  const auto end = run();
  EXPECT_EQ(end.exitCode, 0) << end.output << end.errors;
  EXPECT_THAT(end.errors, HasSubstr("Run again: 0, 1."));
  EXPECT_THAT(resumed(), IsEmpty());
  expectEveryEpochOnce();
  for (const auto& trial : stored().trials)
    EXPECT_THAT(trial.attempts, SizeIs(trial.number < 2 ? 2 : 1));
}

TEST_F(InterruptedTrials, F01_AreDroppedWhereTheStudySaysSo) {
  trainers("interrupted: drop");
  killInTheFifthEpoch();
  const auto end = run();
  EXPECT_EQ(end.exitCode, 0) << end.output << end.errors;
  EXPECT_THAT(end.errors, HasSubstr("Dropped: 0, 1."));
  EXPECT_THAT(trialsThatAre(TrialState::Failed), ElementsAre(0, 1));
  EXPECT_THAT(trialsThatAre(TrialState::Complete), ElementsAre(2, 3));
  EXPECT_EQ(failure().kind, FailureClass::Lost);
  EXPECT_THAT(stored().trials.front().attempts, SizeIs(1));
  EXPECT_THAT(stored().trials.front().reports, SizeIs(5)) << "what it had found out stays to be seen";
}

TEST_F(InterruptedTrials, F01_TheCommandLineDecidesOverTheStudy) {
  trainers("interrupted: drop");
  killInTheFifthEpoch();
  options = {"--interrupted", "continue"};
  EXPECT_EQ(run().exitCode, 0);
  EXPECT_THAT(resumed(), ElementsAre("0 from 5", "1 from 5"));
  expectEveryEpochOnce();
  EXPECT_EQ(stored().spec.failures.interrupted, InterruptedRule::Drop) << "once is not always";
}

TEST_F(InterruptedTrials, F01_BeginAnewWhereTheirCheckpointWasCutShort) {
  writeFile(path("halves"), "");
  trainers();
  killInTheFifthEpoch();
  const auto end = run();
  EXPECT_EQ(end.exitCode, 0) << end.output << end.errors;
  EXPECT_THAT(resumed(), IsEmpty());
  expectEveryEpochOnce();
  const auto trial = stored().trials.front();
  ASSERT_THAT(trial.attempts, SizeIs(3));
  EXPECT_THAT(trial.attempts[1].failure->message.str(), HasSubstr("which may be cut short"));
}

TEST_F(InterruptedTrials, F01_KilledOverAndOverEveryTrialTrainsToItsEnd) {
  std::random_device device;
  const unsigned seed = device();
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  writeFile(path("go"), "");
  variables["EPOCH_SECONDS"] = "0.05";
  trainers("run_cap: 12");
  for (int round = 0; round < 15; ++round) {
    const auto app = start();
    std::this_thread::sleep_for(std::chrono::milliseconds(100 + random() % 500));
    app->signal(SIGKILL);
    endOf(*app);
  }
  const auto end = run();
  EXPECT_EQ(end.exitCode, 0) << end.output << end.errors;
  EXPECT_THAT(stored().trials, SizeIs(12));
  for (const auto& trial : stored().trials) {
    EXPECT_EQ(trial.state, TrialState::Complete) << trial.number;
    // A checkpoint may be ahead of what had been read when the program was killed; nothing counts twice.
    for (std::size_t i = 1; i < trial.reports.size(); ++i)
      EXPECT_LT(trial.reports[i - 1].step, trial.reports[i].step) << trial.number;
    EXPECT_EQ(trial.reports.back().step, 8) << trial.number;
    EXPECT_EQ(trial.value(), trial.reports.back().metrics.at("loss"));
  }

  const TemporaryFolder other;
  for (const char* file : {"trial.sh", "study.yaml", "go"})
    fs::copy(path(file), other / file);
  ASSERT_EQ(runApp(other.path(), {"run", "study.yaml"}).exitCode, 0);
  const auto storage = openSqliteStudy(other / "study.sweep", OpenMode::ReadOnly);
  const auto whole = (*storage)->load();
  for (const auto& trial : stored().trials)
    EXPECT_EQ(trial.configuration, whole->trials.at(static_cast<std::size_t>(trial.number)).configuration);
}

TEST_F(InterruptedTrials, F04_EndedOnRequestTheyGoOnFromTheirCheckpoints) {
  trainers("interrupted: drop");
  {
    const auto app = start();
    ASSERT_TRUE(eventually([&] { return fs::exists(path("began-0")) && fs::exists(path("began-1")); }));
    ASSERT_TRUE(haveReported(5));
    app->signal(SIGTERM);
    EXPECT_EQ(endOf(*app).exitCode, 130);
  }
  EXPECT_THAT(trialsThatAre(TrialState::Waiting), ElementsAre(0, 1)) << "who was asked to end drops nothing";
  writeFile(path("go"), "");
  EXPECT_EQ(run().exitCode, 0);
  EXPECT_THAT(resumed(), ElementsAre("0 from 5", "1 from 5"));
  expectEveryEpochOnce();
}

} // namespace
} // namespace sweep::test
