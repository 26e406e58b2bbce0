// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/job.h"
#include "core/study/study_spec.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sweep {

/// What one running trial has of the machine for itself.
struct TrialShare {
  /// One of Resources::devices; empty when none is handed out.
  std::string device;
  /// Empty for all.
  std::vector<int> processors;
  friend bool operator==(const TrialShare&, const TrialShare&) = default;
};

/// The share of one more trial beside those that run; nothing when there is none for it. Always worked out anew from what really
/// runs, so that nothing is ever lost by miscounting. Devices are filled evenly, processors from the first.
std::optional<TrialShare> nextShare(const Resources& resources, std::span<const int> processors,
                                    std::span<const TrialShare> taken);

/// How many trials the resources are enough for; nothing when they set no limit.
std::optional<int> mostShares(const Resources& resources, std::size_t processors);

/// Binds a job to its share and tells it: SWEEP_DEVICE and the variable that the study names, SWEEP_PROCESSORS ("0,1") and
/// OMP_NUM_THREADS. What the program's own environment sets goes before.
void giveShare(Job& job, const TrialShare& share, const StudySpec& spec);

/// Those that this program may use at the moment.
std::vector<int> availableProcessors();

} // namespace sweep
