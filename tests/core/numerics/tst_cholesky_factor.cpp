// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/numerics/cholesky_factor.h"
#include "core/numerics/row_products.h"

#include <cmath>
#include <gtest/gtest.h>

namespace sweep {
namespace {

using Vector = std::vector<double>;

/// B Bᵀ + I of a random B.
std::vector<Vector> positiveDefinite(std::size_t n) {
  Rng rng(n);
  std::vector<Vector> b(n, Vector(n)), k(n, Vector(n));
  for (auto& row : b)
    for (double& entry : row)
      entry = rng.normal();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t m = 0; m < n; ++m)
        k[i][j] += b[i][m] * b[j][m];
      k[i][j] += i == j ? 1.0 : 0.0;
    }
  return k;
}

void grow(CholeskyFactor& factor, const std::vector<Vector>& k, std::size_t to) {
  for (std::size_t i = factor.size(); i < to; ++i)
    ASSERT_TRUE(factor.append(std::span(k[i]).first(i + 1)));
}

class EverySize : public testing::TestWithParam<std::size_t> {};

TEST_P(EverySize, FactorsSolvesAndInverts) {
  const std::size_t n = GetParam();
  const auto k = positiveDefinite(n);
  CholeskyFactor factor;
  grow(factor, k, n);
  double determinant = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    determinant += 2.0 * std::log(factor.lower(i, i));
    for (std::size_t j = 0; j <= i; ++j) {
      double product = 0.0;
      for (std::size_t m = 0; m <= j; ++m)
        product += factor.lower(i, m) * factor.lower(j, m);
      EXPECT_NEAR(product, k[i][j], 1e-10 * static_cast<double>(n));
    }
  }
  EXPECT_NEAR(factor.logDeterminant(), determinant, 1e-9);
  Vector b(rows::padded(n)), half(rows::padded(n)), solution(rows::padded(n)), inverse;
  for (std::size_t i = 0; i < n; ++i)
    b[i] = std::sin(static_cast<double>(i));
  factor.solveLower(b.data(), half.data());
  factor.solveUpper(half.data(), solution.data());
  factor.inverse(inverse);
  for (std::size_t i = 0; i < n; ++i) {
    double left = 0.0, byInverse = 0.0;
    for (std::size_t j = 0; j < n; ++j) {
      left += k[i][j] * solution[j];
      byInverse += inverse[std::max(i, j) * rows::padded(n) + std::min(i, j)] * b[j];
    }
    EXPECT_NEAR(left, b[i], 1e-9);
    EXPECT_NEAR(byInverse, solution[i], 1e-9);
  }
}

INSTANTIATE_TEST_SUITE_P(CholeskyFactor, EverySize, testing::Values(1, 2, 3, 4, 5, 7, 8, 9, 30, 33));

TEST(CholeskyFactor, IsTheSameGrownShrunkAndGrownAgain) {
  const auto k = positiveDefinite(37);
  CholeskyFactor atOnce, inSteps;
  atOnce.reserve(64);
  grow(atOnce, k, 37);
  grow(inSteps, k, 30);
  auto other = positiveDefinite(41);
  inSteps.append(std::span(other[40]).first(31));
  inSteps.truncate(18);
  grow(inSteps, k, 37);
  Vector b(rows::padded(37), 0.0), one(b.size()), two(b.size());
  for (std::size_t i = 0; i < 37; ++i)
    b[i] = std::cos(static_cast<double>(i));
  atOnce.solveLower(b.data(), one.data());
  inSteps.solveLower(b.data(), two.data());
  EXPECT_EQ(one, two);
  atOnce.solveUpper(b.data(), one.data());
  inSteps.solveUpper(b.data(), two.data());
  EXPECT_EQ(one, two);
}

TEST(CholeskyFactor, RefusesWhatIsNotPositiveDefiniteAndStaysAsItWas) {
  CholeskyFactor factor;
  ASSERT_TRUE(factor.append(Vector{2.0}));
  EXPECT_FALSE(factor.append(Vector{2.0, 2.0}));
  EXPECT_FALSE(factor.append(Vector{3.0, 1.0}));
  EXPECT_FALSE(factor.append(Vector{1.0, std::nan("")}));
  EXPECT_EQ(factor.size(), 1u);
  ASSERT_TRUE(factor.append(Vector{1.0, 2.0}));
  EXPECT_NEAR(factor.lower(1, 1), std::sqrt(1.5), 1e-15);
}

} // namespace
} // namespace sweep
