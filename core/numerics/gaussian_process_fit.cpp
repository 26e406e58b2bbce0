// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/gaussian_process_fit.h"

#include "core/numerics/cholesky_factor.h"
#include "core/numerics/lbfgs.h"
#include "core/numerics/main_effects.h"
#include "core/numerics/row_products.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sweep {

using rows::padded;

namespace {

struct Hyperparameters {
  MaternKernel kernel;
  double noise;
};

Hyperparameters hyperparametersOf(std::span<const double> parameters, const GpPrior& prior) {
  const std::size_t d = parameters.size() - (prior.mainEffects ? 3 : 2);
  Hyperparameters result;
  for (std::size_t i = 0; i < d; ++i)
    result.kernel.weights.push_back(std::exp(parameters[i]));
  result.kernel.scale = std::exp(parameters[d]);
  result.noise = prior.leastNoise + (prior.deterministic ? 0.0 : std::exp(parameters[d + 1]));
  result.kernel.mainEffects = prior.mainEffects ? std::exp(parameters[d + 2]) : 0.0;
  return result;
}

/// Adds the gradient to `gradient` where that is not empty.
double logPrior(const Hyperparameters& h, const GpPrior& prior, std::span<double> gradient) {
  const std::size_t d = h.kernel.weights.size();
  double sum = std::log(h.kernel.scale) - h.kernel.scale + 0.1 * std::log(h.noise) - 30.0 * h.noise;
  for (std::size_t i = 0; i < d; ++i) {
    const double ratio = h.kernel.weights[i] / prior.weight;
    sum -= 0.1 / ratio + 0.1 * ratio;
    if (!gradient.empty())
      gradient[i] += 0.1 / ratio - 0.1 * ratio;
  }
  if (!gradient.empty()) {
    gradient[d] += 1.0 - h.kernel.scale;
    gradient[d + 1] += (0.1 / h.noise - 30.0) * (h.noise - prior.leastNoise);
  }
  if (prior.mainEffects) {
    const double rate = static_cast<double>(d);
    sum += 0.1 * std::log(h.kernel.mainEffects) - rate * h.kernel.mainEffects;
    if (!gradient.empty())
      gradient[d + 2] += 0.1 - rate * h.kernel.mainEffects;
  }
  return sum;
}

/// The likelihood of one set of hyperparameters, and the room for it.
class Likelihood {
public:
  Likelihood(const PointTable& points, std::span<const double> targets)
      : m_points(points), m_n(points.size()), m_stride(padded(m_n)), m_slopes(m_n * m_stride),
        m_targets(m_stride), m_whitened(m_stride), m_alpha(m_stride) {
    std::copy_n(targets.begin(), m_n, m_targets.begin());
    m_factor.reserve(m_n + rows::Lane);
  }

  double value(const Hyperparameters& h) {
    m_factor.truncate(0);
    std::vector<double> row(m_stride);
    for (std::size_t i = 0; i < m_n; ++i) {
      h.kernel.row(m_points.point(i), m_points, i + 1, row.data(), m_slopes.data() + i * m_stride);
      row[i] = h.kernel.atNoDistance(m_points.point(i), m_points.kinds()) + h.noise;
      if (!m_factor.append(std::span(row).first(i + 1)))
        return -std::numeric_limits<double>::infinity();
    }
    m_factor.solveLower(m_targets.data(), m_whitened.data());
    return -0.5 * (m_factor.logDeterminant() + rows::dot(m_whitened.data(), m_whitened.data(), 0, m_stride));
  }

