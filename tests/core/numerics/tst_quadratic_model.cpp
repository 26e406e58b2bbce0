// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/numerics/quadratic_model.h"

#include <array>
#include <gtest/gtest.h>
#include <limits>

namespace sweep {
namespace {

double truth(double x, double y) { return 2.0 - x + 0.5 * y + 3.0 * x * x - x * y + 2.0 * y * y; }

struct Table {
  Eigen::MatrixXd points;
  Eigen::VectorXd values;
  Eigen::VectorXd weights;
};

Table tableOf(Eigen::Index count) {
  Rng rng(3);
  Table table{Eigen::MatrixXd(count, 2), Eigen::VectorXd(count), Eigen::VectorXd::Ones(count)};
  for (Eigen::Index i = 0; i < count; ++i) {
    table.points(i, 0) = 2.0 * rng.uniform() - 1.0;
    table.points(i, 1) = 2.0 * rng.uniform() - 1.0;
    table.values[i] = truth(table.points(i, 0), table.points(i, 1));
  }
  return table;
}

TEST(QuadraticModel, FindsAQuadraticAgain) {
  for (const Eigen::Index count : {6, 12}) {
    const Table table = tableOf(count);
    const auto model = fitQuadratic(table.points, table.values, table.weights).value();
    EXPECT_NEAR(model.constant, 2.0, 1e-9);
    EXPECT_NEAR(model.slope[0], -1.0, 1e-9);
    EXPECT_NEAR(model.curvature(0, 0), 6.0, 1e-9);
    EXPECT_NEAR(model.curvature(0, 1), -1.0, 1e-9);
    EXPECT_NEAR(model.curvature(1, 1), 4.0, 1e-9);
    std::array<double, 2> gradient{};
    EXPECT_NEAR(model.value(std::array{0.3, -0.2}, gradient), truth(0.3, -0.2), 1e-9);
    EXPECT_NEAR(gradient[0], -1.0 + 6 * 0.3 + 0.2, 1e-9);
    EXPECT_NEAR(gradient[1], 0.5 - 0.3 - 4 * 0.2, 1e-9);
  }
}

TEST(QuadraticModel, OfFewPointsIsNoMoreBentThanItHasToBe) {
  // Three points on a plane leave the curvature open: none is the least.
  Eigen::MatrixXd points(3, 2);
  points << 0, 0, 1, 0, 0, 1;
  const Eigen::Vector3d values(1, 3, 0);
  const auto model = fitQuadratic(points, values, Eigen::Vector3d::Ones()).value();
  EXPECT_LT(model.curvature.norm(), 1e-4);
  EXPECT_NEAR(model.value(std::array{1.0, 0.0}), 3.0, 1e-9);
  EXPECT_NEAR(model.value(std::array{0.0, 1.0}), 0.0, 1e-9);
}

TEST(QuadraticModel, LeavesOutWhatHasNoWeight) {
  Table table = tableOf(8);
  table.values[5] += 100.0;
  table.weights[5] = 0.0;
  EXPECT_NEAR(fitQuadratic(table.points, table.values, table.weights)->value(std::array{0.5, 0.5}), truth(0.5, 0.5), 1e-9);
}

TEST(QuadraticModel, RefusesWhatIsNotFinite) {
  Table table = tableOf(8);
  table.values[2] = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(fitQuadratic(table.points, table.values, table.weights));
}

TEST(QuadraticModel, DescendsToTheLowestPointOfABox) {
  const Table table = tableOf(12);
  const auto model = fitQuadratic(table.points, table.values, table.weights).value();
  const auto inside = lowestOf(model, std::array{-1.0, -1.0}, std::array{1.0, 1.0});
  // 6x - y = 1 and -x + 4y = -1/2.
  EXPECT_NEAR(inside[0], 3.5 / 23.0, 1e-6);
  EXPECT_NEAR(inside[1], -2.0 / 23.0, 1e-6);
  const auto held = lowestOf(model, std::array{-1.0, 0.0}, std::array{0.0, 1.0});
  EXPECT_NEAR(held[0], 0.0, 1e-12);
  EXPECT_NEAR(held[1], 0.0, 1e-12);
  QuadraticModel saddle{0.0, Eigen::Vector2d(0.1, 0.0), Eigen::Matrix2d::Zero()};
  saddle.curvature(0, 0) = -1.0;
  EXPECT_NEAR(lowestOf(saddle, std::array{-1.0, -1.0}, std::array{1.0, 1.0})[0], -1.0, 1e-12);
}

} // namespace
} // namespace sweep
