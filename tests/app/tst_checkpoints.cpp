// SPDX-License-Identifier: GPL-3.0-or-later
// Which checkpoints stay, with real programs and a real kill.
#include "tests/app/sweepscope_process.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>

namespace sweep::test {
namespace {

using Json = nlohmann::json;

/// Goes on from what it saved; its loss sinks towards x.
constexpr const char* Trainer = R"(#!/bin/sh
step=0
if [ -n "$SWEEP_RESUME" ]; then step=$(cat "$SWEEP_RESUME/step"); fi
while [ "$step" -lt "$SWEEP_BUDGET" ]; do
  step=$((step + 1))
  awk -v x="$SWEEP_X" -v step="$step" 'BEGIN { printf "epoch %d loss=%.6f\n", step, x + 1 / step }'
  sleep 0.01
done
mkdir -p "$1"
echo "$step" > "$1/step"
)";

constexpr const char* Study = R"(name: halving
program: train.sh
command: ["${program}", "${checkpoint}"]
method: random
scheduler: successive-halving
budget: {unit: epoch, min: 1, max: 9, way: continue}
metric: {name: loss, goal: minimize}
parameters:
  x: {min: 0.0, max: 1.0}
parallel: 3
keep_checkpoints: {best: 1}
)";

class Checkpoints : public testing::Test {
protected:
  Checkpoints() {
    folder.write("train.sh", Trainer, true);
    folder.write("study.yaml", Study);
  }

  QStringList onDisk() const {
    QStringList names;
    const QDir trials(folder.path("study.trials"));
    for (QDirIterator at(trials.path(), QDir::AllEntries | QDir::NoDotAndDotDot,
                         QDirIterator::Subdirectories);
         at.hasNext();)
      if (const auto name = trials.relativeFilePath(at.next());
          name.contains("checkpoint") && !name.endsWith("/step"))
        names.append(name);
    names.sort();
    return names;
  }
  Json trials() const {
    const auto all =
        Json::parse(folder.call({"trials", "study.sweep", "--format", "json"}).out.toStdString());
    return all.is_array() ? all : all.at("trials");
  }
  /// Of the one complete trial.
  QString bestCheckpoint() const {
    for (const auto& trial : trials())
      if (trial.at("state") == "complete")
        return QStringLiteral("%1/checkpoint-%2")
            .arg(trial.at("number").get<int>(), 5, 10, QLatin1Char('0'))
            .arg(trial.at("attempts").size());
    return {};
  }

  SweepscopeFolder folder;
};

TEST_F(Checkpoints, TheRuleOfTheStudyIsCarriedOutByTheEnd) {
  const auto run = folder.call({"run", "study.yaml"});
  ASSERT_EQ(run.exitCode, 0) << run.err.toStdString();
  EXPECT_EQ(onDisk(), QStringList{bestCheckpoint()});
  EXPECT_TRUE(run.out.contains("checkpoints: 1, ")) << run.out.toStdString();
}

TEST_F(Checkpoints, TheCommandLineMayChooseAnotherRule) {
  const auto all = folder.call({"run", "study.yaml", "--keep-checkpoints", "all"});
  ASSERT_EQ(all.exitCode, 0) << all.err.toStdString();
  EXPECT_EQ(onDisk().size(), 13);
  const auto last = folder.call({"run", "study.sweep", "--keep-checkpoints", "last"});
  EXPECT_EQ(onDisk().size(), 9) << last.err.toStdString();
  EXPECT_TRUE(last.out.contains("checkpoints: 9, ")) << last.out.toStdString();
  folder.call({"run", "study.sweep"});
  EXPECT_EQ(onDisk().size(), 9) << "the study has kept the rule";
  folder.call({"run", "study.sweep", "--keep-checkpoints", "best:1"});
  EXPECT_EQ(onDisk(), QStringList{bestCheckpoint()});
  const auto bad = folder.call({"run", "study.sweep", "--keep-checkpoints", "best"});
  EXPECT_EQ(bad.exitCode, 2);
  EXPECT_TRUE(bad.err.contains("all, last or best:K")) << bad.err.toStdString();
}

/// Runs it until so many trials have ended, and kills it where it is then.
void killAfter(const SweepscopeFolder& folder, int trials) {
  QProcess process;
  folder.start(process, {"run", "study.yaml"});
  QElapsedTimer timer;
  timer.start();
  for (QByteArray text;
       text.count('\n') < trials && timer.elapsed() < 30'000 && process.state() == QProcess::Running;) {
    process.waitForReadyRead(100);
    text += process.readAllStandardOutput();
  }
  process.kill();
  process.waitForFinished(30'000);
}

TEST_F(Checkpoints, KilledAgainAndAgainTheStudyLosesNothing) {
  for (const int trials : {3, 2, 4, 1})
    killAfter(folder, trials);
  const auto run = folder.call({"run", "study.yaml"});
  ASSERT_EQ(run.exitCode, 0) << run.err.toStdString();
  EXPECT_FALSE(run.err.contains("has left no checkpoint")) << run.err.toStdString();
  EXPECT_EQ(onDisk(), QStringList{bestCheckpoint()});
  std::map<double, int> reached;
  for (const auto& trial : trials()) {
    EXPECT_TRUE(trial.at("state") == "complete" || trial.at("state") == "pruned");
    EXPECT_EQ(trial.at("reports").size(), trial.at("budget").get<std::size_t>());
    ++reached[trial.at("budget").get<double>()];
  }
  EXPECT_EQ(reached, (std::map<double, int>{{1.0, 6}, {3.0, 2}, {9.0, 1}}));
}

} // namespace
} // namespace sweep::test
