// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/numerics/gaussian_process.h"
#include "core/numerics/gaussian_process_fit.h"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace sweep {

/// A Gaussian process that follows a growing set of observations. Its hyperparameters are fitted on the first m observations (in order
/// of trial number), where m steps up to the whole number by a tenth at a time: so they depend on the set of observations alone,
/// never on when the process was asked, and only a few trials pay for a fit.
class LearnedProcess {
public:
  struct Sample {
    int trial = 0;
    std::vector<double> point;
    double value = 0.0;
    friend bool operator==(const Sample&, const Sample&) = default;
  };
  /// Targets of a model from values.
  using Scaling = std::function<std::vector<double>(std::span<const double> values)>;

  LearnedProcess(std::vector<ColumnKind> kinds, GpPrior prior, Scaling scaling)
      : m_kinds(std::move(kinds)), m_prior(prior), m_scaling(std::move(scaling)) {}

  /// Wants at least one sample, in order of trial numbers. In O(n²) where only a few samples are new.
  void learn(const std::vector<Sample>& samples);

  GaussianProcess& process() { return *m_process; }
  const GaussianProcess& process() const { return *m_process; }
  const GpFit& fit() const { return m_fit; }

  /// How many of n observations the hyperparameters are fitted on.
  static std::size_t fittedOf(std::size_t n);
  /// Fits take at most so many observations.
  static constexpr std::size_t MostFitted = 300;

private:
  bool refit(const std::vector<Sample>& samples);

  std::vector<ColumnKind> m_kinds;
  GpPrior m_prior;
  Scaling m_scaling;
  std::vector<Sample> m_fittedOn;
  std::vector<Sample> m_known;
  GpFit m_fit;
  std::optional<GaussianProcess> m_process;
};

} // namespace sweep
