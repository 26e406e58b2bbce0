// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/sampler.h"
#include "core/study/snapshot.h"

#include <memory>
#include <vector>

namespace sweep {

/// The trials before `trial` as they were known when it began: those that had not finished by then run. By the times of their
/// attempts; where a trial has none, by the numbers alone. `trial` == trials.size(): all as they are now.
std::vector<Trial> historyAt(const Snapshot& snapshot, int trial);

/// A study's sampler at any moment of its past: one of the study's kind, told again what had happened by then. Going on in time
/// tells only what is new; going back begins anew. One thread at a time.
class RetoldSampler {
public:
  /// Null where the study's sampler cannot be made. Valid until the next call.
  Sampler* at(const Snapshot& snapshot, int trial);

private:
  bool continues(const Snapshot& snapshot, const std::vector<Trial>& history) const;

  StudySpec m_spec;
  std::unique_ptr<Sampler> m_sampler;
  /// As they were told.
  std::vector<Trial> m_told;
};

} // namespace sweep
