// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/checkpoints.h"
#include "core/storage/storage.h"

#include <cstdint>
#include <vector>

namespace sweep {

/// What a program that did not end by itself left behind.
struct Recovery {
  /// A recorded process that may still be there.
  struct Process {
    std::int64_t pid = 0;
    std::uint64_t start = 0;
  };
  std::vector<Process> processes;
  /// Trials that were running.
  std::vector<int> interrupted;
};

/// Puts trials that were running back to Waiting for somebody to decide what becomes of them, with what they had reported and
/// whether they have left a checkpoint, and says which processes to end first. Of an attempt's end no more is known than the
/// last sign of life: a report, or what stands in its log.
/// After a restart of the machine no recorded process can still be there.
Recovery recover(StoredStudy& study, const Checkpoints& checkpoints);

} // namespace sweep
