// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <vector>

namespace sweep {

/// Value at a point; writes the gradient. A value that is not finite marks a point outside: steps are shortened away from it.
using DifferentiableFunction =
    std::function<double(std::span<const double> point, std::span<double> gradient)>;

struct LbfgsOptions {
  /// How many steps the curvature is remembered from.
  int memory = 8;
  int mostIterations = 100;
  /// Done when no component of the projected gradient exceeds it.
  double gradientTolerance = 1e-5;
  /// Done when a step lowers the value by less than this share of max(1, |value|).
  double valueTolerance = 1e-12;
};

struct BoundedMinimum {
  std::vector<double> point;
  double value = 0.0;
  int iterations = 0;
  int evaluations = 0;
  /// Whether a tolerance ended it, not the number of iterations or a failing line search.
  bool converged = false;
};

/// A local minimum inside a box, from a point inside it: limited-memory BFGS (Nocedal 1980) in the variables that are not held by
/// a bound, along projected steps (Bertsekas 1982, "Projected Newton methods"), with Armijo's rule.
/// lower <= upper, all of one size; infinite bounds are allowed. Deterministic. When the value at the start is not finite the
/// start comes back.
BoundedMinimum minimise(const DifferentiableFunction& function, std::vector<double> start,
                        std::span<const double> lower, std::span<const double> upper,
                        const LbfgsOptions& options = {});

} // namespace sweep
