// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/shared_vector.h"
#include "core/study/study_spec.h"
#include "core/study/trial.h"

#include <memory>

namespace sweep {

/// A study at one moment, shared unchanged between threads: what figures and exports are made from. The next moment's snapshot
/// shares all trials that have not changed with it.
struct Snapshot {
  StudySpec spec;
  /// Ordered by number; trials[i].number == i.
  SharedVector<TrialPtr, 256> trials;

  /// The complete trial with the best value of the first objective, the earliest of equals; null when there is none.
  const Trial* best() const;
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

} // namespace sweep
