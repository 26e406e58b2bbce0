// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/sweepscope_process.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace sweep::test {
namespace {

/// Its result depends on its values, its seed and the order of both; it goes on from what it saved.
constexpr const char* Trainer = R"(#!/bin/sh
step=0
level=0
if [ -n "$SWEEP_RESUME" ]; then read -r step level < "$SWEEP_RESUME"; fi
awk -v step="$step" -v level="$level" -v to="$SWEEP_BUDGET" -v lr="$SWEEP_LR" -v word="$SWEEP_WORD" -v seed="$SWEEP_SEED" -v file="$1" 'BEGIN {
  while (step < to) {
    step++
    level += lr * (1 - level) * 0.5 - lr * lr * level * 0.4 + (seed % 997) * 1e-6 + length(word) * 1e-3
    printf "{\"epoch\": %d, \"score\": %.12f}\n", step, level
  }
  printf "%d %.17g\n", step, level > file
}'
)";

constexpr const char* Study = R"(name: population
program: train.sh
command: ["${program}", "${checkpoint}"]
method: random
scheduler: pbt
scheduler_options: {population: 6}
budget: {unit: epoch, min: 1, max: 6, way: continue}
metric: {name: score, goal: maximize}
parameters:
  lr: {min: 0.01, max: 0.9}
  word: {values: ["it's", "two words", "$HOME"]}
parallel: 2
seed: 3
)";

double lastScore(const QString& output) {
  const QString line = output.trimmed().section('\n', -1);
  return nlohmann::json::parse(line.toStdString()).at("score").get<double>();
}

TEST(Schedule, PlayedAsOneRunEndsWithTheResultOfTheBestMember) {
  const SweepscopeFolder folder;
  folder.write("train.sh", Trainer, true);
  folder.write("population.yaml", Study);
  const auto run = folder.call({"run", "population.yaml"});
  ASSERT_EQ(run.exitCode, 0) << run.err.toStdString();

  const auto schedule = nlohmann::json::parse(folder.call({"schedule", "population.sweep", "--format", "json"}).out.toStdString());
  ASSERT_EQ(schedule.at("schedule").size(), 6u);
  const double best = schedule.at("schedule").back().at("value").get<double>();
  EXPECT_EQ(folder.call({"schedule", "population.sweep"}).out.count('\n'), 7);

  ASSERT_EQ(folder.call({"schedule", "population.sweep", "--format", "script", "-o", "schedule.sh"}).exitCode, 0);
  const auto played = folder.shell("sh schedule.sh 'a new folder'");
  ASSERT_EQ(played.exitCode, 0) << played.err.toStdString();
  EXPECT_EQ(played.out.count('\n'), 6) << played.out.toStdString();
  EXPECT_EQ(lastScore(played.out), best) << folder.read("schedule.sh").toStdString();
}

TEST(Schedule, SaysWhyThereIsNone) {
  const SweepscopeFolder folder;
  folder.writeStudy(3);
  ASSERT_EQ(folder.call({"run", "study.yaml"}).exitCode, 0);
  const auto none = folder.call({"schedule", "study.sweep"});
  EXPECT_EQ(none.exitCode, 1);
  EXPECT_TRUE(none.err.contains("has reached a budget")) << none.err.toStdString();
  EXPECT_EQ(folder.call({"schedule", "study.sweep", "--trial", "77"}).exitCode, 2);
  EXPECT_NE(folder.call({"schedule", "study.sweep", "--format", "xml"}).exitCode, 0);
}

} // namespace
} // namespace sweep::test
