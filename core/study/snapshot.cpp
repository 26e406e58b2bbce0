// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/snapshot.h"

namespace sweep {

const Trial* Snapshot::best() const {
  const Trial* best = nullptr;
  for (const auto& trial : trials)
    if (trial->state == TrialState::Complete && trial->value() &&
        (!best || spec.objective().better(*trial->value(), *best->value())))
      best = trial.get();
  return best;
}

} // namespace sweep
