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
      etaOption(),
      roundsOption(SWEEP_TEXT("How often the bracket is run; 0 for again and again, until a limit of the study.")),
  };
}

std::vector<Bracket> round(const SchedulerContext& context) {
  const auto range = budgetRange(context);
  const int eta = static_cast<int>(intOption(context.options, "eta"));
  const auto trials = intOption(context.options, "trials");
  return {halvingBracket(range, eta, trials > 0 ? trials : fullHalvingTrials(range, eta))};
}

Result<std::unique_ptr<Scheduler>> create(SchedulerContext context) { return createBrackets(context, round(context)); }

std::optional<std::uint64_t> plannedTrials(const SchedulerContext& context) { return trialsInRounds(context, round(context)); }

} // namespace sweep::successive_halving
