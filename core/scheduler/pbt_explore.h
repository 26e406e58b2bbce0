// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/space/search_space.h"

#include <string>

namespace sweep {

/// How a member of a population varies the configuration that it has copied: M. Jaderberg et al., "Population Based Training
/// of Neural Networks", arXiv:1711.09846, 2017, section 4.1.1.
struct ExploreRule {
  /// Numbers are changed by this share of themselves, up or down: 0.2 for the paper's factors 1.2 and 0.8. 0 < change < 1.
  double change = 0.2;
  /// The chance of each parameter to be drawn anew from its domain.
  double resampling = 0.25;
  /// False: parameters that are not drawn anew stay as they are.
  bool perturbs = true;
};

/// One perturbation, `up` or down. A number is multiplied by 1 ± change; one that can be negative, or is 0, moves by that share
/// of its range instead, since no factor would lead it away from 0. Whole numbers are truncated as in Ray Tune, but change by a
/// step at least. Choices that are ascending or descending numbers move to a neighbour (up: the previous one, as in Ray Tune);
/// others stay. Always on the domain: clipped at its ends.
Value perturbed(const Domain& domain, const Value& value, bool up, double change);

struct Explored {
  Configuration configuration;
  /// What is different, for people: "lr 0.1 → 0.12, units 64 → 51"; empty when nothing is.
  std::string changes;
};

/// Inside the space: conditions and constraints hold. The same configuration when no variation within the constraints is found.
Explored explored(const SearchSpace& space, const Configuration& configuration, const ExploreRule& rule,
                  Rng& rng);

} // namespace sweep
