// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/budget_check.h"

#include "core/base/text.h"
#include "core/runner/budget_words.h"
#include "core/scheduler/registry.h"

#include <algorithm>

namespace sweep {

namespace {

StudyProblem problem(Section section, const char* key, Message message, bool isWarning = false) {
  return {section, 0, Field::Whole, key, std::move(message), isWarning};
}

Message missingBudget(const SchedulerEntry& entry) {
  return Message(SWEEP_TEXT("“%1” spends budgets: say in which unit, and from how little to how much."),
                 {std::string(entry.name)});
}

/// Whether the program can know how far to go and where its checkpoints are.
void checkTelling(const StudySpec& spec, std::vector<StudyProblem>& problems) {
  const auto tell = [&](const char* key, const char* placeholder, std::string_view sentence) {
    if (!wordNaming(spec.program, placeholder))
      problems.push_back(problem(Section::Budget, key, Message(sentence), true));
  };
  tell("budget", "${budget}",
       SWEEP_TEXT("The command does not name ${budget}: the program must read how far to go from the variable "
                  "SWEEP_BUDGET."));
  if (spec.budget->way != BudgetWay::Continue)
    return;
  tell("checkpoint", "${checkpoint}",
       SWEEP_TEXT("The command does not name ${checkpoint}: the program must save its training where the variable "
                  "SWEEP_CHECKPOINT says."));
  tell("resume", "${resume}",
       SWEEP_TEXT("The command does not name ${resume}: the program must go on from where the variable SWEEP_RESUME "
                  "says, and begin when it is empty."));
}

void checkKeeping(const StudySpec& spec, std::vector<StudyProblem>& problems) {
  const auto& rule = spec.limits.checkpoints;
  if (rule.keep != CheckpointRule::Keep::Best)
    return;
  if (rule.best < 1 || rule.best > CheckpointRule::MostBest)
    problems.push_back(problem(Section::Budget, "keep",
                               Message(SWEEP_TEXT("The checkpoints of between 1 and %1 trials can be kept, not of %2."),
                                       {std::to_string(CheckpointRule::MostBest), std::to_string(rule.best)})));
  if (spec.objectives.size() > 1)
    problems.push_back(problem(Section::Budget, "keep",
                               Message(SWEEP_TEXT("With several objectives no trial is the best by itself: keep the newest "
                                                  "checkpoint of each trial, or all."))));
}

/// A command that names a budget that there is none of goes without the word.
void checkLeftOut(const StudySpec& spec, std::vector<StudyProblem>& problems) {
  const auto isBudget = [](const Parameter& parameter) { return parameter.name == "budget"; };
  if (spec.replay || std::ranges::any_of(spec.space.parameters, isBudget))
    return;
  if (const auto word = wordNaming(spec.program, "${budget}"))
    problems.push_back(problem(Section::Budget, "use",
                               Message(SWEEP_TEXT("Trials have no budget, so that “%1” is left out of the command."), {*word}),
                               true));
}

/// The range of budgets leaves no rung below the largest.
StudyProblem noHalving(const SchedulerEntry& entry, const Budget& budget) {
  return problem(Section::Budget, "min",
                 Message(SWEEP_TEXT("Nothing can be halved between %1 and %2: every trial of “%3” gets all of it. Begin "
                                    "with a smaller budget, or with more trials."),
                         {roundedText(budget.min, 9), roundedText(budget.max, 9), std::string(entry.name)}),
                 true);
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
  checkKeeping(spec, problems);
  const auto* entry = findScheduler(spec.method.scheduler);
  const auto needs = entry ? entry->needs : BudgetNeed::None;
  if (!spec.budget) {
    if (needs != BudgetNeed::None)
      problems.push_back(problem(Section::Budget, "use", missingBudget(*entry)));
    else
      checkLeftOut(spec, problems);
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
  if (!entry->brackets)
    return {};
  const auto brackets = entry->brackets(*context);
  std::vector<StudyProblem> problems;
  if (std::ranges::all_of(brackets, [](const auto& bracket) { return bracket.rungs.size() == 1; }))
    problems.push_back(noHalving(*entry, *spec.budget));
  if (!spec.limits.trials)
    return problems;
  const auto round = trialsOf(brackets);
  if (round <= static_cast<std::uint64_t>(std::max(*spec.limits.trials, 0)))
    return problems;
  problems.push_back(problem(
      Section::Limits, "trials",
      Message(SWEEP_TEXT("One round of the brackets begins %1 trials; the limit of %2 cuts it short."),
              {std::to_string(round), std::to_string(*spec.limits.trials)}),
      true));
  return problems;
}

std::optional<double> toldBudget(const StudySpec& spec, std::optional<double> budget) {
  return spec.budget && spec.budget->way == BudgetWay::StopInFlight ? spec.budget->max : budget;
}

} // namespace sweep
