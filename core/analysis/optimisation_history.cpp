// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/optimisation_history.h"

namespace sweep {

OptimisationHistory optimisationHistory(const Snapshot& snapshot, std::size_t objective) {
  OptimisationHistory history;
  if (objective >= snapshot.spec.objectives.size())
    return history;
  const Objective& goal = snapshot.spec.objectives[objective];
  history.metric = goal.metric;
  history.direction = goal.direction;
  std::vector<double> values;
  for (const auto& trial : snapshot.trials) {
    const bool hasValue = objective < trial->values.size();
    history.points.push_back(
        {trial->number, trial->state, hasValue ? std::optional(trial->values[objective]) : std::nullopt});
    if (!hasValue)
      continue;
    const double value = trial->values[objective];
    values.push_back(value);
    const bool improves =
        history.best.empty() ? value == value : goal.better(value, history.best.back().value);
    if (trial->state == TrialState::Complete && improves)
      history.best.push_back({trial->number, value});
  }
  history.range = rangeOf(values);
  history.focus = focusRangeOf(values, goal.direction);
  return history;
}

} // namespace sweep
