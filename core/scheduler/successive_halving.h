// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scheduler/registry.h"

namespace sweep {

/// Successive halving: K. Jamieson, A. Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter Optimization",
/// AISTATS 2016, algorithm 1. One bracket, or the same one again and again; see BracketScheduler.
namespace successive_halving {

std::vector<Option> options();
Result<std::unique_ptr<Scheduler>> create(SchedulerContext context);
std::optional<std::uint64_t> plannedTrials(const SchedulerContext& context);
std::vector<Bracket> round(const SchedulerContext& context);

} // namespace successive_halving

} // namespace sweep
