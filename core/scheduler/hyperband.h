// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scheduler/registry.h"

namespace sweep {

/// Hyperband (see numerics/brackets.h): brackets of successive halving, from many trials with the smallest budget to few
/// with the largest; see BracketScheduler for how they are run.
namespace hyperband {

std::vector<Option> options();
Result<std::unique_ptr<Scheduler>> create(SchedulerContext context);
std::optional<std::uint64_t> plannedTrials(const SchedulerContext& context);
/// The brackets of one round.
std::vector<Bracket> round(const SchedulerContext& context);

} // namespace hyperband

} // namespace sweep
