// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/option.h"

#include <vector>

namespace sweep {

/// The settings of Bayesian optimisation with Gaussian processes.
struct GpOptions {
  enum class Acquisition { LogExpectedImprovement, ExpectedImprovement, ProbabilityOfImprovement, UpperConfidenceBound };
  enum class Pending { Joint, Believer };

  int startup = 10;
  Acquisition acquisition = Acquisition::LogExpectedImprovement;
  /// Margin of an improvement in standard deviations of the observations.
  double xi = 0.0;
  double kappa = 1.96;
  bool deterministic = false;
  Pending pending = Pending::Joint;
  bool perSecond = false;
  bool local = true;

  static std::vector<Option> described();
  /// From completed options. Fails on settings that contradict each other.
  static Result<GpOptions> from(const Configuration& options);
};

} // namespace sweep
