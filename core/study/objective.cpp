// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/objective.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace sweep {

namespace {

/// The metric's values with one value per step (the last that came in), in order of the step.
std::vector<double> valuesByStep(const Reports& reports, std::size_t count, const std::string& metric) {
  std::vector<std::int64_t> steps;
  std::vector<double> values;
  for (std::size_t i = 0; i < std::min(count, reports.size()); ++i) {
    const auto& report = reports[i];
    const auto found = report.metrics.find(metric);
    if (found == report.metrics.end())
      continue;
    // Nearly always behind all others.
    const auto at = steps.empty() || report.step > steps.back() ? steps.end() : std::ranges::lower_bound(steps, report.step);
    const auto place = values.begin() + (at - steps.begin());
    if (at != steps.end() && *at == report.step) {
      *place = found->second;
    } else {
      values.insert(place, found->second);
      steps.insert(at, report.step);
    }
  }
  return values;
}

} // namespace

bool Objective::better(double a, double b) const { return direction == Direction::Minimise ? a < b : a > b; }

std::optional<double> Objective::valueOf(const Reports& reports, std::size_t count) const {
  const auto values = valuesByStep(reports, count, metric);
  if (values.empty())
    return std::nullopt;
  if (reduction == Reduction::Last)
    return values.back();
  if (reduction == Reduction::MeanOfLast) {
    const auto last = std::min(values.size(), static_cast<std::size_t>(std::max(lastCount, 1)));
    double sum = 0.0;
    for (auto i = values.size() - last; i < values.size(); ++i)
      sum += values[i];
    return sum / static_cast<double>(last);
  }
  double best = std::numeric_limits<double>::quiet_NaN();
  for (const double value : values)
    if (std::isnan(best) || better(value, best))
      best = value;
  return best;
}

} // namespace sweep
