// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/numerics/brackets.h"
#include "core/scheduler/scheduler.h"
#include "core/space/search_space.h"
#include "core/study/option.h"
#include "core/study/study_spec.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace sweep {

/// What a scheduler needs to begin.
struct SchedulerContext {
  SearchSpace space;
  std::vector<Objective> objectives;
  /// Completed (study/option.h).
  Configuration options;
  std::uint64_t seed = 1;
  /// There, and without a problem, for schedulers that want one.
  std::optional<Budget> budget;
};

/// What a scheduler asks of a study's budget.
enum class BudgetNeed {
  /// Nothing: it goes by the reports, and trials have the largest budget where there is one.
  None,
  /// A range of budgets, in whichever way.
  Range,
  /// A range of budgets that trials go through by their checkpoints.
  Checkpoints,
};

/// A row of the registry; see SamplerEntry.
struct SchedulerEntry {
  std::string_view id;
  std::string_view name;
  std::string_view summary;
  std::vector<Option> (*options)();
  Result<std::unique_ptr<Scheduler>> (*create)(SchedulerContext context);
  BudgetNeed needs = BudgetNeed::None;
  /// How many trials it begins before it ends by itself; null, or nothing, when it does not. Wants a context for create.
  std::optional<std::uint64_t> (*plannedTrials)(const SchedulerContext& context) = nullptr;
  /// The brackets of one round; null for schedulers without.
  std::vector<Bracket> (*brackets)(const SchedulerContext& context) = nullptr;
};

std::span<const SchedulerEntry> schedulers();
const SchedulerEntry* findScheduler(std::string_view id);

/// What keeps a budget from being spent, as a sentence; empty for a sound one.
Message problemOf(const Budget& budget);

/// The context of a study's scheduler; fails when its name, its options or the study's budget have a problem.
Result<SchedulerContext> schedulerContext(const StudySpec& spec);
Result<std::unique_ptr<Scheduler>> createScheduler(const StudySpec& spec);

/// The range of the context's budget; wants one.
BudgetRange budgetRange(const SchedulerContext& context);
/// How many trials begin in these brackets.
std::uint64_t trialsOf(std::span<const Bracket> brackets);

} // namespace sweep
