// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/numerics/brackets.h"
#include "core/study/study_spec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sweep {

/// What a scheduler that runs brackets will spend, before anything is run.
struct BracketPlan {
  std::string unit;
  /// Of one round, in the order in which they begin.
  std::vector<Bracket> brackets;
  /// What each of them spends, in the unit; together; and as a multiple of the largest budget.
  std::vector<double> costs;
  double cost = 0.0;
  double largest = 0.0;
  /// Trials that begin in a round.
  std::uint64_t trials = 0;
  /// How often it is run; nothing: again and again, until a limit of the study.
  std::optional<std::uint64_t> rounds;
  /// Trials go on from their checkpoints; otherwise every budget is run from the beginning.
  bool continues = false;

  double costInLargest() const { return cost / largest; }
  /// All budgets of the rungs, ascending.
  std::vector<double> budgets() const;
  /// How many trials come as far, in all brackets.
  std::int64_t trialsAt(double budget) const;
};

/// Nothing for a scheduler without brackets. Fails as schedulerContext does. The trials are those of complete brackets: a limit of
/// the study may end it earlier.
Result<std::optional<BracketPlan>> bracketPlan(const StudySpec& spec);

/// How many trials of the bracket come as far as the budget; nothing when it has no such rung.
std::optional<std::int64_t> trialsAt(const Bracket& bracket, double budget);

} // namespace sweep
