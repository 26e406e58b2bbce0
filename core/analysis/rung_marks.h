// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scheduler/scheduler.h"

#include <utility>
#include <vector>

namespace sweep {

/// Where a scheduler compares trials, as it is drawn over their learning curves.
struct RungMarks {
  /// A budget at which one bracket or several compare their trials.
  struct Rung {
    double budget = 0.0;
    /// What each bracket asks for there, of the newest brackets only where there are very many.
    std::vector<Threshold> thresholds;
  };

  /// Budgets ascend.
  std::vector<Rung> rungs;
  /// (step, value) of a threshold that all trials have at every step; holds until the next one.
  std::vector<std::pair<double, double>> line;
};

/// thresholds: as Scheduler::thresholds() gives them. perRung: how many brackets a rung keeps.
RungMarks rungMarks(const std::vector<Threshold>& thresholds, std::size_t perRung = 8);

} // namespace sweep
