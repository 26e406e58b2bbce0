// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/registry.h"

#include "core/base/text.h"
#include "core/scheduler/asha_scheduler.h"
#include "core/scheduler/full_scheduler.h"
#include "core/scheduler/hyperband.h"
#include "core/scheduler/median_scheduler.h"
#include "core/scheduler/pbt_scheduler.h"
#include "core/scheduler/successive_halving.h"
#include "core/scheduler/wandb_scheduler.h"

#include <cmath>

namespace sweep {

std::span<const SchedulerEntry> schedulers() {
  static const std::vector<SchedulerEntry> entries = {
      {"full", SWEEP_TEXT("Run every trial to its end"),
       SWEEP_TEXT(
           "No trial is stopped early: for programs that are quick, or whose first reports say little."),
       FullScheduler::options, FullScheduler::create},
      {"asha", SWEEP_TEXT("Asynchronous successive halving (ASHA)"),
       SWEEP_TEXT("A trial goes on past a rung only among the best there so far: no worker ever waits, so it "
                  "suits many "
                  "workers and programs of uneven speed."),
       AshaScheduler::options, AshaScheduler::create, BudgetNeed::Range},
      {"successive-halving", SWEEP_TEXT("Successive halving"),
       SWEEP_TEXT("Many trials begin with little; rung by rung the best fraction goes on with more, until "
                  "one has all."),
       successive_halving::options, successive_halving::create, BudgetNeed::Range,
       successive_halving::plannedTrials, successive_halving::round},
      {"hyperband", SWEEP_TEXT("Hyperband"),
       SWEEP_TEXT("Successive halving in several brackets, from bold to cautious: for when it is not known "
                  "how early "
                  "results can be trusted."),
       hyperband::options, hyperband::create, BudgetNeed::Range, hyperband::plannedTrials, hyperband::round},
      {"median", SWEEP_TEXT("Median stopping"),
       SWEEP_TEXT("A trial is stopped when its best so far is worse than what half of the complete ones had "
                  "on average by "
                  "then."),
       MedianScheduler::options, MedianScheduler::create},
      {"percentile", SWEEP_TEXT("Percentile stopping"),
       SWEEP_TEXT("Median stopping with another share than half: the smaller, the stricter."),
       MedianScheduler::percentileOptions, MedianScheduler::create},
      {"pbt", SWEEP_TEXT("Population based training (PBT)"),
       SWEEP_TEXT("A population trains side by side; now and then the worst go on from copies of the best with varied settings: "
                  "finds schedules, not only settings."),
       PbtScheduler::options, PbtScheduler::create, BudgetNeed::Checkpoints, PbtScheduler::plannedTrials},
      {"wandb-hyperband", SWEEP_TEXT("Early termination as in W&B"),
       SWEEP_TEXT("What “early_terminate” of a W&B sweep does: trials that are not among the best at a band "
                  "of iterations "
                  "are stopped."),
       WandbScheduler::options, WandbScheduler::create},
  };
  return entries;
}

const SchedulerEntry* findScheduler(std::string_view id) {
  for (const auto& entry : schedulers())
    if (entry.id == id)
      return &entry;
  return nullptr;
}

Message problemOf(const Budget& budget) {
  if (trimmed(budget.unit).empty())
    return Message(SWEEP_TEXT("The unit of the budget has no name: say what is counted, such as epoch."));
  if (!(budget.min > 0.0) || !std::isfinite(budget.max))
    return Message(SWEEP_TEXT("The smallest budget must be more than 0."));
  if (budget.max < budget.min)
    return Message(SWEEP_TEXT("The largest budget, %1, is smaller than the smallest, %2."),
                   {roundedText(budget.max, 9), roundedText(budget.min, 9)});
  if (budget.max / budget.min > 1e9)
    return Message(SWEEP_TEXT("The largest budget is more than a thousand million times the smallest."));
  return {};
}

namespace {

Result<std::optional<Budget>> budgetFor(const StudySpec& spec, const SchedulerEntry& entry) {
  if (spec.budget)
    if (auto problem = problemOf(*spec.budget); !problem.empty())
      return problem;
  if (entry.needs == BudgetNeed::None || spec.budget)
    return spec.budget;
  return Error(SWEEP_TEXT("“%1” spends budgets: say in which unit, and from how little to how much."),
               {std::string(entry.name)});
}

} // namespace

Result<SchedulerContext> schedulerContext(const StudySpec& spec) {
  const SchedulerEntry* entry = findScheduler(spec.method.scheduler);
  if (!entry) {
    std::vector<std::string> known;
    for (const auto& row : schedulers())
      known.emplace_back(row.id);
    return Error(SWEEP_TEXT("There is no way to stop trials early called “%1”; there are: %2."),
                 {spec.method.scheduler, joined(known, ", ")});
  }
  auto options = completedOptions(entry->options(), spec.method.schedulerOptions);
  if (!options)
    return options.error();
  auto budget = budgetFor(spec, *entry);
  if (!budget)
    return budget.error();
  if (entry->needs == BudgetNeed::Checkpoints && (*budget)->way != BudgetWay::Continue)
    return Error(
        SWEEP_TEXT(
            "“%1” hands trained models from trial to trial: the program must go on from a checkpoint."),
        {std::string(entry->name)});
  auto space = SearchSpace::create(spec.space);
  if (!space)
    return space.error();
  return SchedulerContext{std::move(space).value(), spec.objectives, std::move(options).value(), spec.seed,
                          std::move(budget).value()};
}

Result<std::unique_ptr<Scheduler>> createScheduler(const StudySpec& spec) {
  auto context = schedulerContext(spec);
  if (!context)
    return context.error();
  return findScheduler(spec.method.scheduler)->create(std::move(context).value());
}

BudgetRange budgetRange(const SchedulerContext& context) {
  return {context.budget->min, context.budget->max, context.budget->isWhole()};
}

std::uint64_t trialsOf(std::span<const Bracket> brackets) {
  std::uint64_t trials = 0;
  for (const auto& bracket : brackets)
    trials += static_cast<std::uint64_t>(bracket.rungs.front().trials);
  return trials;
}

} // namespace sweep
