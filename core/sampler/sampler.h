// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/space/search_space.h"
#include "core/study/trial.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace sweep {

struct Suggestion {
  Configuration configuration;
  /// Where it came from and why, in a sentence.
  Message origin;
};

/// What a sampler answers. Fewer items than asked for means: waiting for running trials (wait), or nothing left (exhausted).
struct Suggestions {
  std::vector<Suggestion> items;
  bool exhausted = false;
  /// Why it waits or ends, empty otherwise.
  Message reason;
};

struct SuggestRequest {
  std::size_t count = 1;
  /// The number that the first suggested trial will have; the next ones follow. Draws depend on (seed, trial number) only.
  int firstNumber = 0;
};

/// Chooses configurations. It is told what becomes of trials and asked for more; it never sees storage, processes or clocks.
/// Called from one thread at a time, not always the same one.
/// All its state comes from what it was told: a new sampler that is told the stored history and asked the same gives the same
/// answer, on any machine.
class Sampler {
public:
  virtual ~Sampler() = default;

  /// Trials that are new or have another state than when they were told last, each as it is now, in the order in which they
  /// came to it: those that finished in the order in which they did. Trials that wait, run or are paused are pending (that
  /// one begins to run is not told); the attempts of a paused one, or of one that is to go on, carry results at smaller budgets. A finished trial is told
  /// no more. Failed ones have no values. What it suggested itself is told here too, before it is asked again.
  virtual void observe(std::span<const Trial> changed) = 0;

  /// Configurations inside the space that satisfy its constraints.
  virtual Suggestions suggest(const SuggestRequest& request) = 0;
};

} // namespace sweep
