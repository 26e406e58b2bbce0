// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/snapshot.h"

#include <vector>

namespace sweep {

/// What a sampler predicted of its trials, beside what came of them.
struct Calibration {
  struct Prediction {
    int trial = 0;
    /// Of the objective: mean and standard deviation, as the trial's origin has them.
    double mean = 0.0;
    double deviation = 0.0;
    double observed = 0.0;
  };

  /// Complete trials whose origin says a prediction, by number.
  std::vector<Prediction> predictions;
  /// Shares of the observations within the central 50 % and 90 % of their predicted normal distributions; 0 without any.
  double within50 = 0.0;
  double within90 = 0.0;
};

Calibration calibration(const Snapshot& snapshot);

/// Half the width of the central 50 % and 90 % of a normal distribution, in standard deviations.
inline constexpr double Half50 = 0.674489750196082;
inline constexpr double Half90 = 1.644853626951472;

} // namespace sweep
