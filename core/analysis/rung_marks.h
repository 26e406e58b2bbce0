// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scheduler/scheduler.h"

#include <utility>
#include <vector>

namespace sweep {

/// Where a scheduler compares trials, as it is drawn over their learning curves.
struct RungMarks {
  /// A budget or a step at which all trials are compared, or those of one bracket or several.
  struct Rung {
    double budget = 0.0;
    /// As the scheduler calls it, such as "rung 9" or "band 3".
    Message name;
    /// What each bracket asks for there, of the newest brackets only where there are very many.
    std::vector<Threshold> thresholds;
  };

  /// Budgets ascend.
  std::vector<Rung> rungs;
  /// (step, value) of the thresholds that last, each until the next one.
  std::vector<std::pair<double, double>> line;
};

/// thresholds: as Scheduler::thresholds() gives them. perRung: how many brackets a rung keeps.
RungMarks rungMarks(const std::vector<Threshold>& thresholds, std::size_t perRung = 8);

} // namespace sweep
