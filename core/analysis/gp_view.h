// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/parameter_axis.h"
#include "core/analysis/retold_sampler.h"
#include "core/base/result.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sweep {

/// What the Gaussian process of Bayesian optimisation believes at one moment, along one parameter or over two, with all other
/// parameters as in the trial that was suggested then (before the next one: as in the best trial).
struct GpView {
  /// Positions on the axes, ascending; y is empty for a view along one parameter.
  ParameterAxis xAxis;
  ParameterAxis yAxis;
  std::vector<double> x;
  std::vector<double> y;
  /// At every x, for one y after the other: the predicted value of the objective, its standard deviation (of the function itself,
  /// without noise), and how much a trial there is worth, from 0 to 1 for the most in the view.
  std::vector<double> mean;
  std::vector<double> deviation;
  std::vector<double> worth;
  /// How many trials have a result.
  std::size_t observations = 0;
  /// What the other parameters stand at.
  Configuration anchor;
  /// The trial around which the model looks; nothing where it looks everywhere.
  std::optional<int> centre;
};

struct GpViewOptions {
  /// The moment: when this trial began; the number of trials for now.
  int trial = 0;
  std::string x;
  /// Empty for a view along x alone.
  std::string y;
  /// Of a continuous range.
  std::size_t positions = 121;
};

/// The model is the study's own sampler's (sampler/gp_model.h), or that of the one which an automatic sampler asks at that moment, told
/// again what was known then. Takes as long as a suggestion does. Fails with a sentence: another sampler, start-up, a parameter that
/// takes no part.
/// isCancelled is asked now and then; the result is then an error without words.
Result<GpView> gpView(const Snapshot& snapshot, const GpViewOptions& options, RetoldSampler& sampler,
                      const std::function<bool()>& isCancelled = {});

} // namespace sweep
