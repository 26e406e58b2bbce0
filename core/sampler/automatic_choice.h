// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/space/search_space.h"

#include <cstddef>
#include <optional>

namespace sweep {

/// Which sampler the automatic one asks.
enum class AutomaticWay {
  /// Gaussian process.
  Model,
  /// Tree-structured Parzen estimator.
  Densities,
  /// CMA-ES.
  Strategy,
  /// NSGA-II.
  Population,
};

/// How well results are ranked by what is predicted for each of them from all the others: Spearman's correlation, 1 for the right
/// order, 0 for none.
struct RankPrediction {
  double model = 0.0;
  double neighbours = 0.0;
};

/// What the choice rests on.
struct AutomaticFacts {
  // Of the study.
  /// Parameters of more than one value.
  std::size_t parameters = 0;
  /// Those of them that are choices, or take part only under a condition.
  std::size_t choices = 0;
  std::size_t conditional = 0;
  std::size_t objectives = 1;
  std::optional<int> planned;

  // Of its trials.
  std::size_t complete = 0;
  /// Stopped early, or waiting at a smaller budget with a result there.
  std::size_t partial = 0;
  std::size_t pending = 0;
  /// Complete trials since the best one.
  std::size_t sinceBest = 0;
  /// Nothing before there are enough results.
  std::optional<RankPrediction> ranks;
  /// CMA-ES has been set going around the best trial.
  bool strategyStarted = false;

  bool isMixed() const { return choices + conditional > 0; }
  static AutomaticFacts of(const SearchSpace& space, std::size_t objectives, std::optional<int> planned);
};

struct AutomaticChoice {
  AutomaticWay way = AutomaticWay::Model;
  /// Names the way and the facts that decided, and ends where what that sampler says (%1) follows.
  Message why;
};

/// The rules, in the order in which they are looked at. A function of its arguments alone. number: of the trial to be suggested.
AutomaticChoice automaticChoice(const AutomaticFacts& facts, int number);

/// Whether CMA-ES is to take over from here on, on spaces of numbers alone: in high dimensions, or where there are more trials than a
/// Gaussian process is for.
bool beginsStrategy(const AutomaticFacts& facts);
/// Its first step around the best trial, of each range.
double strategyStep(const AutomaticFacts& facts);

} // namespace sweep
