// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/welch_test.h"

#include <array>
#include <cmath>
#include <gtest/gtest.h>

namespace sweep {
namespace {

TEST(WelchTest, StudentsDistributionAgreesWithItsIntegral) {
  EXPECT_NEAR(studentCdf(0.5, 1.0), 0.6475836176504268, 1e-10);
  EXPECT_NEAR(studentCdf(-1.0, 2.5), 0.2020305136391376, 1e-10);
  EXPECT_NEAR(studentCdf(2.0, 10.0), 0.9633059826146371, 1e-10);
  EXPECT_NEAR(studentCdf(-3.2, 7.3), 0.0071198340193172616, 1e-10);
  EXPECT_NEAR(studentCdf(1.7, 200.0), 0.9546572602542613, 1e-10);
  EXPECT_EQ(studentCdf(0.0, 3.0), 0.5);
  EXPECT_EQ(studentCdf(-INFINITY, 3.0), 0.0);
  EXPECT_EQ(studentCdf(INFINITY, 3.0), 1.0);
}

TEST(WelchTest, ComparesMeansOfUnequalVariance) {
  const std::array<double, 5> first{1.1, 1.3, 0.9, 1.2, 1.0};
  const std::array<double, 4> second{1.6, 1.9, 1.2, 2.2};
  const auto test = welchTest(first, second);
  EXPECT_NEAR(test.t, -2.7777777777777777, 1e-12);
  EXPECT_NEAR(test.freedom, 3.660591407848242, 1e-12);
  EXPECT_NEAR(test.chance, 0.02758551507670215, 1e-10);
  EXPECT_NEAR(welchTest(second, first).chance, 1.0 - test.chance, 1e-12);
}

TEST(WelchTest, KnowsSamplesThatDoNotVary) {
  const std::array<double, 3> low{1.0, 1.0, 1.0};
  const std::array<double, 3> high{2.0, 2.0, 2.0};
  EXPECT_EQ(welchTest(low, high).chance, 0.0);
  EXPECT_EQ(welchTest(high, low).chance, 1.0);
  EXPECT_EQ(welchTest(low, low).chance, 0.5);
}

} // namespace
} // namespace sweep
