// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_spec.h"
#include "core/study/trial.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sweep {

/// One report of a recorded run.
struct RecordedPoint {
  std::int64_t step = 0;
  /// Since the run began; nothing where it was not recorded.
  std::optional<double> seconds;
  /// One per metric of the curves; nothing where it was not reported. NaN where the program printed it.
  std::vector<std::optional<double>> values;
};

/// A program that ran once, with its configuration as texts.
struct RecordedRun {
  /// One per parameter of the curves, as valueText() writes it; empty where the parameter was not active.
  std::vector<std::string> configuration;
  /// Steps ascend strictly.
  std::vector<RecordedPoint> points;
  /// How long it ran, at least until its last point; nothing: until then.
  std::optional<double> seconds;
  /// Why it failed in the end; empty for one that did not.
  std::string failure;
};

/// Learning curves as they were recorded, whatever study they are to be played in.
struct RecordedCurves {
  std::vector<std::string> parameters;
  std::vector<std::string> metrics;
  std::vector<RecordedRun> runs;
  /// Columns of the file that say neither.
  std::vector<std::string> unused;
};

/// What the trials of a study have recorded: each that has a report, or failed by its own doing, is a run. A trial that was stopped early is a run that ended
/// there.
RecordedCurves curvesOfTrials(const StudySpec& spec, std::span<const Trial> trials);

/// A space around the recorded configurations: ranges from the smallest to the largest number (logarithmic where all are
/// positive and they lie more than a hundred times apart), choices where there are texts, a constant where there is one value only. A
/// parameter that is not active everywhere is searched as if it were.
SpaceSpec spaceOf(const RecordedCurves& curves);

/// The smallest and the largest of all recorded steps; nothing without any.
struct StepRange {
  std::int64_t first = 0;
  std::int64_t last = 0;
};
std::optional<StepRange> stepsOf(const RecordedCurves& curves);

} // namespace sweep
