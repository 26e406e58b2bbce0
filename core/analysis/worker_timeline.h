// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/snapshot.h"

#include <cstdint>
#include <vector>

namespace sweep {

struct WorkerTimelineOptions {
  /// Milliseconds since 1970: where attempts that still run end.
  std::int64_t now = 0;
  /// Seconds; longer stretches in which nothing ran are shown this long (a study closed over night). 0 keeps all.
  double longestGap = 0.0;
};

/// Which worker ran which trial when.
struct WorkerTimeline {
  struct Bar {
    int trial = 0;
    int attempt = 1;
    int worker = 0;
    /// Seconds on the figure's axis, begin <= end.
    double begin = 0.0;
    double end = 0.0;
    /// The trial's state for its last attempt; of the ones before Failed for those that failed by themselves, Paused for others.
    TrialState state = TrialState::Running;
  };
  /// A stretch that was cut out.
  struct Gap {
    /// Where it would be on the figure's axis, and the seconds left out.
    double at = 0.0;
    double leftOut = 0.0;
  };

  /// Milliseconds since 1970 at second 0: the start of the first attempt.
  std::int64_t origin = 0;
  /// Number of lanes: the highest worker plus one.
  int lanes = 0;
  double duration = 0.0;
  /// By begin.
  std::vector<Bar> bars;
  std::vector<Gap> gaps;
  /// Share of each lane's time that was used, 0 … 1.
  std::vector<double> busy;
};

WorkerTimeline workerTimeline(const Snapshot& snapshot, const WorkerTimelineOptions& options);

} // namespace sweep
