// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/objective.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sweep {

namespace {

/// The metric's values with one value per step (the last that came in), in order of the step.
std::vector<double> valuesByStep(std::span<const Report> reports, const std::string& metric) {
  std::map<std::int64_t, double> bySteps;
  for (const auto& report : reports)
    if (const auto found = report.metrics.find(metric); found != report.metrics.end())
      bySteps[report.step] = found->second;
  std::vector<double> values;
  values.reserve(bySteps.size());
  for (const auto& [step, value] : bySteps)
    values.push_back(value);
  return values;
}

} // namespace

bool Objective::better(double a, double b) const { return direction == Direction::Minimise ? a < b : a > b; }

std::optional<double> Objective::valueOf(std::span<const Report> reports) const {
  const auto values = valuesByStep(reports, metric);
  if (values.empty())
    return std::nullopt;
  if (reduction == Reduction::Last)
    return values.back();
  if (reduction == Reduction::MeanOfLast) {
    const auto count = std::min(values.size(), static_cast<std::size_t>(std::max(lastCount, 1)));
    double sum = 0.0;
    for (auto i = values.size() - count; i < values.size(); ++i)
      sum += values[i];
    return sum / static_cast<double>(count);
  }
  double best = std::numeric_limits<double>::quiet_NaN();
  for (const double value : values)
    if (std::isnan(best) || better(value, best))
      best = value;
  return best;
}

} // namespace sweep
