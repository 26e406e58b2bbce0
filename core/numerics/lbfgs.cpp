// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/lbfgs.h"

#include <algorithm>
#include <cmath>
#include <deque>

namespace sweep {

namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i)
    sum += a[i] * b[i];
  return sum;
}

struct CurvaturePair {
  Vector step;
  Vector change;
  double product;
};

/// One descent; holds what the steps share.
class Descent {
public:
  Descent(const DifferentiableFunction& function, Vector start, std::span<const double> lower,
          std::span<const double> upper, const LbfgsOptions& options)
      : m_function(function), m_lower(lower), m_upper(upper), m_options(options), m_point(std::move(start)),
        m_gradient(m_point.size()), m_free(m_point.size()) {
    clamp(m_point);
    m_value = evaluate(m_point, m_gradient);
  }

  BoundedMinimum run() {
    BoundedMinimum result;
    while (std::isfinite(m_value) && result.iterations < m_options.mostIterations) {
      result.converged = findFree() <= m_options.gradientTolerance;
      if (result.converged)
        break;
      ++result.iterations;
      const double before = m_value;
      if (!step()) {
        // A bad memory of the curvature is no end: once more straight down.
        if (m_pairs.empty())
          break;
        m_pairs.clear();
        continue;
      }
      result.converged = before - m_value <= m_options.valueTolerance * std::max(1.0, std::abs(m_value));
      if (result.converged)
        break;
    }
    result.point = m_point;
    result.value = m_value;
    result.evaluations = m_evaluations;
    return result;
  }

private:
  void clamp(Vector& point) const {
    for (std::size_t i = 0; i < point.size(); ++i)
      point[i] = std::clamp(point[i], m_lower[i], m_upper[i]);
  }

  double evaluate(const Vector& point, Vector& gradient) {
    ++m_evaluations;
    return m_function(point, gradient);
  }

  /// Marks the variables that a bound does not hold; the largest component of the projected gradient.
  double findFree() {
    double largest = 0.0;
    for (std::size_t i = 0; i < m_point.size(); ++i) {
      const double moved = std::clamp(m_point[i] - m_gradient[i], m_lower[i], m_upper[i]) - m_point[i];
      m_free[i] = moved != 0.0;
      largest = std::max(largest, std::abs(moved));
    }
    return largest;
  }

  Vector onlyFree(Vector vector) const {
    for (std::size_t i = 0; i < vector.size(); ++i)
      if (!m_free[i])
        vector[i] = 0.0;
    return vector;
  }

  /// Two-loop recursion (Nocedal & Wright 2006, algorithm 7.4).
  Vector direction() const {
    Vector d = onlyFree(m_gradient);
    std::vector<double> weights;
    double scale = 1.0 / std::max(1.0, std::sqrt(dot(d, d)));
    for (auto pair = m_pairs.rbegin(); pair != m_pairs.rend(); ++pair) {
      weights.push_back(dot(pair->step, d) / pair->product);
      for (std::size_t i = 0; i < d.size(); ++i)
        d[i] -= weights.back() * pair->change[i];
    }
    if (!m_pairs.empty())
      scale = m_pairs.back().product / dot(m_pairs.back().change, m_pairs.back().change);
    for (double& component : d)
      component *= scale;
    for (const auto& pair : m_pairs) {
      const double correction = weights.back() - dot(pair.change, d) / pair.product;
      weights.pop_back();
      for (std::size_t i = 0; i < d.size(); ++i)
        d[i] += correction * pair.step[i];
    }
    for (double& component : d)
      component = -component;
    return onlyFree(std::move(d));
  }

  bool step() {
    const Vector d = direction();
    const double slope = dot(d, m_gradient);
    if (!(slope < 0.0))
      return false;
    Vector point(m_point.size());
    Vector gradient(m_point.size());
    double length = 1.0;
    for (int attempt = 0; attempt < 30; ++attempt) {
      for (std::size_t i = 0; i < point.size(); ++i)
        point[i] = std::clamp(m_point[i] + length * d[i], m_lower[i], m_upper[i]);
      const double value = evaluate(point, gradient);
      double expected = 0.0;
      for (std::size_t i = 0; i < point.size(); ++i)
        expected += m_gradient[i] * (point[i] - m_point[i]);
      if (std::isfinite(value) && value <= m_value + 1e-4 * std::min(expected, 0.0) && value < m_value) {
        accept(std::move(point), std::move(gradient), value);
        return true;
      }
      length *= shortening(value, length * slope);
    }
    return false;
  }

  /// Towards the minimum of the parabola through what is known, within a tenth and a half.
  double shortening(double value, double slope) const {
    if (!std::isfinite(value))
      return 0.1;
    const double bend = value - m_value - slope;
    return bend > 0.0 ? std::clamp(-0.5 * slope / bend, 0.1, 0.5) : 0.5;
  }

  void accept(Vector point, Vector gradient, double value) {
    CurvaturePair pair{Vector(point.size()), Vector(point.size()), 0.0};
    for (std::size_t i = 0; i < point.size(); ++i) {
      pair.step[i] = point[i] - m_point[i];
      pair.change[i] = gradient[i] - m_gradient[i];
    }
    pair.product = dot(pair.step, pair.change);
    if (pair.product > 1e-12 * dot(pair.change, pair.change)) {
      m_pairs.push_back(std::move(pair));
      if (m_pairs.size() > static_cast<std::size_t>(m_options.memory))
        m_pairs.pop_front();
    }
    m_point = std::move(point);
    m_gradient = std::move(gradient);
    m_value = value;
  }

  const DifferentiableFunction& m_function;
  std::span<const double> m_lower;
  std::span<const double> m_upper;
  const LbfgsOptions& m_options;
  Vector m_point;
  Vector m_gradient;
  double m_value = 0.0;
  std::vector<bool> m_free;
  std::deque<CurvaturePair> m_pairs;
  int m_evaluations = 0;
};

} // namespace

BoundedMinimum minimise(const DifferentiableFunction& function, std::vector<double> start,
                        std::span<const double> lower, std::span<const double> upper,
                        const LbfgsOptions& options) {
  return Descent(function, std::move(start), lower, upper, options).run();
}

} // namespace sweep
