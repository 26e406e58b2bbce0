// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/snapshot.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace sweep {

/// A stretch of training on the way to what a trial has become: from one checkpoint to the next. Copies of population based
/// training lead through attempts of several trials.
struct LineageStep {
  /// Budgets, counted from the very beginning; from < to.
  double from = 0.0;
  double to = 0.0;
  /// The attempt that reached `to`.
  CheckpointSource by;
  Configuration configuration;
  /// The first objective's value at `to`.
  double value = 0.0;
  /// Handed to the program as ${seed}.
  std::uint64_t seed = 0;
};

/// An attempt with its trial; both null for none.
struct LineagePlace {
  const Trial* trial = nullptr;
  const Attempt* attempt = nullptr;
  /// How far it came; 0 for none.
  double budget() const { return attempt ? attempt->budget.value_or(0.0) : 0.0; }
};

/// The attempt that came as far as it was to go before this one went on from it, through those that were interrupted between
/// them; none for a fresh start.
LineagePlace wentOnFrom(const Snapshot& snapshot, const Attempt& attempt);

/// From the very beginning to the largest budget that the trial has reached; attempts that were interrupted and gone on from are
/// one step with those that came to the end. Empty for a trial that has reached no budget.
std::vector<LineageStep> lineageOf(const Snapshot& snapshot, const Trial& trial);

/// The trial with the best value: of the finished ones, else of those that have reached a budget; null when there is none.
const Trial* bestMember(const Snapshot& snapshot);

} // namespace sweep
