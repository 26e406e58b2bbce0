// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/search_space.h"
#include "core/study/checkpoint_rule.h"
#include "core/study/failure_rules.h"
#include "core/study/objective.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sweep {

/// The program to tune and how it is started. See runner/command_template.h for the placeholders.
struct Program {
  /// What ${program} stands for.
  std::string program;
  /// Words with placeholders, never a string for a shell.
  std::vector<std::string> command = {"${program}", "${args}"};
  /// Relative to the study file's folder; empty for that folder itself.
  std::string workingDirectory;
  std::vector<std::pair<std::string, std::string>> environment;
  /// Names of environment variables that hold secrets: their values are taken from the environment of the application when
  /// a trial starts, and are never written down.
  std::vector<std::string> secrets;
  friend bool operator==(const Program&, const Program&) = default;
};

/// What is played on a virtual clock instead of running the program: recorded learning curves, or a formula.
struct Replay {
  /// A CSV of learning curves (executor/curves_csv.h) or a study (.sweep); relative to the study file's folder. Empty for a
  /// formula.
  std::string table;
  /// An Expression (space/expression.h) that may draw for each metric, over the numeric parameters and `step`; when there is no
  /// table.
  std::vector<std::pair<std::string, std::string>> formulas;
  /// Of a formula: how many steps a trial has where the study has no budget, and after how many it reports; it reports at its
  /// end in any case. >= 1.
  std::int64_t steps = 1;
  std::int64_t reportEvery = 1;
  /// Virtual seconds that a step takes, as an Expression over the numeric parameters, where the table does not say.
  std::string secondsPerStep = "1";
  friend bool operator==(const Replay&, const Replay&) = default;
};

/// Where metrics are read from: the program's output, or a file that it writes.
struct MetricSource {
  /// Id of a preset of runner/metric_reader.h: "auto" reads `name: value`, `name=value` and JSON lines of the output.
  std::string preset = "auto";
  /// For the preset "regex": an ECMAScript expression with the groups name and value, or value alone.
  std::string expression;
  /// For the preset "file": its path, relative to the trial's folder, with the placeholders of runner/command_template.h.
  std::string file = {};
  /// "json" or "csv"; empty: as the file's name ends. See runner/metric_text.h.
  std::string format = {};
  friend bool operator==(const MetricSource&, const MetricSource&) = default;
};

/// A named pair of sampler and scheduler with their settings, keyed by the names of the options that each describes.
struct MethodChoice {
  std::string sampler = "random";
  Configuration samplerOptions;
  std::string scheduler = "full";
  Configuration schedulerOptions;
  friend bool operator==(const MethodChoice&, const MethodChoice&) = default;
};

/// What each trial gets of the machine. No more run at a time than there is for.
struct Resources {
  /// Ids of devices, such as GPUs, one for each trial; empty: none is handed out.
  std::vector<std::string> devices;
  /// Trials at a time on one device.
  int trialsPerDevice = 1;
  /// The environment variable that a trial finds its device in, beside SWEEP_DEVICE.
  std::string deviceVariable = "CUDA_VISIBLE_DEVICES";
  /// Processors that a trial has for itself and is bound to; nothing: all of them, shared.
  std::optional<int> processors;
  /// 0 … 19: how far trials stand back behind other programs.
  int niceness = 0;
  friend bool operator==(const Resources&, const Resources&) = default;
};

/// How a program is given a part of its training only.
enum class BudgetWay {
  /// It knows nothing of budgets; it is ended once its reports have come far enough.
  StopInFlight,
  /// It is told how far to go and goes on from its checkpoint.
  Continue,
  /// It is told how far to go and begins anew for each budget.
  StartOver,
};

/// What a trial may spend, in a unit of the program's own.
struct Budget {
  /// What is counted, in the singular: "epoch", "step", "sample".
  std::string unit = "epoch";
  /// 0 < min <= max. Budgets are whole numbers when both of these are.
  double min = 1.0;
  double max = 81.0;
  BudgetWay way = BudgetWay::StopInFlight;

  bool isWhole() const;
  friend bool operator==(const Budget&, const Budget&) = default;
};

/// Stable words for files: "stop_in_flight", "continue", "start_over".
std::string_view budgetWayName(BudgetWay way);
std::optional<BudgetWay> budgetWayFromName(std::string_view name);

struct Limits {
  /// More than that a study cannot hold, and the machine cannot run at a time.
  static constexpr int MostTrials = 100'000'000;
  static constexpr int MostParallel = 1024;

  /// Number of trials; nothing: until the method has no more (a grid) or time is up.
  std::optional<int> trials = 50;
  /// Trials at a time, 1 … mostParallel().
  int parallel = 2;
  /// Seconds; nothing for no limit.
  std::optional<double> trialTime;
  std::optional<double> studyTime;
  /// Seconds without any output after which a trial is ended.
  std::optional<double> silence;
  /// Bytes, of the whole process tree of a trial.
  std::optional<std::int64_t> trialMemory;
  /// Seconds between SIGTERM and SIGKILL.
  double grace = 5.0;
  Resources resources;
  CheckpointRule checkpoints;
  friend bool operator==(const Limits&, const Limits&) = default;
};

/// Everything a person decides before pressing Run. A plain value; what is stored in a study and written as YAML.
struct StudySpec {
  std::string name = "study";
  std::string description;
  Program program;
  /// Nothing: the program is run.
  std::optional<Replay> replay;
  SpaceSpec space;
  /// At least one.
  std::vector<Objective> objectives = {Objective{}};
  MetricSource metricSource;
  MethodChoice method;
  /// Nothing when every trial is run as the command stands.
  std::optional<Budget> budget;
  Limits limits;
  FailureRules failures;
  std::uint64_t seed = 1;

  const Objective& objective() const { return objectives.front(); }
  friend bool operator==(const StudySpec&, const StudySpec&) = default;
};

/// Whether trials of one belong into the other: only limits and what is done after failures may differ.
bool isSameStudy(const StudySpec& one, StudySpec other);
/// How many trials may run at a time: 1024 programs, or a million virtual workers of a replay.
int mostParallel(const StudySpec& spec);

} // namespace sweep
