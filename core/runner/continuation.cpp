// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/continuation.h"

#include "core/base/text.h"
#include "core/runner/budget_words.h"

#include <algorithm>

namespace sweep {

namespace {

bool isNumbered(const WatchedRun& run) {
  return std::ranges::all_of(run.steps, [](std::int64_t step) { return step < UnnumberedStep; });
}

std::int64_t lastStep(const WatchedRun& run) { return *std::ranges::max_element(run.steps); }

ContinuationFinding repeated(const WatchedRun& first, const WatchedRun& then) {
  const auto from = then.steps.front(), before = lastStep(first), to = lastStep(then);
  if (from == before && first.steps.front() < before)
    return {Continuation::GoesOn,
            Message(SWEEP_TEXT("It continues: resumed, it reported step %1 once more and went on from there."), {numberText(before)})};
  if (to <= before)
    return {Continuation::CountsAnew,
            Message(SWEEP_TEXT("Resumed, it reported steps %1 to %2 and came no further than before, to step %3. Steps and "
                               "budgets count from a trial's very beginning: it must go on to the larger budget in all."),
                    {numberText(from), numberText(to), numberText(before)})};
  if (first.steps.front() == before)
    return {Continuation::Unclear,
            Message(SWEEP_TEXT("Resumed, it reported step %1 again: it began again from the start, or reported once more what it "
                               "had. A larger smallest budget would tell."),
                    {numberText(from)})};
  return {Continuation::BeginsAgain,
          Message(SWEEP_TEXT("It began again from the start: the first run came to step %1, and the resumed one reported step %2 "
                             "first. The program must read what it saved from ${resume}."),
                  {numberText(before), numberText(from)})};
}

/// By the number of reports: of one that goes on they are as many as the budgets differ.
ContinuationFinding counted(const WatchedRun& first, const WatchedRun& then, const ContinuationBudgets& budgets) {
  const auto before = first.steps.size(), after = then.steps.size();
  if (before == 1 && after == 1)
    return {Continuation::Unclear,
            Message(SWEEP_TEXT("Whether it continued cannot be told: it prints one result a run, without a step. Print the step "
                               "beside it."))};
  const double whole = static_cast<double>(before) * budgets.then / budgets.first;
  const double rest = whole - static_cast<double>(before);
  if (static_cast<double>(after) < (whole + rest) / 2.0)
    return {Continuation::GoesOn,
            Message(SWEEP_TEXT("It seems to continue: %1 reports at first, and %2 after the resume. Steps beside them would tell for "
                               "sure."),
                    {std::to_string(before), std::to_string(after)})};
  return {Continuation::BeginsAgain,
          Message(SWEEP_TEXT("It seems to begin again from the start: %1 reports at first, and %2 after the resume. The program must "
                             "read what it saved from ${resume}."),
                  {std::to_string(before), std::to_string(after)})};
}

} // namespace

std::optional<ContinuationBudgets> continuationBudgets(const std::optional<Budget>& budget) {
  if (!budget || budget->way != BudgetWay::Continue || !(budget->min > 0.0) || !(budget->max > budget->min))
    return std::nullopt;
  ContinuationBudgets budgets{budget->min, 0.0};
  // Two reports before the resume tell more than one.
  if (budget->isWhole() && budget->max >= 4.0)
    budgets.first = std::max(budgets.first, 2.0);
  if (budgets.first >= budget->max)
    budgets.first = budget->min;
  budgets.then = std::min(budget->max, 2.0 * budgets.first);
  return budgets;
}

ContinuationFinding judgeContinuation(const WatchedRun& first, const std::optional<WatchedRun>& then,
                                      const ContinuationBudgets& budgets, const std::string& unit) {
  if (!first.leftCheckpoint)
    return {Continuation::SavesNothing,
            Message(SWEEP_TEXT("It left no checkpoint: trials would begin anew at each budget. The program must save its training "
                               "to ${checkpoint}."))};
  if (!then || !then->endedWell)
    return {Continuation::FailsWhenResumed,
            Message(SWEEP_TEXT("It failed when it was to go on from its own checkpoint of %1 to %2."),
                    {amountOf(budgets.first, unit), amountOf(budgets.then, unit)})};
  if (first.steps.empty() || then->steps.empty())
    return {Continuation::ReportsNothing,
            first.steps.empty() ? Message(SWEEP_TEXT("Whether it continued cannot be told: it reported nothing before the resume."))
                                : Message(SWEEP_TEXT("Resumed from its checkpoint, it reported nothing more."))};
  if (!isNumbered(first) || !isNumbered(*then))
    return counted(first, *then, budgets);
  const auto before = lastStep(first), after = then->steps.front();
  if (after <= before)
    return repeated(first, *then);
  return {Continuation::GoesOn,
          Message(SWEEP_TEXT("It continues from its checkpoint: the first run ended at step %1, the resumed one began with step %2."),
                  {numberText(before), numberText(after)})};
}

} // namespace sweep
