// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/trial.h"

#include <memory>
#include <vector>

namespace sweep {

/// As updates and snapshots carry them.
inline std::vector<TrialPtr> sharedTrials(const std::vector<Trial>& trials) {
  std::vector<TrialPtr> shared;
  for (const auto& trial : trials)
    shared.push_back(std::make_shared<Trial>(trial));
  return shared;
}

} // namespace sweep
