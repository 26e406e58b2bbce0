// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Eigen/Core>
#include <optional>
#include <span>
#include <vector>

namespace sweep {

/// A quadratic c + g'x + x'Hx / 2 through values near the origin (Conn, Scheinberg & Vicente 2009, "Introduction to derivative-free
/// optimization", chapters 4 and 5).
struct QuadraticModel {
  double constant = 0.0;
  Eigen::VectorXd slope;
  Eigen::MatrixXd curvature;

  double value(std::span<const double> x) const;
  /// Writes the gradient too.
  double value(std::span<const double> x, std::span<double> gradient) const;
};

/// Weighted least squares; of all models that fit equally well, as happens with fewer points than coefficients, the one with the
/// least Frobenius norm of H (Powell 2004). points: a row each, best of the order of 1. weights: >= 0, of the residuals. Nothing
/// for fewer than two points, or where numbers are not finite. O(points · d⁴) at most.
std::optional<QuadraticModel> fitQuadratic(const Eigen::MatrixXd& points, const Eigen::VectorXd& values,
                                           const Eigen::VectorXd& weights);

/// Coefficients of a quadratic in so many variables.
constexpr std::size_t quadraticCoefficients(std::size_t dimensions) { return (dimensions + 1) * (dimensions + 2) / 2; }

/// The lowest point of a model in a box around the origin that is found from its middle and the middles of its faces. lower <= 0 <=
/// upper.
std::vector<double> lowestOf(const QuadraticModel& model, std::span<const double> lower, std::span<const double> upper);

} // namespace sweep
