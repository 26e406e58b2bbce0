// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/value_range.h"

#include <algorithm>
#include <cmath>

namespace sweep {

namespace {

std::vector<double> finiteSorted(const std::vector<double>& values) {
  std::vector<double> sorted;
  std::copy_if(values.begin(), values.end(), std::back_inserter(sorted),
               [](double value) { return std::isfinite(value); });
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

/// Linear interpolation between order statistics (type 7 of Hyndman & Fan 1996).
double quantile(const std::vector<double>& sorted, double share) {
  const double position = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const auto above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], position - static_cast<double>(below));
}

} // namespace

ValueRange rangeOf(const std::vector<double>& values) {
  const auto sorted = finiteSorted(values);
  return sorted.empty() ? ValueRange{} : ValueRange{sorted.front(), sorted.back()};
}

ValueRange focusRangeOf(const std::vector<double>& values, Direction direction) {
  const auto sorted = finiteSorted(values);
  if (sorted.size() < 4)
    return rangeOf(values);
  const double lower = quantile(sorted, 0.25);
  const double upper = quantile(sorted, 0.75);
  const double reach = 3 * (upper - lower);
  if (!(reach > 0) || !std::isfinite(reach))
    return {sorted.front(), sorted.back()};
  // The fence is drawn in to the last value within it, so that the axis ends at a trial.
  if (direction == Direction::Minimise)
    return {sorted.front(), *std::prev(std::upper_bound(sorted.begin(), sorted.end(), upper + reach))};
  return {*std::lower_bound(sorted.begin(), sorted.end(), lower - reach), sorted.back()};
}

} // namespace sweep
