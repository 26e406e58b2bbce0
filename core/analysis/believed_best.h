// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/retold_sampler.h"
#include "core/base/result.h"

#include <cstddef>
#include <vector>

namespace sweep {

/// What a model that has learned from all results expects of the configurations that were tried. The best result of a noisy objective
/// is one that had luck; the model takes a part of it for noise, by what it knows of the surroundings.
struct BelievedBest {
  struct Belief {
    int trial = 0;
    /// Of the objective, without noise: mean and standard deviation.
    double mean = 0.0;
    double deviation = 0.0;
  };
  /// Of the complete trials, by number; not empty.
  std::vector<Belief> beliefs;
  /// Index of the one that the model expects the most of, the earliest of equals.
  std::size_t best = 0;
  /// The standard deviation that single results of one configuration have, as the model sees it.
  double noise = 0.0;

  /// Null for a trial that is not complete.
  const Belief* of(int trial) const;
};

/// The model is the Gaussian process of Bayesian optimisation (sampler/gp_model.h), with its settings in the study where that is the
/// study's method and with their defaults otherwise. `sampler` keeps what it was told from one call to the next. Fails with a sentence:
/// several objectives, too few results, more than MostTrialsForBelief trials. Takes as long as a suggestion does; not for the UI thread.
Result<BelievedBest> believedBest(const Snapshot& snapshot, RetoldSampler& sampler);

inline constexpr std::size_t MostTrialsForBelief = 20'000;

} // namespace sweep
