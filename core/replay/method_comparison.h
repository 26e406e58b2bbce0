// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/study_spec.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sweep {

/// How methods are compared on what was recorded.
struct ComparisonOptions {
  /// As methodNamed() of runner/methods.h has them: "hyperband", "tpe+percentile".
  std::vector<std::string> methods;
  /// Studies of each method; their seeds are 1, 2, …
  int seeds = 10;
  /// Where each study ends: after training as much as so many trials that run to the largest budget. > 0.
  double fullTrials = 50.0;
  /// Virtual workers.
  int parallel = 1;
  /// How many points the curves have, >= 2.
  int points = 60;
};

/// Quartiles over the seeds, NaN where a study had no result yet.
struct QualityPoint {
  /// Trials that run to the largest budget, or seconds on the virtual clock.
  double spent = 0.0;
  double lower = 0.0;
  double median = 0.0;
  double upper = 0.0;
};

/// The median once so much was spent; NaN while there is none.
double medianAt(std::span<const QualityPoint> curve, double spent);

struct MethodQuality {
  std::string id;
  std::string name;
  /// Why it was left out; empty when it was not.
  Message problem;
  /// The best value that any report had by then: over what was spent, and over time. Spent goes up evenly in the logarithm.
  std::vector<QualityPoint> overBudget;
  std::vector<QualityPoint> overTime;
};

struct MethodComparison {
  Objective objective;
  /// Of a full trial, in the unit of the recorded steps.
  double fullSteps = 1.0;
  std::string unit;
  std::size_t configurations = 0;
  /// The best of all recorded reports: no method gets beyond.
  double bestRecorded = 0.0;
  std::vector<MethodQuality> methods;
};

/// A study that replays this file (a CSV of learning curves, or a .sweep): with the space of the study that recorded it, else one
/// around the recorded configurations; its steps as a budget, where there are several. metric: empty for the objective of the
/// recorded study, else the first metric of the table.
Result<StudySpec> replayOf(const std::string& path, const std::string& metric, Direction direction);

/// Replays each method on the study's table and counts what it would have found. Takes as long as the samplers think; `tell` is
/// called before each method, and ends the comparison by saying false.
/// Schedulers that spend budgets let trials go on, and begin round after round.
Result<MethodComparison> compareMethods(const StudySpec& spec, const std::string& studyFolder,
                                        const ComparisonOptions& options,
                                        const std::function<bool(const std::string& method)>& tell = {});

/// One row per method, axis and point: method, axis (budget, time), spent, lower, median, upper.
std::string comparisonCsv(const MethodComparison& comparison);

} // namespace sweep
