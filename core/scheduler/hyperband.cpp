// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/hyperband.h"

#include "core/scheduler/bracket_scheduler.h"

namespace sweep::hyperband {

std::vector<Option> options() {
  return {
      {{"eta", IntDomain{2, 100, false, 1}, Value(std::int64_t{3}), {}, {}},
       SWEEP_TEXT("Reduction"),
       SWEEP_TEXT("At each rung the best of this many go on, with this many times the budget.")},
      {{"rounding",
        CategoricalDomain{{std::string("up"), std::string("down")}, {}},
        Value(std::string("up")),
        {},
        {}},
       SWEEP_TEXT("Rounding"),
       SWEEP_TEXT(
           "How many trials begin in a bracket. up: algorithm 1 of the paper (2018); down: the table of its "
           "first version, as in HpBandSter.")},
      {{"rounds", IntDomain{0, 1'000'000, false, 1}, Value(std::int64_t{1}), {}, {}},
       SWEEP_TEXT("Rounds"),
       SWEEP_TEXT("How often all brackets are run; 0 for again and again, until a limit of the study.")},
  };
}

std::vector<Bracket> round(const SchedulerContext& context) {
  return hyperbandBrackets(budgetRange(context), static_cast<int>(intOption(context.options, "eta")),
                           textOption(context.options, "rounding") == "down" ? BracketRounding::Down
                                                                             : BracketRounding::Up);
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

} // namespace sweep::hyperband
