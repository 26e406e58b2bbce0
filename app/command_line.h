// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/checkpoint_rule.h"
#include "core/study/failure_rules.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>
#include <vector>

namespace sweep {

/// Open the window, with a file when one is named.
struct WindowCommand {
  std::string file;
};
struct RunCommand {
  /// A readable study file, or a study to go on with.
  std::string file;
  /// The study to make or to go on with; empty: beside the study file.
  std::string study;
  std::optional<int> parallel;
  std::optional<int> trials;
  std::optional<std::uint64_t> seed;
  /// What becomes of interrupted trials, instead of what the study says; never Ask.
  std::optional<InterruptedRule> interrupted;
  /// Which checkpoints stay from now on.
  std::optional<CheckpointRule> checkpoints;
  /// Studies and tables whose results the method learns from.
  std::vector<std::string> known;
  /// How many of the best configurations are run again once the study has come to its end, until each has `runs` runs.
  std::optional<int> repeatBest;
  int runs = 5;
};
struct BestCommand {
  std::string study;
  std::string format = "yaml";
  /// Empty for standard output; likewise below.
  std::string output;
  std::optional<int> trial;
  /// score, mean or model; see app/best_choice.h.
  std::string by = "score";
};
struct TrialsCommand {
  std::string study;
  std::string format = "csv";
  /// Texts of CSV cells exactly as they are.
  bool raw = false;
  std::string output;
};
/// How the best trial (or the one named) was trained, stretch by stretch.
struct ScheduleCommand {
  std::string study;
  std::string format = "csv";
  std::optional<int> trial;
  std::string output;
};
struct ChartCommand {
  std::string study;
  std::string kind = "history";
  std::string output;
  bool list = false;
};
struct CheckCommand {
  std::string file;
};
/// Methods on what was recorded.
struct CompareCommand {
  std::string table;
  std::vector<std::string> methods = {"random", "tpe", "gp", "median", "asha", "hyperband", "bohb", "tpe-asha", "tpe-hyperband"};
  std::string metric;
  bool maximise = false;
  int seeds = 10;
  double budget = 50.0;
  int parallel = 1;
  /// Each .csv, .png or .svg.
  std::vector<std::string> outputs;
};
struct MethodsCommand {};
struct AskTellCommand {
  /// A readable study file.
  std::string file;
  /// The study to make or to go on with; empty: nothing is kept.
  std::string study;
  std::optional<std::uint64_t> seed;
};
/// Not for people: wait for the end of that process. See app/guard.h.
struct GuardCommand {
  std::int64_t pid = 0;
  std::uint64_t start = 0;
};

using CommandLine = std::variant<WindowCommand, RunCommand, BestCommand, TrialsCommand, ScheduleCommand, ChartCommand,
                                 CheckCommand, CompareCommand, MethodsCommand, AskTellCommand, GuardCommand>;

/// What the words ask for, or the exit code after help, the version, or a sentence about bad words has been printed.
std::variant<CommandLine, int> readCommandLine(int argc, char** argv);

} // namespace sweep
