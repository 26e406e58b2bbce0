// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/full_scheduler.h"

namespace sweep {

std::vector<Option> FullScheduler::options() {
  return {};
}

Result<std::unique_ptr<Scheduler>> FullScheduler::create(SchedulerContext) {
  return Result<std::unique_ptr<Scheduler>>(std::make_unique<FullScheduler>());
}

void FullScheduler::observe(const Trial&) {}

Verdict FullScheduler::judge(const Trial&) {
  return {};
}

NextStep FullScheduler::next() {
  return StartNew{};
}

} // namespace sweep
