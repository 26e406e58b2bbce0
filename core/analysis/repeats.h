// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/snapshot.h"

#include <vector>

namespace sweep {

/// A configuration and what came of all trials that tried it, each with a seed of its own: of a noisy objective one result is luck as
/// well, several say how good the configuration is.
struct TriedConfiguration {
  /// Its complete trials, by number, at least one. The first stands for it.
  std::vector<int> trials;
  /// Of the first objective, one per trial.
  std::vector<double> values;
  /// How many trials of it are not finished yet.
  int pending = 0;

  double mean() const;
  /// Of the sample (divided by n - 1); 0 for a single trial, and where all results are the same.
  double deviation() const;
};

/// Every configuration that has a complete trial, in the order of these. Takes about a microsecond a trial.
std::vector<TriedConfiguration> triedConfigurations(const Snapshot& snapshot);

/// Indices of those with two or more complete trials, the best mean first, the earliest of equals.
std::vector<std::size_t> repeatedOf(const std::vector<TriedConfiguration>& tried, const Objective& objective);

/// What is to be queued so that each of the `best` configurations with the best first results has `runs` trials that are complete or
/// will be: one configuration for each missing trial, those of all configurations in turns, the best first. Which configurations
/// they are does not change by their being repeated. Indices of `tried`.
std::vector<std::size_t> missingRuns(const std::vector<TriedConfiguration>& tried, const Objective& objective,
                                     int best, int runs);

/// How likely means of two configurations are to be in this order by chance alone: Welch's test, one-sided; both tried at least twice.
double chanceOfOrder(const TriedConfiguration& better, const TriedConfiguration& other,
                     const Objective& objective);

} // namespace sweep
