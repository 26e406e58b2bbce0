// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/objective.h"

#include <vector>

namespace sweep {

/// An interval of an axis, low <= high.
struct ValueRange {
  double low = 0.0;
  double high = 1.0;
  friend bool operator==(const ValueRange&, const ValueRange&) = default;
};

/// From the least to the greatest finite value; 0 … 1 without any.
ValueRange rangeOf(const std::vector<double>& values);

/// The range in which values can be told apart: as rangeOf, but on the bad side of the direction at most three interquartile
/// distances from the nearer quartile (Tukey's outer fence), so that one diverged trial does not flatten all others.
ValueRange focusRangeOf(const std::vector<double>& values, Direction direction);

} // namespace sweep
