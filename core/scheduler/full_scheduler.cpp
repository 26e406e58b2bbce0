// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/full_scheduler.h"

namespace sweep {

std::vector<Option> FullScheduler::options() {
  return {};
}

Result<std::unique_ptr<Scheduler>> FullScheduler::create(SchedulerContext context) {
  return Result<std::unique_ptr<Scheduler>>(std::make_unique<FullScheduler>(context));
}

FullScheduler::FullScheduler(const SchedulerContext& context)
    : m_budget(context.budget ? std::optional(context.budget->max) : std::nullopt) {}

Placement FullScheduler::place(int) const {
  return {m_budget, {}};
}

void FullScheduler::observe(const Trial& trial) {
  if (trial.state == TrialState::Running || trial.state == TrialState::Waiting)
    m_active.insert(trial.number);
  else
    m_active.erase(trial.number);
}

Verdict FullScheduler::judge(const Trial&) {
  return {};
}

Verdict FullScheduler::reached(const Trial&) {
  return {};
}

NextStep FullScheduler::next(NewTrials newTrials) {
  if (newTrials == NewTrials::Now)
    return StartNew{};
  if (newTrials == NewTrials::Later || !m_active.empty())
    return WaitForTrials{};
  return NothingLeft{};
}

} // namespace sweep
