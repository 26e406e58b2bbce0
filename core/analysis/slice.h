// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/parameter_axis.h"
#include "core/analysis/value_range.h"
#include "core/study/snapshot.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// Score against one parameter.
struct Slice {
  struct Point {
    int trial = 0;
    TrialState state = TrialState::Complete;
    /// Position on the axis.
    double x = 0.0;
    double y = 0.0;
  };

  ParameterAxis axis;
  std::string metric;
  Direction direction = Direction::Minimise;
  /// Trials with a value in which the parameter is active, by number.
  std::vector<Point> points;
  ValueRange range;
  ValueRange focus;
};

/// Empty for a parameter that is not there.
Slice slice(const Snapshot& snapshot, std::string_view parameter, std::size_t objective = 0);

} // namespace sweep
