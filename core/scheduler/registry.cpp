// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/registry.h"

#include "core/base/text.h"
#include "core/scheduler/full_scheduler.h"

namespace sweep {

std::span<const SchedulerEntry> schedulers() {
  static const std::vector<SchedulerEntry> entries = {
      {"full", SWEEP_TEXT("Run every trial to its end"),
       SWEEP_TEXT(
           "No trial is stopped early: for programs that are quick, or whose first reports say little."),
       FullScheduler::options, FullScheduler::create},
  };
  return entries;
}

const SchedulerEntry* findScheduler(std::string_view id) {
  for (const auto& entry : schedulers())
    if (entry.id == id)
      return &entry;
  return nullptr;
}

Result<std::unique_ptr<Scheduler>> createScheduler(const StudySpec& spec) {
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
  return entry->create({spec.objectives, std::move(options).value(), spec.seed});
}

} // namespace sweep
