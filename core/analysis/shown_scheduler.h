// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scheduler/scheduler.h"
#include "core/study/snapshot.h"

#include <memory>
#include <vector>

namespace sweep {

/// A scheduler for figures: one of the study's kind that is shown the study's trials, and says how it compares them. It decides
/// nothing. From snapshot to snapshot only what has changed is shown to it.
class ShownScheduler {
public:
  /// In O(trials) comparisons of pointers beside what changed.
  void show(const Snapshot& snapshot);
  /// Scheduler::thresholds(); empty while the study's scheduler cannot be made.
  std::vector<Threshold> thresholds() const;

private:
  bool continues(const Snapshot& snapshot) const;

  StudySpec m_spec;
  std::unique_ptr<Scheduler> m_scheduler;
  std::vector<TrialPtr> m_shown;
};

} // namespace sweep
