// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scheduler/registry.h"

#include <set>

namespace sweep {

/// Every trial runs to its end, with the largest budget where there are budgets; a free worker always starts a new one.
class FullScheduler : public Scheduler {
public:
  static std::vector<Option> options();
  static Result<std::unique_ptr<Scheduler>> create(SchedulerContext context);
  explicit FullScheduler(const SchedulerContext& context);

  Placement place(int trial) const override;
  void observe(const Trial& trial) override;
  Verdict judge(const Trial& trial) override;
  Verdict reached(const Trial& trial) override;
  NextStep next(NewTrials newTrials) override;

private:
  std::optional<double> m_budget;
  std::set<int> m_active;
};

} // namespace sweep
