// SPDX-License-Identifier: GPL-3.0-or-later
// Hansen 2016, "The CMA Evolution Strategy: A Tutorial", arXiv:1604.00772. Equation numbers are its.
#include "core/numerics/cma.h"

#include "core/numerics/truncated_normal.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <utility>

namespace sweep {

namespace {

constexpr double SmallestEigenvalue = 1e-8;
constexpr double LargestStep = 1e32;
/// Tolerances of the stopping criteria (appendix B.3).
constexpr double VanishedStep = 1e-12;
constexpr double FlatRange = 1e-12;
constexpr double WorstCondition = 1e14;
constexpr double ExplodedStep = 1e4;

double square(double x) {
  return x * x;
}

/// (sum w)² / sum w².
double effectiveCount(const Eigen::VectorXd& weights) {
  return weights.size() == 0 ? 0.0 : square(weights.sum()) / weights.squaredNorm();
}

/// Eq. 50-53: the positive weights sum to 1, the negative ones to -alpha.
void normaliseWeights(CmaConstants& constants, const Eigen::VectorXd& raw, CmaShape shape) {
  const double n = constants.dimensions;
  const double behind = effectiveCount(raw.tail(raw.size() - constants.parents));
  const double alpha =
      std::min({1.0 + constants.rankOneRate / constants.rankMuRate,
                1.0 + 2.0 * behind / (constants.effectiveParents + 2.0),
                (1.0 - constants.rankOneRate - constants.rankMuRate) / (n * constants.rankMuRate)});
  const double positive = raw.cwiseMax(0.0).sum();
  const double negative = -raw.cwiseMin(0.0).sum();
  constants.weights.resize(raw.size());
  for (Eigen::Index i = 0; i < raw.size(); ++i)
    constants.weights[i] = raw[i] >= 0.0                 ? raw[i] / positive
                           : shape == CmaShape::Diagonal ? 0.0
                                                         : raw[i] * alpha / negative;
}

} // namespace

int cmaPopulationSize(int dimensions) {
  return 4 + static_cast<int>(std::floor(3.0 * std::log(static_cast<double>(dimensions))));
}

CmaConstants cmaConstants(int dimensions, int populationSize, CmaShape shape) {
  CmaConstants constants;
  constants.dimensions = dimensions;
  constants.populationSize = populationSize;
  constants.parents = populationSize / 2;
  const double n = dimensions;
  Eigen::VectorXd raw(populationSize);
  for (int i = 0; i < populationSize; ++i)
    raw[i] = std::log((populationSize + 1) / 2.0) - std::log(i + 1.0);
  const double mu = constants.effectiveParents = effectiveCount(raw.head(constants.parents));
  constants.rankOneRate = 2.0 / (square(n + 1.3) + mu);
  constants.rankMuRate =
      std::min(1.0 - constants.rankOneRate - 1e-8, 2.0 * (mu - 2.0 + 1.0 / mu) / (square(n + 2.0) + mu));
  normaliseWeights(constants, raw, shape);
  if (shape == CmaShape::Diagonal) {
    const double faster = (n + 2.0) / 3.0;
    constants.rankOneRate = std::min(0.5, constants.rankOneRate * faster);
    constants.rankMuRate = std::min(0.5 - 1e-8, constants.rankMuRate * faster);
  }
  constants.stepRate = (mu + 2.0) / (n + mu + 5.0);
  constants.stepDamping =
      1.0 + 2.0 * std::max(0.0, std::sqrt((mu - 1.0) / (n + 1.0)) - 1.0) + constants.stepRate;
  constants.pathRate = (4.0 + mu / n) / (n + 4.0 + 2.0 * mu / n);
  constants.expectedLength = std::sqrt(n) * (1.0 - 1.0 / (4.0 * n) + 1.0 / (21.0 * n * n));
  return constants;
}

Cma::Cma(Eigen::VectorXd mean, double step, int populationSize, CmaShape shape)
    : m_constants(cmaConstants(
          static_cast<int>(mean.size()),
          populationSize > 0 ? populationSize : cmaPopulationSize(static_cast<int>(mean.size())), shape)),
      m_shape(shape), m_mean(std::move(mean)), m_step(step), m_firstStep(step) {
  const Eigen::Index n = m_mean.size();
  m_scale = m_lengths = Eigen::VectorXd::Ones(n);
  m_stepPath = m_covariancePath = Eigen::VectorXd::Zero(n);
  // The diagonal is all there is of a diagonal shape: n × 1 instead of n × n.
  m_covariance = shape == CmaShape::Full ? Eigen::MatrixXd(Eigen::MatrixXd::Identity(n, n))
                                         : Eigen::MatrixXd(Eigen::MatrixXd::Ones(n, 1));
  if (shape == CmaShape::Full)
    m_axes = Eigen::MatrixXd::Identity(n, n);
}

Eigen::VectorXd Cma::sample(const Eigen::VectorXd& normals) const {
  Eigen::VectorXd y = m_lengths.cwiseProduct(normals);
  if (m_shape == CmaShape::Full)
    y = m_axes * y;
  return m_mean + m_step * m_scale.cwiseProduct(y);
}

Eigen::VectorXd Cma::unscaled(const Eigen::VectorXd& point) const {
  return (point - m_mean).cwiseQuotient(m_scale) / m_step;
}

Eigen::VectorXd Cma::whitened(const Eigen::VectorXd& y) const {
  if (m_shape == CmaShape::Diagonal)
    return y.cwiseQuotient(m_lengths);
  return m_axes * (m_axes.transpose() * y).cwiseQuotient(m_lengths);
}

Eigen::VectorXd Cma::pulledIn(const Eigen::VectorXd& point) const {
  const double n = dimensions();
  const double longest = std::sqrt(n) + 2.0 * n / (n + 2.0);
  const double length = whitened(unscaled(point)).norm();
  return length <= longest ? point : Eigen::VectorXd(m_mean + (longest / length) * (point - m_mean));
}

void Cma::tell(const Eigen::MatrixXd& ranked, double bestValue) {
  ++m_generation;
  if (std::isfinite(bestValue))
    m_bestValues.push_back(bestValue);
  Eigen::MatrixXd steps(ranked.rows(), ranked.cols());
  for (Eigen::Index i = 0; i < ranked.cols(); ++i)
    steps.col(i) = unscaled(ranked.col(i));
  const Eigen::VectorXd shift =
      steps.leftCols(m_constants.parents) * m_constants.weights.head(m_constants.parents);
  m_mean += m_step * m_scale.cwiseProduct(shift);
  // Both use the axes from before the update.
  const Eigen::VectorXd whiteShift = whitened(shift);
  Eigen::VectorXd lengths(ranked.cols());
  for (Eigen::Index i = 0; i < ranked.cols(); ++i)
    lengths[i] = m_constants.weights[i] < 0.0 ? whitened(steps.col(i)).squaredNorm() : 0.0;
  adaptStep(whiteShift);
  adaptCovariance(steps, shift, lengths);
  decompose();
}

/// Eq. 43-44.
void Cma::adaptStep(const Eigen::VectorXd& whiteShift) {
  const double c = m_constants.stepRate;
  m_stepPath = (1.0 - c) * m_stepPath + std::sqrt(c * (2.0 - c) * m_constants.effectiveParents) * whiteShift;
  m_step *= std::exp(c / m_constants.stepDamping * (m_stepPath.norm() / m_constants.expectedLength - 1.0));
  m_step = std::min(m_step, LargestStep);
}

/// Eq. 45-47.
void Cma::adaptCovariance(const Eigen::MatrixXd& steps, const Eigen::VectorXd& shift,
                          const Eigen::VectorXd& squaredLengths) {
  const double n = dimensions();
  const double c = m_constants.pathRate;
  const double started = std::sqrt(1.0 - std::pow(1.0 - m_constants.stepRate, 2.0 * (m_generation + 1)));
  const bool moving = m_stepPath.norm() / started < (1.4 + 2.0 / (n + 1.0)) * m_constants.expectedLength;
  m_covariancePath *= 1.0 - c;
  if (moving)
    m_covariancePath += std::sqrt(c * (2.0 - c) * m_constants.effectiveParents) * shift;
  Eigen::VectorXd weights = m_constants.weights;
  for (Eigen::Index i = 0; i < weights.size(); ++i)
    if (weights[i] < 0.0)
      weights[i] *= n / (squaredLengths[i] + 1e-8);
  const double one = m_constants.rankOneRate;
  const double mu = m_constants.rankMuRate;
  const double kept = 1.0 + (moving ? 0.0 : one * c * (2.0 - c)) - one - mu * m_constants.weights.sum();
  m_covariance *= kept;
  if (m_shape == CmaShape::Full)
    m_covariance += one * m_covariancePath * m_covariancePath.transpose() +
                    mu * steps * weights.asDiagonal() * steps.transpose();
  else
    m_covariance += one * m_covariancePath.cwiseAbs2() + mu * steps.cwiseAbs2() * weights;
}

void Cma::decompose() {
  if (m_shape == CmaShape::Diagonal) {
    m_covariance = m_covariance.cwiseMax(1e-300);
    m_lengths = m_covariance.col(0).cwiseSqrt();
    return;
  }
  m_covariance = ((m_covariance + m_covariance.transpose()) / 2.0).eval();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(m_covariance);
  const Eigen::VectorXd& values = solver.eigenvalues();
  m_axes = solver.eigenvectors();
  const Eigen::VectorXd clamped =
      values.unaryExpr([](double value) { return value < 0.0 ? SmallestEigenvalue : value; });
  m_lengths = clamped.cwiseSqrt();
  m_covariance = m_axes * clamped.asDiagonal() * m_axes.transpose();
}

CmaStop Cma::stop() const {
  const double longest = m_lengths.maxCoeff();
  const double shortest = m_lengths.minCoeff();
  if (!(m_step * longest <= ExplodedStep))
    return CmaStop::StepExploded;
  if (m_step * std::max(longest, m_covariancePath.cwiseAbs().maxCoeff()) < VanishedStep * m_firstStep)
    return CmaStop::StepVanished;
  if (!(square(longest) <= WorstCondition * square(shortest)))
    return CmaStop::IllConditioned;
  const auto window = static_cast<std::size_t>(10.0 + std::ceil(30.0 * dimensions() / populationSize()));
  if (m_bestValues.size() > window) {
    const auto [low, high] =
        std::minmax_element(m_bestValues.end() - static_cast<std::ptrdiff_t>(window), m_bestValues.end());
    if (*high - *low < FlatRange)
      return CmaStop::FlatObjective;
  }
  return CmaStop::None;
}

double Cma::deviation(int coordinate) const {
  const double variance =
      m_shape == CmaShape::Full ? m_covariance(coordinate, coordinate) : m_covariance(coordinate, 0);
  return m_step * m_scale[coordinate] * std::sqrt(variance);
}

void Cma::setMarginal(int coordinate, double mean, double deviation) {
  m_scale[coordinate] *= deviation / this->deviation(coordinate);
  m_mean[coordinate] = mean;
}

CmaMarginal withMargin(CmaMarginal marginal, double lower, double upper, double margin) {
  const double deviation = marginal.deviation;
  // In the first or last cell there is one way out: the mean comes so near to it that enough of the distribution is beyond.
  if (std::isinf(lower) || std::isinf(upper)) {
    const double reach = normalQuantile(1.0 - margin) * deviation;
    if (std::isinf(lower) && std::isfinite(upper))
      marginal.mean = std::max(marginal.mean, upper - reach);
    else if (std::isinf(upper) && std::isfinite(lower))
      marginal.mean = std::min(marginal.mean, lower + reach);
    return marginal;
  }
  const auto below = [](double z) {
    return 0.5 * std::erfc(-z / std::sqrt(2.0));
  };
  const double half = margin / 2.0;
  const double low = std::max(below((lower - marginal.mean) / deviation), half);
  const double high = std::max(below((marginal.mean - upper) / deviation), half);
  const double middle =
      1.0 - below((lower - marginal.mean) / deviation) - below((marginal.mean - upper) / deviation);
  const double excess = (1.0 - low - high - middle) / (low + high + middle - 3.0 * half);
  const double down = -normalQuantile(low + excess * (low - half));
  const double up = -normalQuantile(high + excess * (high - half));
  return {(lower * up + upper * down) / (down + up), (upper - lower) / (down + up)};
}

} // namespace sweep
