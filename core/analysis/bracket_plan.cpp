// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/bracket_plan.h"

#include "core/scheduler/registry.h"

#include <algorithm>

namespace sweep {

std::vector<double> BracketPlan::budgets() const {
  std::vector<double> all;
  for (const auto& bracket : brackets)
    for (const auto& rung : bracket.rungs)
      all.push_back(rung.budget);
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::int64_t BracketPlan::trialsAt(double budget) const {
  std::int64_t all = 0;
  for (const auto& bracket : brackets)
    all += sweep::trialsAt(bracket, budget).value_or(0);
  return all;
}

std::optional<std::int64_t> trialsAt(const Bracket& bracket, double budget) {
  const auto found = std::ranges::find(bracket.rungs, budget, &Rung::budget);
  return found == bracket.rungs.end() ? std::nullopt : std::optional(found->trials);
}

Result<std::optional<BracketPlan>> bracketPlan(const StudySpec& spec) {
  const auto* entry = findScheduler(spec.method.scheduler);
  if (entry && !entry->brackets)
    return std::optional<BracketPlan>();
  const auto context = schedulerContext(spec);
  if (!context)
    return context.error();
  BracketPlan plan;
  plan.unit = context->budget->unit;
  plan.largest = context->budget->max;
  plan.continues = context->budget->way == BudgetWay::Continue;
  plan.brackets = entry->brackets(*context);
  for (const auto& bracket : plan.brackets) {
    plan.costs.push_back(costOf(bracket, plan.continues));
    plan.cost += plan.costs.back();
  }
  plan.trials = trialsOf(plan.brackets);
  if (const auto planned = entry->plannedTrials(*context))
    plan.rounds = *planned / plan.trials;
  return std::optional(std::move(plan));
}

} // namespace sweep
