// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/snapshot.h"

#include <optional>
#include <vector>

namespace sweep {

/// How the members of a population came to what they are: every stretch of training with what it went on from. For population
/// based training; trials that go on from their own checkpoints are lines without branches.
struct LineageTree {
  struct Stretch {
    int trial = 0;
    int attempt = 1;
    /// The member's place in the population.
    int member = 0;
    /// Budgets. Of one that runs or has failed, `to` is where its reports have come.
    double from = 0.0;
    double to = 0.0;
    /// Complete where it came as far as it was to go, else Running or Failed.
    TrialState state = TrialState::Complete;
    /// The first objective's value at `to`, when Complete.
    std::optional<double> value;
    /// Its rank among all values, 0 worst … 1 best; NaN without a value.
    double goodness = 0.0;
    /// Index of the stretch that it goes on from; nothing for a fresh start.
    std::optional<std::size_t> parent;
    /// It goes on from another trial's checkpoint.
    bool isCopy = false;
    /// The same trial went on from another's checkpoint afterwards.
    bool isGivenUp = false;
    /// The last one of its trial.
    bool isLast = false;
    /// On the way to the best member.
    bool isBest = false;
    const Configuration* configuration = nullptr;
  };

  /// By trial and attempt; pointers are into the snapshot.
  std::vector<Stretch> stretches;
  /// The values at five equal shares of the ranks, worst first; empty without values.
  std::vector<double> scores;
  /// How many places of the population there are.
  int members = 0;
};

LineageTree lineageTree(const Snapshot& snapshot);

} // namespace sweep
