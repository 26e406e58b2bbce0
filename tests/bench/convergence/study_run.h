// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/registry.h"
#include "tests/convergence/problems.h"

#include <string>
#include <vector>

namespace sweep::test {

/// Of the calling thread.
double cpuSeconds();

/// One study, run to its end without programs: one trial at a time.
struct StudyRun {
  /// The regret (without noise) of the best observation so far, after each evaluation. Shorter than asked where the sampler
  /// had no more.
  std::vector<double> regrets;
  /// CPU seconds of all suggestions together, observing included.
  double seconds = 0.0;
  /// The origin of the last trial.
  std::string lastOrigin;

  /// After n evaluations, or all of them where there are fewer.
  double regretAfter(int evaluations) const;
};

/// settings: the sampler's options. Fails on a space that the sampler cannot search.
Result<StudyRun> runStudy(const Problem& problem, const std::string& sampler, const Configuration& settings,
                          std::uint64_t seed, int evaluations);

} // namespace sweep::test
