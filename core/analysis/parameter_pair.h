// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/parameter_axis.h"
#include "core/analysis/value_range.h"
#include "core/study/snapshot.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// Where trials lie in the plane of two parameters, and how good they are.
struct ParameterPair {
  struct Point {
    int trial = 0;
    TrialState state = TrialState::Waiting;
    double x = 0.0;
    double y = 0.0;
    /// Nothing for a trial without a value.
    std::optional<double> score;
    /// Its rank from 0 (worst) to 1 (best), equal scores at their mean rank; 0.5 when all are equal. 0 without a score.
    double goodness = 0.0;
  };

  ParameterAxis xAxis;
  ParameterAxis yAxis;
  std::string metric;
  Direction direction = Direction::Minimise;
  /// Every trial in which both parameters are active, by number.
  std::vector<Point> points;
  ValueRange range;
};

/// Empty when a parameter is not there.
ParameterPair parameterPair(const Snapshot& snapshot, std::string_view x, std::string_view y,
                            std::size_t objective = 0);

} // namespace sweep
