// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/parameter_pair.h"

#include <algorithm>

namespace sweep {

namespace {

void rank(std::vector<ParameterPair::Point>& points, const Objective& goal) {
  std::vector<ParameterPair::Point*> scored;
  for (auto& point : points)
    if (point.score && *point.score == *point.score)
      scored.push_back(&point);
  std::sort(scored.begin(), scored.end(),
            [&](const auto* a, const auto* b) { return goal.better(*b->score, *a->score); });
  const double last = static_cast<double>(scored.size()) - 1;
  for (std::size_t first = 0, end = 0; first < scored.size(); first = end) {
    while (end < scored.size() && *scored[end]->score == *scored[first]->score)
      ++end;
    const double meanRank = (static_cast<double>(first) + static_cast<double>(end) - 1) / 2;
    for (std::size_t i = first; i < end; ++i)
      scored[i]->goodness = last > 0 ? meanRank / last : 0.5;
  }
}

} // namespace

ParameterPair parameterPair(const Snapshot& snapshot, std::string_view x, std::string_view y,
                            std::size_t objective) {
  ParameterPair figure;
  const Parameter* first = findParameter(snapshot.spec.space.parameters, x);
  const Parameter* second = findParameter(snapshot.spec.space.parameters, y);
  if (!first || !second || objective >= snapshot.spec.objectives.size())
    return figure;
  const Objective& goal = snapshot.spec.objectives[objective];
  figure.xAxis = parameterAxis(*first);
  figure.yAxis = parameterAxis(*second);
  figure.metric = goal.metric;
  figure.direction = goal.direction;
  std::vector<double> values;
  for (const auto& trial : snapshot.trials) {
    const Value* xValue = trial->configuration.find(x);
    const Value* yValue = trial->configuration.find(y);
    const auto xAt = xValue ? figure.xAxis.position(*xValue) : std::nullopt;
    const auto yAt = yValue ? figure.yAxis.position(*yValue) : std::nullopt;
    if (!xAt || !yAt)
      continue;
    ParameterPair::Point point{trial->number, trial->state, *xAt, *yAt, {}, 0.0};
    if (objective < trial->values.size()) {
      point.score = trial->values[objective];
      values.push_back(*point.score);
    }
    figure.points.push_back(point);
  }
  rank(figure.points, goal);
  figure.range = rangeOf(values);
  return figure;
}

} // namespace sweep
