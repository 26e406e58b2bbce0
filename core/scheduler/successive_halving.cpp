// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/successive_halving.h"

#include "core/scheduler/bracket_scheduler.h"

namespace sweep::successive_halving {

std::vector<Option> options() {
  return {
      {{"trials", IntDomain{0, 100'000'000, false, 1}, Value(std::int64_t{0}), {}, {}},
       SWEEP_TEXT("Trials at first"),
       SWEEP_TEXT(
           "How many begin with the smallest budget; 0 for so many that one is left for the largest.")},
      {{"eta", IntDomain{2, 100, false, 1}, Value(std::int64_t{3}), {}, {}},
       SWEEP_TEXT("Reduction"),
       SWEEP_TEXT("At each rung the best of this many go on, with this many times the budget.")},
      {{"rounds", IntDomain{0, 1'000'000, false, 1}, Value(std::int64_t{1}), {}, {}},
       SWEEP_TEXT("Rounds"),
       SWEEP_TEXT("How often the bracket is run; 0 for again and again, until a limit of the study.")},
  };
}

std::vector<Bracket> round(const SchedulerContext& context) {
  const auto range = budgetRange(context);
  const int eta = static_cast<int>(intOption(context.options, "eta"));
  const auto trials = intOption(context.options, "trials");
  return {halvingBracket(range, eta, trials > 0 ? trials : fullHalvingTrials(range, eta))};
}

Result<std::unique_ptr<Scheduler>> create(SchedulerContext context) {
  return Result<std::unique_ptr<Scheduler>>(std::make_unique<BracketScheduler>(
      context.objectives.front(), round(context), static_cast<int>(intOption(context.options, "rounds")),
      static_cast<int>(intOption(context.options, "eta"))));
}

std::optional<std::uint64_t> plannedTrials(const SchedulerContext& context) {
  const auto rounds = static_cast<std::uint64_t>(intOption(context.options, "rounds"));
  if (rounds == 0)
    return std::nullopt;
  return rounds * trialsOf(round(context));
}

} // namespace sweep::successive_halving
