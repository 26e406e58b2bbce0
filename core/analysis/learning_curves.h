// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/value_range.h"
#include "core/study/snapshot.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace sweep {

struct LearningCurvesOptions {
  /// Empty for the first objective's.
  std::string metric;
  /// Points kept of each curve, the least and the greatest of each stretch of steps; 0 for all.
  std::size_t pointsPerCurve = 0;
};

/// How a metric developed over the steps of each trial.
struct LearningCurves {
  struct Curve {
    int trial = 0;
    TrialState state = TrialState::Running;
    bool isBest = false;
    /// Ascending steps, finite values; for a step that was reported twice the last one counts.
    std::vector<std::pair<double, double>> points;
  };

  std::string metric;
  Direction direction = Direction::Minimise;
  /// Trials that reported the metric, by number.
  std::vector<Curve> curves;
  ValueRange steps;
  ValueRange range;
  /// Without the far outliers on the bad side, of all points.
  ValueRange focus;
};

LearningCurves learningCurves(const Snapshot& snapshot, const LearningCurvesOptions& options = {});

/// Every metric that a trial has reported, the objectives' first, the rest by name.
std::vector<std::string> metricNames(const Snapshot& snapshot);

/// At most about `count` points of a curve: of each of count / 2 equal stretches the least and the greatest, in their order, and
/// always the first and the last. Unchanged when there are no more than `count`.
std::vector<std::pair<double, double>> decimated(const std::vector<std::pair<double, double>>& points,
                                                 std::size_t count);

} // namespace sweep
