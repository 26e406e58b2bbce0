// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/study_plan.h"

#include "core/sampler/registry.h"
#include "core/scheduler/registry.h"

#include <algorithm>

namespace sweep {

Result<StudyPlan> planOf(const StudySpec& spec) {
  const auto own = ownTrialCount(spec);
  if (!own)
    return own.error();
  const auto context = schedulerContext(spec);
  if (!context)
    return context.error();
  StudyPlan plan{*own, withinLimit(*own, spec.limits)};
  const auto* entry = findScheduler(spec.method.scheduler);
  if (const auto begun = entry->plannedTrials ? entry->plannedTrials(*context) : std::nullopt)
    plan.trials = std::min(*begun, plan.trials.value_or(*begun));
  return plan;
}

} // namespace sweep
