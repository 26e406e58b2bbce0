// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/slice.h"

namespace sweep {

Slice slice(const Snapshot& snapshot, std::string_view parameter, std::size_t objective) {
  Slice figure;
  const Parameter* found = findParameter(snapshot.spec.space.parameters, parameter);
  if (!found || objective >= snapshot.spec.objectives.size())
    return figure;
  figure.axis = parameterAxis(*found);
  figure.metric = snapshot.spec.objectives[objective].metric;
  figure.direction = snapshot.spec.objectives[objective].direction;
  std::vector<double> values;
  for (const auto& trial : snapshot.trials) {
    const Value* value = trial->configuration.find(parameter);
    const auto x = value ? figure.axis.position(*value) : std::nullopt;
    if (!x || objective >= trial->values.size())
      continue;
    values.push_back(trial->values[objective]);
    figure.points.push_back({trial->number, trial->state, *x, values.back()});
  }
  figure.range = rangeOf(values);
  figure.focus = focusRangeOf(values, figure.direction);
  return figure;
}

} // namespace sweep
