// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace sweep {

/// What checkpoints take on disk.
struct CheckpointUse {
  /// Blocks that belong to them, links not followed.
  std::int64_t bytes = 0;
  /// Files and folders that are a checkpoint each, or a trial's copy of another's.
  std::int64_t count = 0;

  CheckpointUse& operator+=(const CheckpointUse& other) {
    bytes += other.bytes;
    count += other.count;
    return *this;
  }
  CheckpointUse& operator-=(const CheckpointUse& other) {
    bytes -= other.bytes;
    count -= other.count;
    return *this;
  }
  friend bool operator==(const CheckpointUse&, const CheckpointUse&) = default;
};

/// What is known of the checkpoints of a study. Those of running attempts are counted every few seconds.
struct CheckpointNews {
  CheckpointUse total;
  /// Of the trials where it has changed, by number.
  std::vector<std::pair<int, CheckpointUse>> trials;
  /// More is about to be counted or deleted.
  bool isBusy = false;
};

} // namespace sweep
