// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/numerics/cholesky_factor.h"
#include "core/numerics/matern_kernel.h"

#include <cstddef>
#include <span>
#include <vector>

namespace sweep {

/// Posterior of a Gaussian process with zero mean and fixed hyperparameters (Rasmussen & Williams 2006, section 2.2), growing point
/// by point. Targets come standardised. Points that were suggested but have no value yet can follow: they take away variance, and
/// each scenario gives them values of its own (Snoek, Larochelle & Adams 2012, section 3.2; Ginsbourger, Le Riche & Carraro 2010).
class GaussianProcess {
public:
  /// noise > 0: variance of what is added to every observation.
  GaussianProcess(std::vector<ColumnKind> kinds, MaternKernel kernel, double noise);

  std::size_t size() const { return m_observed; }
  std::size_t pending() const { return m_points.size() - m_observed; }
  std::size_t dimensions() const { return m_points.dimensions(); }
  const MaternKernel& kernel() const { return m_kernel; }
  double noise() const { return m_noise; }
  const PointTable& points() const { return m_points; }
  /// The largest number that had to be added to the diagonal for a point on top of others; 0 as a rule.
  double jitter() const { return m_jitter; }

  /// Adds a point without a target yet; call setTargets before predicting. Wants that nothing is pending. O(n²).
  void append(std::span<const double> point);
  /// One target per point, in order. O(n²).
  void setTargets(std::span<const double> targets);

  /// Adds a point whose value is not known. innovations: one for each scenario, standard normal draws for values drawn jointly with
  /// those of the earlier pending points, 0 for the posterior mean (kriging believer). The same number for every pending point.
  void appendPending(std::span<const double> point, std::span<const double> innovations);
  void dropPending();
  /// How many scenarios there are, 1 without pending points.
  std::size_t scenarios() const { return pending() == 0 ? 1 : m_innovations.front().size(); }
  /// The value of pending point i in a scenario.
  double pendingValue(std::size_t i, std::size_t scenario) const;

  /// log p(targets) without the constant -n/2 log(2π).
  double logMarginalLikelihood() const;

  struct Belief {
    double mean = 0.0;
    /// Of the function itself, without noise; >= 0. Pending points are taken into account.
    double variance = 0.0;
  };
  /// The mean is the one before pending points, which is that of the kriging believer after them.
  Belief predict(std::span<const double> x) const;
  /// For `count` points, one after the other. scenarioMeans: null, or count * scenarios() places.
  void predict(const double* points, std::size_t count, Belief* beliefs,
               double* scenarioMeans = nullptr) const;
  /// What would be predicted for each observed point from all the others: y_i - [K⁻¹ y]_i / [K⁻¹]_ii (Rasmussen & Williams 2006,
  /// equation 5.12). targets: as set last. O(n³); wants that nothing is pending.
  std::vector<double> leaveOneOutMeans(std::span<const double> targets) const;
  /// Posterior covariance of two points, pending points included.
  double covariance(std::span<const double> x, std::span<const double> y) const;

private:
  friend class PosteriorAt;
  bool appendRow(std::span<const double> point);
  double scenarioShift(const double* whitened, std::size_t scenario) const;

  MaternKernel m_kernel;
  double m_noise;
  double m_jitter = 0.0;
  PointTable m_points;
  CholeskyFactor m_factor;
  std::size_t m_observed = 0;
  /// L⁻¹ y; zeros for pending points and up to the padded size.
  std::vector<double> m_whitened;
  /// For each pending point.
  std::vector<std::vector<double>> m_innovations;
};

/// The posterior at one point, with its gradient. Keeps its room from point to point; the process must not change meanwhile.
class PosteriorAt {
public:
  explicit PosteriorAt(const GaussianProcess& process);
  void moveTo(std::span<const double> x);

  double variance() const { return m_variance; }
  /// One mean for each scenario.
  std::span<const double> means() const { return m_means; }
  /// The gradient of something that depends on the means and the variance, by the chain rule. Categories get 0.
  void gradient(std::span<const double> byMeans, double byVariance, std::span<double> result);

private:
  const GaussianProcess& m_process;
  std::vector<double> m_x;
  std::vector<double> m_values;
  std::vector<double> m_slopes;
  std::vector<double> m_solved;
  std::vector<double> m_work;
  std::vector<double> m_means;
  double m_variance = 0.0;
};

} // namespace sweep
