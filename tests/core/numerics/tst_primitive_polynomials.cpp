// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/primitive_polynomials.h"
#include "core/numerics/sobol_directions.h"

#include <gtest/gtest.h>
#include <map>

namespace sweep {
namespace {

TEST(PrimitivePolynomials, AreAsManyAsEulersFunctionSays) {
  // phi(2^n - 1) / n of each degree n.
  const std::map<int, int> expected = {{1, 1}, {2, 1},  {3, 2},  {4, 2},  {5, 6},
                                       {6, 6}, {7, 18}, {8, 16}, {9, 48}, {10, 60}};
  for (const auto& [degree, count] : expected) {
    int found = 0;
    for (std::uint64_t p = 1ull << degree; p < 2ull << degree; ++p)
      found += isPrimitivePolynomial(p) ? 1 : 0;
    EXPECT_EQ(found, count) << degree;
  }
}

TEST(PrimitivePolynomials, RefuseIrreducibleOnesOfSmallerOrder) {
  EXPECT_FALSE(isPrimitivePolynomial(0b11111)); // x^4+x^3+x^2+x+1: x^5 = 1
  EXPECT_FALSE(isPrimitivePolynomial(0b101));   // (x+1)^2
  EXPECT_FALSE(isPrimitivePolynomial(0));
  EXPECT_FALSE(isPrimitivePolynomial(1));
}

TEST(PrimitivePolynomials, FollowTheOrderOfTheTable) {
  std::uint64_t polynomial = 1;
  for (const auto& row : JoeKuoRows) {
    polynomial = nextPrimitivePolynomial(polynomial);
    EXPECT_EQ(polynomial, row.polynomial);
  }
}

} // namespace
} // namespace sweep
