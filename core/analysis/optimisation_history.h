// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/value_range.h"
#include "core/study/snapshot.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace sweep {

/// Score of every trial in order with the best so far.
struct OptimisationHistory {
  struct Point {
    int trial = 0;
    TrialState state = TrialState::Waiting;
    /// Nothing for a trial without a value (running, failed).
    std::optional<double> value;
  };
  /// From this trial on the best complete value is `value`, until the next step.
  struct Step {
    int trial = 0;
    double value = 0.0;
  };

  std::string metric;
  Direction direction = Direction::Minimise;
  /// Every trial, by number.
  std::vector<Point> points;
  /// Ascending by trial, each strictly better than the one before.
  std::vector<Step> best;
  /// Of all values, and without the far outliers on the bad side (see focusRangeOf).
  ValueRange range;
  ValueRange focus;
};

/// `objective` is an index of the study's objectives.
OptimisationHistory optimisationHistory(const Snapshot& snapshot, std::size_t objective = 0);

} // namespace sweep
