// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/budget_check.h"

#include "core/base/text.h"
#include "core/scheduler/registry.h"

#include <algorithm>

namespace sweep {

namespace {

StudyProblem problem(Section section, const char* key, Message message, bool isWarning = false) {
  return {section, 0, Field::Whole, key, std::move(message), isWarning};
}

bool commandNames(const StudySpec& spec, const char* placeholder) {
  return std::ranges::any_of(spec.program.command,
                             [&](const auto& word) { return word.find(placeholder) != std::string::npos; });
}

Message missingBudget(const SchedulerEntry& entry) {
  return Message(SWEEP_TEXT("“%1” spends budgets: say in which unit, and from how little to how much."),
                 {std::string(entry.name)});
}

/// Whether the program can know how far to go and where its checkpoints are.
void checkTelling(const StudySpec& spec, std::vector<StudyProblem>& problems) {
  if (!commandNames(spec, "${budget}"))
    problems.push_back(problem(
        Section::Budget, "way",
        Message(SWEEP_TEXT("The command does not name ${budget}: the program must read how far to go from "
                           "the variable SWEEP_BUDGET.")),
        true));
  if (spec.budget->way == BudgetWay::Continue &&
      !(commandNames(spec, "${checkpoint}") && commandNames(spec, "${resume}")))
    problems.push_back(problem(
        Section::Budget, "way",
        Message(SWEEP_TEXT("The command does not name ${checkpoint} and ${resume}: the program must save "
                           "to SWEEP_CHECKPOINT and go on from SWEEP_RESUME.")),
        true));
}

void checkRange(const Budget& budget, std::vector<StudyProblem>& problems) {
  auto sentence = problemOf(budget);
  if (sentence.empty())
    return;
  const char* key = trimmed(budget.unit).empty() ? "unit" : budget.min > 0.0 ? "max" : "min";
  problems.push_back(problem(Section::Budget, key, std::move(sentence)));
}

} // namespace

std::vector<StudyProblem> budgetProblems(const StudySpec& spec) {
  std::vector<StudyProblem> problems;
  const auto* entry = findScheduler(spec.method.scheduler);
  const auto needs = entry ? entry->needs : BudgetNeed::None;
  if (!spec.budget) {
    if (needs != BudgetNeed::None)
      problems.push_back(problem(Section::Budget, "min", missingBudget(*entry)));
    return problems;
  }
  checkRange(*spec.budget, problems);
  if (needs == BudgetNeed::Checkpoints && spec.budget->way != BudgetWay::Continue)
    problems.push_back(problem(
        Section::Budget, "way",
        Message(
            SWEEP_TEXT(
                "“%1” hands trained models from trial to trial: the program must go on from a checkpoint."),
            {std::string(entry->name)})));
  if (spec.budget->way != BudgetWay::StopInFlight && !spec.replay)
    checkTelling(spec, problems);
  return problems;
}

std::vector<StudyProblem> schedulerProblems(const StudySpec& spec) {
  const auto budget = budgetProblems(spec);
  if (std::ranges::any_of(budget, [](const auto& one) { return !one.isWarning; }))
    return {};
  const auto context = schedulerContext(spec);
  if (!context)
    return {problem(Section::Method, "scheduler", context.error())};
  const auto* entry = findScheduler(spec.method.scheduler);
  if (const auto scheduler = entry->create(*context); !scheduler)
    return {problem(Section::Method, "scheduler", scheduler.error())};
  if (!entry->brackets || !spec.limits.trials)
    return {};
  const auto round = trialsOf(entry->brackets(*context));
  if (round <= static_cast<std::uint64_t>(std::max(*spec.limits.trials, 0)))
    return {};
  return {problem(
      Section::Limits, "trials",
      Message(SWEEP_TEXT("One round of the brackets begins %1 trials; the limit of %2 cuts it short."),
              {std::to_string(round), std::to_string(*spec.limits.trials)}),
      true)};
}

std::optional<double> toldBudget(const StudySpec& spec, std::optional<double> budget) {
  return spec.budget && spec.budget->way == BudgetWay::StopInFlight ? spec.budget->max : budget;
}

} // namespace sweep