  /// After value(): d/dθ = ½ tr((α αᵀ - K⁻¹) dK/dθ) (Rasmussen & Williams 2006, equation 5.9).
  void gradient(const Hyperparameters& h, double leastNoise, std::span<double> result) {
    const std::size_t d = h.kernel.weights.size();
    m_factor.solveUpper(m_whitened.data(), m_alpha.data());
    m_factor.inverse(m_inverse);
    std::fill(result.begin(), result.end(), 0.0);
    std::vector<double> factors(m_stride), effects(m_stride);
    double trace = 0.0, byEffects = 0.0;
    for (std::size_t i = 0; i < m_n; ++i) {
      const double* inverse = m_inverse.data() + i * m_stride;
      const double* slopes = m_slopes.data() + i * m_stride;
      for (std::size_t j = 0; j < i; ++j)
        factors[j] = m_alpha[i] * m_alpha[j] - inverse[j];
      if (h.kernel.mainEffects > 0.0) {
        std::fill(effects.begin(), effects.end(), 0.0);
        addMainEffects(m_points.point(i), m_points, i + 1, h.kernel.mainEffects, effects.data());
        for (std::size_t j = 0; j < i; ++j)
          byEffects += factors[j] * effects[j];
        byEffects += 0.5 * (m_alpha[i] * m_alpha[i] - inverse[i]) * effects[i];
      }
      for (std::size_t j = 0; j < i; ++j)
        factors[j] *= slopes[j];
      addWeightedDistances(m_points.point(i), m_points, i, factors.data(), result.first(d));
      trace += inverse[i];
    }
    for (std::size_t i = 0; i < d; ++i)
      result[i] *= h.kernel.weights[i];
    const double squares = rows::dot(m_alpha.data(), m_alpha.data(), 0, m_stride);
    const double explained = rows::dot(m_whitened.data(), m_whitened.data(), 0, m_stride);
    // K without the noise and the main effects is K - noise I - the main effects.
    result[d] = 0.5 * (explained - static_cast<double>(m_n) + h.noise * (trace - squares)) - byEffects;
    result[d + 1] = 0.5 * (squares - trace) * (h.noise - leastNoise);
    if (result.size() > d + 2)
      result[d + 2] = byEffects;
  }

private:
  const PointTable& m_points;
  std::size_t m_n;
  std::size_t m_stride;
  CholeskyFactor m_factor;
  std::vector<double> m_slopes;
  std::vector<double> m_targets;
  std::vector<double> m_whitened;
  std::vector<double> m_alpha;
  std::vector<double> m_inverse;
};

double logPosterior(Likelihood& likelihood, std::span<const double> parameters, const GpPrior& prior,
                    std::span<double> gradient) {
  const Hyperparameters h = hyperparametersOf(parameters, prior);
  const double value = likelihood.value(h);
  if (std::isfinite(value) && !gradient.empty())
    likelihood.gradient(h, prior.leastNoise, gradient);
  return value + logPrior(h, prior, gradient);
}

struct Box {
  std::vector<double> lower;
  std::vector<double> upper;
};

Box boxOf(std::size_t dimensions, const GpPrior& prior) {
  const std::size_t count = dimensions + (prior.mainEffects ? 3 : 2);
  Box box{std::vector<double>(count, std::log(1e-4)), std::vector<double>(count, std::log(1e2))};
  for (std::size_t i = 0; i < dimensions; ++i) {
    box.lower[i] = std::log(prior.weight) + std::log(1e-5);
    box.upper[i] = std::log(prior.weight) + std::log(1e5);
  }
  box.lower[dimensions + 1] = std::log(prior.leastNoise) - std::log(100.0);
  box.upper[dimensions + 1] = std::log(10.0);
  return box;
}

GpParameters standardStart(std::size_t dimensions, const GpPrior& prior) {
  GpParameters start(dimensions + (prior.mainEffects ? 3 : 2), std::log(prior.weight));
  start[dimensions] = 0.0;
  start[dimensions + 1] = std::log(0.01);
  if (prior.mainEffects)
    start[dimensions + 2] = std::log(0.5 / static_cast<double>(dimensions));
  return start;
}

} // namespace

double gpLogPosterior(const PointTable& points, std::span<const double> targets,
                      std::span<const double> parameters, const GpPrior& prior, std::span<double> gradient) {
  Likelihood likelihood(points, targets);
  return logPosterior(likelihood, parameters, prior, gradient);
}

GpFit fitGaussianProcess(const PointTable& points, std::span<const double> targets,
                         const GpFitOptions& options) {
  const std::size_t d = points.dimensions();
  Likelihood likelihood(points, targets);
  const Box box = boxOf(d, options.prior);
  GpFit best;
  best.kernel.weights.assign(d, options.prior.weight);
  best.noise = options.prior.leastNoise;
  best.logPosterior = -std::numeric_limits<double>::infinity();
  const DifferentiableFunction loss = [&](std::span<const double> at, std::span<double> gradient) {
    const double value = logPosterior(likelihood, at, options.prior, gradient);
    for (double& component : gradient)
      component = -component;
    return -value;
  };
  std::vector<GpParameters> starts = options.starts;
  starts.push_back(standardStart(d, options.prior));
  for (auto& start : starts) {
    const auto found = minimise(loss, std::move(start), box.lower, box.upper,
                                {.memory = 8,
                                 .mostIterations = options.mostIterations,
                                 .gradientTolerance = options.gradientTolerance,
                                 .valueTolerance = 1e-7});
    best.evaluations += found.evaluations;
    if (!std::isfinite(found.value) || -found.value <= best.logPosterior)
      continue;
    auto h = hyperparametersOf(found.point, options.prior);
    best.kernel = std::move(h.kernel);
    best.noise = h.noise;
    best.logPosterior = -found.value;
    best.fitted = true;
  }
  return best;
}

} // namespace sweep
