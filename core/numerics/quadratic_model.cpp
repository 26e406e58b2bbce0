// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/quadratic_model.h"

#include "core/numerics/lbfgs.h"

#include <Eigen/QR>
#include <cmath>
#include <numbers>

namespace sweep {

namespace {

/// Next to the curvature's, the norm of the constant and of the slope hardly counts where several models fit.
constexpr double Unpenalised = 1e3;

using View = Eigen::Map<const Eigen::VectorXd>;

View viewOf(std::span<const double> x) { return {x.data(), static_cast<Eigen::Index>(x.size())}; }

/// One column per coefficient: constant, slope, then the upper triangle of H so scaled that the norm of its coefficients is Frobenius'.
Eigen::MatrixXd designOf(const Eigen::MatrixXd& points) {
  const Eigen::Index d = points.cols();
  Eigen::MatrixXd design(points.rows(), static_cast<Eigen::Index>(quadraticCoefficients(static_cast<std::size_t>(d))));
  design.col(0).setConstant(Unpenalised);
  design.middleCols(1, d) = Unpenalised * points;
  Eigen::Index column = d + 1;
  for (Eigen::Index i = 0; i < d; ++i)
    for (Eigen::Index j = i; j < d; ++j)
      design.col(column++) = points.col(i).cwiseProduct(points.col(j)) / (i == j ? 2.0 : std::numbers::sqrt2);
  return design;
}

} // namespace

double QuadraticModel::value(std::span<const double> x) const {
  const View at = viewOf(x);
  return constant + slope.dot(at) + 0.5 * at.dot(curvature * at);
}

double QuadraticModel::value(std::span<const double> x, std::span<double> gradient) const {
  const View at = viewOf(x);
  const Eigen::VectorXd bent = curvature * at;
  Eigen::Map<Eigen::VectorXd>(gradient.data(), at.size()) = slope + bent;
  return constant + slope.dot(at) + 0.5 * at.dot(bent);
}

std::optional<QuadraticModel> fitQuadratic(const Eigen::MatrixXd& points, const Eigen::VectorXd& values,
                                           const Eigen::VectorXd& weights) {
  if (points.rows() < 2 || !points.allFinite() || !values.allFinite() || !weights.allFinite())
    return std::nullopt;
  const Eigen::Index d = points.cols();
  const Eigen::MatrixXd design = weights.asDiagonal() * designOf(points);
  const Eigen::VectorXd coefficients =
      design.completeOrthogonalDecomposition().solve(weights.cwiseProduct(values));
  if (!coefficients.allFinite())
    return std::nullopt;
  QuadraticModel model{Unpenalised * coefficients[0], Unpenalised * coefficients.segment(1, d), Eigen::MatrixXd(d, d)};
  Eigen::Index column = d + 1;
  for (Eigen::Index i = 0; i < d; ++i)
    for (Eigen::Index j = i; j < d; ++j, ++column)
      model.curvature(i, j) = model.curvature(j, i) = coefficients[column] / (i == j ? 1.0 : std::numbers::sqrt2);
  return model;
}

std::vector<double> lowestOf(const QuadraticModel& model, std::span<const double> lower, std::span<const double> upper) {
  const DifferentiableFunction function = [&](std::span<const double> x, std::span<double> gradient) {
    return model.value(x, gradient);
  };
  const std::vector<double> middle(lower.size(), 0.0);
  const LbfgsOptions options{.memory = 10, .mostIterations = 200, .gradientTolerance = 1e-13, .valueTolerance = 1e-15};
  BoundedMinimum best = minimise(function, middle, lower, upper, options);
  for (std::size_t i = 0; i < lower.size(); ++i)
    for (const double end : {lower[i], upper[i]}) {
      std::vector<double> start = middle;
      start[i] = end;
      auto found = minimise(function, std::move(start), lower, upper, options);
      if (found.value < best.value)
        best = std::move(found);
    }
  return best.point;
}

} // namespace sweep
