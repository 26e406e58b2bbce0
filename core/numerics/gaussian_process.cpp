// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/gaussian_process.h"

#include "core/numerics/main_effects.h"
#include "core/numerics/row_products.h"

#include <algorithm>
#include <cmath>

namespace sweep {

using rows::dot;
using rows::padded;

GaussianProcess::GaussianProcess(std::vector<ColumnKind> kinds, MaternKernel kernel, double noise)
    : m_kernel(std::move(kernel)), m_noise(noise), m_points(std::move(kinds)) {}

/// A point on top of others can leave nothing of the diagonal but rounding: then it counts as a noisier observation.
bool GaussianProcess::appendRow(std::span<const double> point) {
  const std::size_t n = m_points.size();
  m_points.append(point);
  std::vector<double> row(padded(n + 1));
  m_kernel.row(point, m_points, n + 1, row.data());
  const double diagonal = m_kernel.atNoDistance(point, m_points.kinds()) + m_noise;
  for (double jitter = 0.0; jitter <= 10.0 * m_kernel.scale;
       jitter = jitter == 0.0 ? 1e-8 * m_kernel.scale : 10.0 * jitter) {
    row[n] = diagonal + jitter;
    if (m_factor.append(std::span(row).first(n + 1))) {
      m_jitter = std::max(m_jitter, jitter);
      return true;
    }
  }
  m_points.truncate(n);
  return false;
}

void GaussianProcess::append(std::span<const double> point) {
  if (appendRow(point))
    ++m_observed;
}

void GaussianProcess::setTargets(std::span<const double> targets) {
  std::vector<double> values(padded(m_observed));
  std::copy_n(targets.begin(), m_observed, values.begin());
  m_whitened.assign(padded(m_points.size()), 0.0);
  m_factor.solveLower(values.data(), m_whitened.data());
}

void GaussianProcess::appendPending(std::span<const double> point, std::span<const double> innovations) {
  if (!appendRow(point))
    return;
  m_innovations.emplace_back(innovations.begin(), innovations.end());
  m_whitened.resize(padded(m_points.size()));
}

void GaussianProcess::dropPending() {
  m_points.truncate(m_observed);
  m_factor.truncate(m_observed);
  m_innovations.clear();
  m_whitened.resize(padded(m_observed));
}

double GaussianProcess::pendingValue(std::size_t i, std::size_t scenario) const {
  double value = 0.0;
  for (std::size_t j = 0; j < m_observed; ++j)
    value += m_factor.lower(m_observed + i, j) * m_whitened[j];
  for (std::size_t j = 0; j <= i; ++j)
    value += m_factor.lower(m_observed + i, m_observed + j) * m_innovations[j][scenario];
  return value;
}

double GaussianProcess::logMarginalLikelihood() const {
  double sum = 0.0;
  for (std::size_t i = 0; i < m_observed; ++i)
    sum -= std::log(m_factor.lower(i, i)) + 0.5 * m_whitened[i] * m_whitened[i];
  return sum;
}

double GaussianProcess::scenarioShift(const double* whitened, std::size_t scenario) const {
  double shift = 0.0;
  for (std::size_t i = 0; i < m_innovations.size(); ++i)
    shift += whitened[m_observed + i] * m_innovations[i][scenario];
  return shift;
}

GaussianProcess::Belief GaussianProcess::predict(std::span<const double> x) const {
  Belief belief;
  predict(x.data(), 1, &belief);
  return belief;
}

void GaussianProcess::predict(const double* points, std::size_t count, Belief* beliefs,
                              double* scenarioMeans) const {
  constexpr std::size_t Block = 16;
  const std::size_t n = m_points.size();
  const std::size_t stride = padded(n);
  const std::size_t shapes = scenarios();
  std::vector<double> values(Block * stride), solved(Block * stride);
  for (std::size_t first = 0; first < count; first += Block) {
    const std::size_t size = std::min(Block, count - first);
    for (std::size_t i = 0; i < size; ++i)
      m_kernel.row({points + (first + i) * dimensions(), dimensions()}, m_points, n,
                   values.data() + i * stride);
    m_factor.solveLower(values.data(), size, stride, solved.data());
    for (std::size_t i = 0; i < size; ++i) {
      const double* v = solved.data() + i * stride;
      Belief& belief = beliefs[first + i];
      belief.mean = dot(v, m_whitened.data(), 0, stride);
      const std::span<const double> x(points + (first + i) * dimensions(), dimensions());
      belief.variance = std::max(m_kernel.atNoDistance(x, m_points.kinds()) - dot(v, v, 0, stride), 0.0);
      if (scenarioMeans)
        for (std::size_t s = 0; s < shapes; ++s)
          scenarioMeans[(first + i) * shapes + s] = belief.mean + scenarioShift(v, s);
    }
  }
}

std::vector<double> GaussianProcess::leaveOneOutMeans(std::span<const double> targets) const {
  std::vector<double> inverse;
  m_factor.inverse(inverse);
  std::vector<double> weights(padded(m_observed));
  m_factor.solveUpper(m_whitened.data(), weights.data());
  std::vector<double> means(targets.begin(), targets.end());
  for (std::size_t i = 0; i < m_observed; ++i)
    means[i] -= weights[i] / inverse[i * padded(m_observed) + i];
  return means;
}

double GaussianProcess::covariance(std::span<const double> x, std::span<const double> y) const {
  const std::size_t n = m_points.size();
  const std::size_t stride = padded(n);
  std::vector<double> values(2 * stride), solved(2 * stride);
  m_kernel.row(x, m_points, n, values.data());
  m_kernel.row(y, m_points, n, values.data() + stride);
  m_factor.solveLower(values.data(), 2, stride, solved.data());
  return m_kernel.between(x, y, m_points.kinds()) - dot(solved.data(), solved.data() + stride, 0, stride);
}

PosteriorAt::PosteriorAt(const GaussianProcess& process)
    : m_process(process), m_values(padded(process.m_points.size())), m_slopes(m_values.size()),
      m_solved(m_values.size()), m_work(m_values.size()), m_means(process.scenarios()) {}

void PosteriorAt::moveTo(std::span<const double> x) {
  const auto& p = m_process;
  const std::size_t end = m_values.size();
  m_x.assign(x.begin(), x.end());
  p.m_kernel.row(x, p.m_points, p.m_points.size(), m_values.data(), m_slopes.data());
  p.m_factor.solveLower(m_values.data(), m_solved.data());
  const double mean = dot(m_solved.data(), p.m_whitened.data(), 0, end);
  for (std::size_t s = 0; s < m_means.size(); ++s)
    m_means[s] = mean + p.scenarioShift(m_solved.data(), s);
  m_variance = std::max(p.m_kernel.atNoDistance(x, p.m_points.kinds()) - dot(m_solved.data(), m_solved.data(), 0, end), 0.0);
}

/// The means are k' L⁻ᵀ z, the variance is k(x, x) - |L⁻¹ k|², so both gradients are the Jacobian of k times a vector.
void PosteriorAt::gradient(std::span<const double> byMeans, double byVariance, std::span<double> result) {
  const auto& p = m_process;
  double byMean = 0.0;
  for (const double weight : byMeans)
    byMean += weight;
  for (std::size_t i = 0; i < m_work.size(); ++i)
    m_work[i] = byMean * p.m_whitened[i] - 2.0 * byVariance * m_solved[i];
  for (std::size_t i = 0; i < p.m_innovations.size(); ++i)
    for (std::size_t s = 0; s < byMeans.size(); ++s)
      m_work[p.m_observed + i] += byMeans[s] * p.m_innovations[i][s];
  p.m_factor.solveUpper(m_work.data(), m_values.data());
  std::vector<double> byEffects(p.m_kernel.mainEffects > 0.0 ? result.size() : 0);
  if (!byEffects.empty())
    mainEffectSlopes(m_x, p.m_points, m_values.data(), byEffects);
  double total = 0.0;
  for (std::size_t j = 0; j < m_values.size(); ++j) {
    m_values[j] *= m_slopes[j];
    total += m_values[j];
  }
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i] = p.m_points.kinds()[i] == ColumnKind::Category
                    ? 0.0
                    : 2.0 * p.m_kernel.weights[i] *
                          (m_x[i] * total - dot(m_values.data(), p.m_points.column(i), 0, m_values.size()));
  for (std::size_t i = 0; i < byEffects.size(); ++i)
    result[i] += p.m_kernel.mainEffects * (byEffects[i] + byVariance * mainEffectSlope(m_x[i], p.m_points.kinds()[i]));
}

} // namespace sweep
