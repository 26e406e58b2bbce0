// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/learning_curves.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace sweep {

namespace {

std::vector<std::pair<double, double>> pointsOf(const Trial& trial, const std::string& metric) {
  std::map<std::int64_t, double> bySteps;
  for (const auto& report : trial.reports)
    if (const auto found = report.metrics.find(metric); found != report.metrics.end())
      bySteps[report.step] = found->second;
  std::vector<std::pair<double, double>> points;
  for (const auto& [step, value] : bySteps)
    if (std::isfinite(value))
      points.emplace_back(static_cast<double>(step), value);
  return points;
}

Direction directionOf(const StudySpec& spec, const std::string& metric) {
  for (const auto& objective : spec.objectives)
    if (objective.metric == metric)
      return objective.direction;
  return Direction::Minimise;
}

void measure(LearningCurves& figure) {
  std::vector<double> steps;
  std::vector<double> values;
  for (const auto& curve : figure.curves) {
    for (const auto& [step, value] : curve.points) {
      steps.push_back(step);
      values.push_back(value);
    }
  }
  figure.steps = rangeOf(steps);
  figure.range = rangeOf(values);
  figure.focus = focusRangeOf(values, figure.direction);
}

} // namespace

LearningCurves learningCurves(const Snapshot& snapshot, const LearningCurvesOptions& options) {
  LearningCurves figure;
  figure.metric = options.metric.empty() ? snapshot.spec.objective().metric : options.metric;
  figure.direction = directionOf(snapshot.spec, figure.metric);
  const Trial* best = snapshot.best();
  for (const auto& trial : snapshot.trials) {
    auto points = pointsOf(*trial, figure.metric);
    if (!points.empty())
      figure.curves.push_back({trial->number, trial->state, trial.get() == best, std::move(points)});
  }
  measure(figure);
  if (options.pointsPerCurve > 0)
    for (auto& curve : figure.curves)
      curve.points = decimated(curve.points, options.pointsPerCurve);
  return figure;
}

std::vector<std::string> metricNames(const Snapshot& snapshot) {
  std::set<std::string> seen;
  for (const auto& trial : snapshot.trials)
    for (const auto& report : trial->reports)
      for (const auto& [name, value] : report.metrics)
        seen.insert(name);
  std::vector<std::string> names;
  for (const auto& objective : snapshot.spec.objectives)
    if (seen.erase(objective.metric) > 0)
      names.push_back(objective.metric);
  names.insert(names.end(), seen.begin(), seen.end());
  return names;
}

std::vector<std::pair<double, double>> decimated(const std::vector<std::pair<double, double>>& points,
                                                 std::size_t count) {
  if (points.size() <= std::max<std::size_t>(count, 2))
    return points;
  const std::size_t stretches = std::max<std::size_t>(1, count / 2);
  std::vector<std::pair<double, double>> kept;
  const auto keep = [&](std::size_t index) {
    if (kept.empty() || kept.back().first < points[index].first)
      kept.push_back(points[index]);
  };
  keep(0);
  for (std::size_t i = 0; i < stretches; ++i) {
    const auto begin = points.begin() + static_cast<std::ptrdiff_t>(i * points.size() / stretches);
    const auto end = points.begin() + static_cast<std::ptrdiff_t>((i + 1) * points.size() / stretches);
    const auto [least, greatest] =
        std::minmax_element(begin, end, [](const auto& a, const auto& b) { return a.second < b.second; });
    keep(static_cast<std::size_t>(std::min(least, greatest) - points.begin()));
    keep(static_cast<std::size_t>(std::max(least, greatest) - points.begin()));
  }
  keep(points.size() - 1);
  return kept;
}

} // namespace sweep
