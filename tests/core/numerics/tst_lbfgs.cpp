// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/lbfgs.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace sweep {
namespace {

using Vector = std::vector<double>;

double rosenbrock(std::span<const double> x, std::span<double> gradient) {
  double sum = 0.0;
  std::fill(gradient.begin(), gradient.end(), 0.0);
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    const double a = x[i + 1] - x[i] * x[i];
    const double b = 1.0 - x[i];
    sum += 100.0 * a * a + b * b;
    gradient[i] += -400.0 * x[i] * a - 2.0 * b;
    gradient[i + 1] += 200.0 * a;
  }
  return sum;
}

TEST(Lbfgs, FindsTheFootOfTheValley) {
  const Vector lower(10, -5.0), upper(10, 10.0);
  const auto found = minimise(rosenbrock, Vector(10, -1.2), lower, upper,
                              {.mostIterations = 1000, .gradientTolerance = 1e-8, .valueTolerance = 0.0});
  EXPECT_TRUE(found.converged);
  for (const double coordinate : found.point)
    EXPECT_NEAR(coordinate, 1.0, 1e-6);
}

TEST(Lbfgs, StaysInsideAndStopsAtTheEdge) {
  const Vector lower(4, -1.0), upper(4, 0.5);
  bool inside = true;
  const auto watched = [&](std::span<const double> x, std::span<double> gradient) {
    for (const double coordinate : x)
      inside = inside && coordinate >= -1.0 && coordinate <= 0.5;
    return rosenbrock(x, gradient);
  };
  const auto found = minimise(watched, Vector(4, -0.9), lower, upper,
                              {.mostIterations = 500, .gradientTolerance = 1e-6, .valueTolerance = 0.0});
  EXPECT_TRUE(inside);
  EXPECT_TRUE(found.converged);
  // At a minimum of a box the gradient points outwards or is 0.
  Vector gradient(4);
  rosenbrock(found.point, gradient);
  for (std::size_t i = 0; i < 4; ++i) {
    const double step = std::clamp(found.point[i] - gradient[i], -1.0, 0.5) - found.point[i];
    EXPECT_NEAR(step, 0.0, 1e-6);
  }
  EXPECT_EQ(found.point[0], 0.5);
}

TEST(Lbfgs, NeedsFewStepsOnAParabola) {
  const auto parabola = [](std::span<const double> x, std::span<double> gradient) {
    double sum = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double scale = std::pow(10.0, static_cast<double>(i));
      gradient[i] = 2.0 * scale * (x[i] - 0.3);
      sum += scale * (x[i] - 0.3) * (x[i] - 0.3);
    }
    return sum;
  };
  const double infinity = std::numeric_limits<double>::infinity();
  const auto found = minimise(parabola, Vector(4, 9.0), Vector(4, -infinity), Vector(4, infinity));
  EXPECT_TRUE(found.converged);
  EXPECT_LT(found.evaluations, 60);
  EXPECT_NEAR(found.point[0], 0.3, 1e-4);
}

TEST(Lbfgs, StepsAwayFromWhereThereIsNoValue) {
  const auto logarithm = [](std::span<const double> x, std::span<double> gradient) {
    gradient[0] = 1.0 - 1e-3 / x[0];
    return x[0] - 1e-3 * std::log(x[0]);
  };
  const auto found = minimise(logarithm, {5.0}, Vector{-10.0}, Vector{10.0});
  EXPECT_NEAR(found.point[0], 1e-3, 1e-4);
}

TEST(Lbfgs, GivesTheStartBackWhereItHasNoValue) {
  const auto nowhere = [](std::span<const double>, std::span<double>) {
    return std::nan("");
  };
  const auto found = minimise(nowhere, {0.25}, Vector{0.0}, Vector{1.0});
  EXPECT_EQ(found.point, Vector{0.25});
  EXPECT_FALSE(found.converged);
}

TEST(Lbfgs, IsDoneAtOnceOnAConstant) {
  const auto constant = [](std::span<const double>, std::span<double> gradient) {
    std::fill(gradient.begin(), gradient.end(), 0.0);
    return 4.0;
  };
  const auto found = minimise(constant, {0.25, 0.5}, Vector(2, 0.0), Vector(2, 1.0));
  EXPECT_TRUE(found.converged);
  EXPECT_EQ(found.evaluations, 1);
}

} // namespace
} // namespace sweep
