// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/parameter_axis.h"
#include "core/analysis/retold_sampler.h"
#include "core/base/result.h"

#include <string>
#include <vector>

namespace sweep {

/// The two densities of the tree-structured Parzen estimator along one parameter at one moment, whatever the other parameters are:
/// l of the good trials and g of the others.
struct TpeView {
  struct Seen {
    int trial = 0;
    /// On the axis.
    double x = 0.0;
    bool isGood = false;
  };

  ParameterAxis axis;
  /// Positions on the axis, ascending.
  std::vector<double> x;
  /// Densities over the unit interval (of a range), chances of the choices (of categories and steps).
  std::vector<double> good;
  std::vector<double> bad;
  /// l / g.
  std::vector<double> ratio;
  /// The trials that the densities know, by number: those that run among them where they count as bad.
  std::vector<Seen> trials;
  std::size_t goodCount = 0;
};

struct TpeViewOptions {
  /// As in GpViewOptions.
  int trial = 0;
  std::string parameter;
  std::size_t positions = 201;
};

/// From the study's own sampler (sampler/tpe_sampler.h), or the one that an automatic sampler asks at that moment, told again what was
/// known then. Fails with a sentence: another sampler, start-up, a parameter that does not vary.
Result<TpeView> tpeView(const Snapshot& snapshot, const TpeViewOptions& options, RetoldSampler& sampler);

} // namespace sweep
