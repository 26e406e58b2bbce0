// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scheduler/registry.h"

namespace sweep {

/// Every trial runs to its end; a free worker always starts a new one.
class FullScheduler final : public Scheduler {
public:
  static std::vector<Option> options();
  static Result<std::unique_ptr<Scheduler>> create(SchedulerContext context);

  void observe(const Trial& trial) override;
  Verdict judge(const Trial& trial) override;
  NextStep next() override;
};

} // namespace sweep
