// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scheduler/scheduler.h"
#include "core/study/option.h"
#include "core/study/study_spec.h"

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace sweep {

struct SchedulerContext {
  std::vector<Objective> objectives;
  /// Completed (study/option.h).
  Configuration options;
  std::uint64_t seed = 1;
};

/// A row of the registry; see SamplerEntry.
struct SchedulerEntry {
  std::string_view id;
  std::string_view name;
  std::string_view summary;
  std::vector<Option> (*options)();
  Result<std::unique_ptr<Scheduler>> (*create)(SchedulerContext context);
};

std::span<const SchedulerEntry> schedulers();
const SchedulerEntry* findScheduler(std::string_view id);
Result<std::unique_ptr<Scheduler>> createScheduler(const StudySpec& spec);

} // namespace sweep
