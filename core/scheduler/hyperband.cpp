// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/hyperband.h"

#include "core/scheduler/bracket_scheduler.h"

namespace sweep::hyperband {

std::vector<Option> options() {
  return {
      etaOption(),
      {{"rounding",
        CategoricalDomain{{std::string("up"), std::string("down")}, {}},
        Value(std::string("up")),
        {},
        {}},
       SWEEP_TEXT("Rounding"),
       SWEEP_TEXT(
           "How many trials begin in a bracket. up: algorithm 1 of the paper (2018); down: the table of its "
           "first version, as in HpBandSter.")},
      roundsOption(SWEEP_TEXT("How often all brackets are run; 0 for again and again, until a limit of the study.")),
  };
}

std::vector<Bracket> round(const SchedulerContext& context) {
  return hyperbandBrackets(budgetRange(context), static_cast<int>(intOption(context.options, "eta")),
                           textOption(context.options, "rounding") == "down" ? BracketRounding::Down
                                                                             : BracketRounding::Up);
}

Result<std::unique_ptr<Scheduler>> create(SchedulerContext context) { return createBrackets(context, round(context)); }

std::optional<std::uint64_t> plannedTrials(const SchedulerContext& context) { return trialsInRounds(context, round(context)); }

} // namespace sweep::hyperband
