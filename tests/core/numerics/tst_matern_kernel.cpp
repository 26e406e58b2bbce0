// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/numerics/matern_kernel.h"
#include "core/numerics/row_products.h"

#include <cmath>
#include <gtest/gtest.h>

namespace sweep {
namespace {

using Vector = std::vector<double>;

double matern(double q) {
  const double r = std::sqrt(5.0 * q);
  return (1.0 + r + r * r / 3.0) * std::exp(-r);
}

TEST(MaternKernel, RowsAreThePlainFormula) {
  PointTable table({ColumnKind::Number, ColumnKind::Category, ColumnKind::Number});
  Rng rng(1);
  std::vector<Vector> points;
  for (int i = 0; i < 21; ++i) {
    points.push_back({rng.uniform(), static_cast<double>(rng.below(3)), std::exp(10.0 * rng.uniform())});
    table.append(points.back());
  }
  const MaternKernel kernel{{2.0, 0.5, 0.01}, 1.7};
  const Vector x = {0.3, 1.0, 4.0};
  Vector values(rows::padded(21)), slopes(values.size());
  kernel.row(x, table, 21, values.data(), slopes.data());
  for (std::size_t i = 0; i < 21; ++i) {
    const double a = x[0] - points[i][0], c = x[2] - points[i][2];
    const double q = 2.0 * a * a + (points[i][1] == 1.0 ? 0.0 : 0.5) + 0.01 * c * c;
    EXPECT_NEAR(values[i], 1.7 * matern(q), 1e-14);
    EXPECT_NEAR(kernel.between(x, points[i], table.kinds()), values[i], 0.0);
    const double h = 1e-6 * std::max(q, 1.0);
    EXPECT_NEAR(slopes[i], 1.7 * (matern(q + h) - matern(std::max(q - h, 0.0))) / (q > h ? 2 * h : h + q),
                1e-5);
  }
  for (std::size_t i = 21; i < values.size(); ++i)
    EXPECT_EQ(values[i], 0.0);
}

TEST(MaternKernel, IsItsScaleAtNoDistanceWithAFiniteSlope) {
  PointTable table({ColumnKind::Number});
  table.append(Vector{0.5});
  double value[4], slope[4];
  MaternKernel{{3.0}, 2.0}.row(Vector{0.5}, table, 1, value, slope);
  EXPECT_EQ(value[0], 2.0);
  EXPECT_NEAR(slope[0], -2.0 * 5.0 / 6.0, 1e-15);
}

TEST(MaternKernel, FadesToNothingFarAway) {
  PointTable table({ColumnKind::Number});
  table.append(Vector{1e8});
  table.append(Vector{1e150});
  double value[4], slope[4];
  MaternKernel{{1.0}, 1.0}.row(Vector{0.0}, table, 2, value, slope);
  EXPECT_LT(value[0], 1e-200);
  EXPECT_TRUE(std::isfinite(slope[0]));
}

TEST(RowProducts, TilesEqualSingleProductsBitForBit) {
  Rng rng(4);
  std::vector<Vector> rowsOf(6, Vector(64));
  for (auto& row : rowsOf)
    for (double& entry : row)
      entry = rng.normal();
  const double* pair[2] = {rowsOf[0].data(), rowsOf[1].data()};
  const double* four[4] = {rowsOf[2].data(), rowsOf[3].data(), rowsOf[4].data(), rowsOf[5].data()};
  for (const std::size_t begin : {0u, 4u, 24u})
    for (const std::size_t end : {24u, 28u, 64u}) {
      double two[8], one[4];
      rows::dot2x4(pair, four, begin, end, two);
      rows::dot1x4(pair[1], four, begin, end, one);
      for (std::size_t c = 0; c < 4; ++c) {
        EXPECT_EQ(two[c], rows::dot(pair[0], four[c], begin, end));
        EXPECT_EQ(two[4 + c], rows::dot(pair[1], four[c], begin, end));
        EXPECT_EQ(one[c], two[4 + c]);
        double plain = 0.0;
        for (std::size_t i = begin; i < end; ++i)
          plain += pair[0][i] * four[c][i];
        EXPECT_NEAR(two[c], plain, 1e-12);
      }
    }
}

} // namespace
} // namespace sweep
