// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/gp_model.h"

#include <functional>
#include <vector>

namespace sweep {

/// Where to look for the place that is worth most.
struct GpSearchArea {
  /// Good places, the best first: some candidates are drawn around them.
  std::vector<std::vector<double>> centres;
  /// How far ranges may be from the first centre in the unit interval, per parameter; empty for everywhere.
  std::vector<double> reach;
  /// Places that may not be proposed (tried already, running). Constraints are looked after.
  std::function<bool(std::span<const double> place)> isTaken;
  std::uint64_t seed = 0;
};

struct GpFound {
  std::vector<double> place;
  double value = 0.0;
};

/// The best allowed and free place that is found: a few thousand evenly spread candidates and others around good trials; from the best
/// of them that have little to do with each other, L-BFGS over the ranges and coordinate search over steps and categories, in turns.
/// Nothing when there is no allowed free place among the candidates.
std::optional<GpFound> searchBest(const GpModel& model, const GpEncoding& encoding, const GpSearchArea& area);

} // namespace sweep
