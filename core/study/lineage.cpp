// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/lineage.h"

#include <algorithm>

namespace sweep {

namespace {

LineagePlace find(const Snapshot& snapshot, const CheckpointSource& source) {
  if (source.trial < 0 || static_cast<std::size_t>(source.trial) >= snapshot.trials.size())
    return {};
  const Trial& trial = *snapshot.trials[static_cast<std::size_t>(source.trial)];
  const auto found = std::ranges::find(trial.attempts, source.attempt, &Attempt::number);
  return found == trial.attempts.end() ? LineagePlace() : LineagePlace{&trial, &*found};
}

} // namespace

LineagePlace wentOnFrom(const Snapshot& snapshot, const Attempt& attempt) {
  // Sources are older than what goes on from them; a damaged study is not followed in a circle.
  constexpr int MostInterruptions = 10'000;
  const Attempt* at = &attempt;
  for (int i = 0; at->resumed && i < MostInterruptions; ++i) {
    const LineagePlace source = find(snapshot, *at->resumed);
    if (!source.attempt || !source.attempt->values.empty())
      return source;
    at = source.attempt;
  }
  return {};
}

std::vector<LineageStep> lineageOf(const Snapshot& snapshot, const Trial& trial) {
  std::vector<LineageStep> steps;
  LineagePlace at{&trial, lastReached(trial)};
  while (at.attempt && at.attempt->budget) {
    const LineagePlace source = wentOnFrom(snapshot, *at.attempt);
    if (!(source.budget() < at.budget()))
      break;
    steps.push_back({source.budget(), at.budget(), {at.trial->number, at.attempt->number}, at.attempt->configuration.value_or(at.trial->configuration),
                     at.attempt->values.front(), at.attempt->seed});
    at = source;
  }
  std::ranges::reverse(steps);
  return steps;
}

const Trial* bestMember(const Snapshot& snapshot) {
  if (const Trial* best = snapshot.best())
    return best;
  const Trial* best = nullptr;
  for (const auto& trial : snapshot.trials)
    if (const auto* attempt = lastReached(*trial);
        attempt && (!best || snapshot.spec.objective().better(attempt->values.front(), lastReached(*best)->values.front())))
      best = trial.get();
  return best;
}

} // namespace sweep
