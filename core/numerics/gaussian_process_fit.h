// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/numerics/matern_kernel.h"

#include <span>
#include <vector>

namespace sweep {

/// What is believed of hyperparameters before data: both very short and very long length scales are unlikely, so that the
/// likelihood of a few points cannot send them away.
struct GpPrior {
  /// The weight that is most likely beforehand: 1 for a few parameters, about 1/d for many, whose distances add up
  /// (Hvarfner, Hellsten & Nardi 2024, "Vanilla Bayesian optimization performs great in high dimensions").
  double weight = 1.0;
  /// Variance of the noise at the least.
  double leastNoise = 1e-6;
  /// The objective repeats itself exactly: the noise stays at its least.
  bool deterministic = false;
  /// Whether coordinates have effects of their own (MaternKernel::mainEffects), whose variance is fitted too.
  bool mainEffects = false;
};

/// Hyperparameters on the logarithmic scale on which they are fitted: log w_1 … log w_d, log scale, log(noise - leastNoise), and where
/// the prior has main effects log mainEffects.
using GpParameters = std::vector<double>;

/// log p(targets) without its constant + log prior, and its gradient. The prior is, up to constants, -(0.1 w0/w + 0.1 w/w0) for each
/// weight, Gamma(2, 1) for the scale, Gamma(1.1, 30) for the noise and Gamma(1.1, d) for the main effects. Not finite where the kernel matrix is not positive definite.
/// O(n³ + d n²). gradient: empty, or as many places as parameters.
double gpLogPosterior(const PointTable& points, std::span<const double> targets,
                      std::span<const double> parameters, const GpPrior& prior, std::span<double> gradient);

struct GpFit {
  MaternKernel kernel;
  double noise = 0.0;
  double logPosterior = 0.0;
  int evaluations = 0;
  /// Whether the likelihood could be used at all; if not, every weight is the prior's and the rest is 1 and the least noise.
  bool fitted = false;
};

struct GpFitOptions {
  GpPrior prior = {};
  /// From where to start beside the standard start.
  std::vector<GpParameters> starts = {};
  double gradientTolerance = 1e-2;
  int mostIterations = 50;
};

/// The best local maximum from the given starts and the standard one (weights of the prior, scale 1, noise 0.01). A function of its
/// arguments alone.
GpFit fitGaussianProcess(const PointTable& points, std::span<const double> targets,
                         const GpFitOptions& options);

} // namespace sweep
