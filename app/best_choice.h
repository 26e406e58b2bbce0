// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/snapshot.h"

#include <string>
#include <string_view>

namespace sweep {

struct BestChoice {
  /// Null when no trial is complete.
  const Trial* trial = nullptr;
  /// What makes it the best, in words and numbers; empty for its own score.
  std::string words;
};

/// The best trial by its score, the first trial of the configuration with the best mean of two or more runs (“mean”), or the one that a
/// model of all results expects the most of (“model”, analysis/believed_best.h). Fails with a sentence where there is no mean or model.
Result<BestChoice> bestChoice(const Snapshot& snapshot, std::string_view by);

/// A line for each configuration that was run several times, the best mean first; empty when none was.
std::string repeatsTable(const Snapshot& snapshot);

} // namespace sweep
