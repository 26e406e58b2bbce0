// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/study_plan.h"

#include "core/sampler/registry.h"
#include "core/scheduler/registry.h"

#include <algorithm>

namespace sweep {

Result<std::optional<std::uint64_t>> plannedTrials(const StudySpec& spec) {
  auto planned = plannedTrialCount(spec);
  if (!planned)
    return planned;
  const auto context = schedulerContext(spec);
  if (!context)
    return context.error();
  const auto* entry = findScheduler(spec.method.scheduler);
  if (const auto begun = entry->plannedTrials ? entry->plannedTrials(*context) : std::nullopt)
    return std::optional(std::min(*begun, planned->value_or(*begun)));
  return planned;
}

} // namespace sweep
