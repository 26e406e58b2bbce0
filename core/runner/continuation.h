// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/study/study_spec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sweep {

/// Whether a program goes on from its checkpoint, found out by running it to a small budget, and from there to a larger one.

struct ContinuationBudgets {
  double first = 0.0;
  /// More than `first`.
  double then = 0.0;
};

/// The two budgets to try: small ones of the study's range, so that a run that goes on can be told from one that begins again.
/// Nothing when trials do not continue from checkpoints, or all go to the same budget.
std::optional<ContinuationBudgets> continuationBudgets(const std::optional<Budget>& budget);

/// What a reader that knows only the output of one run gives reports without a step of their own: from here on.
inline constexpr std::int64_t UnnumberedStep = std::int64_t{1} << 40;

/// What one run has shown.
struct WatchedRun {
  /// It ended by itself, successfully.
  bool endedWell = false;
  /// Something that is not empty lay where it was told to save.
  bool leftCheckpoint = false;
  /// Of the reports of the objective, in the order in which they came; see UnnumberedStep.
  std::vector<std::int64_t> steps;
};

enum class Continuation {
  /// Its first report after the resume is a later one than the last before.
  GoesOn,
  /// It went through the same steps again.
  BeginsAgain,
  /// It numbered its reports from the start again and came no further than before.
  CountsAnew,
  /// It saved nothing where it was told to.
  SavesNothing,
  FailsWhenResumed,
  ReportsNothing,
  /// Its reports do not tell.
  Unclear,
};

struct ContinuationFinding {
  Continuation what = Continuation::Unclear;
  /// In words and numbers, with what to do about it.
  Message sentence;
};

/// `then` is nothing when there was nothing to resume from.
ContinuationFinding judgeContinuation(const WatchedRun& first, const std::optional<WatchedRun>& then,
                                      const ContinuationBudgets& budgets, const std::string& unit);

} // namespace sweep
