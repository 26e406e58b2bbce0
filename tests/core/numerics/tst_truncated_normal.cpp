// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/truncated_normal.h"

#include <cmath>
#include <gtest/gtest.h>

namespace sweep {
namespace {

double cdf(double x) {
  return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

TEST(TruncatedNormal, InvertsTheDistribution) {
  for (double x = -37.0; x <= 0.0; x += 0.137)
    EXPECT_NEAR(normalQuantile(cdf(x)), x, 1e-12 * std::max(1.0, -x)) << x;
  for (double x = 0.0; x <= 5.0; x += 0.137)
    EXPECT_NEAR(normalQuantile(cdf(x)), x, 1e-9) << x;
  for (const double p : {1e-300, 1e-20, 1e-5, 0.01, 0.3, 0.8, 0.975, 1.0 - 1e-10})
    EXPECT_NEAR(cdf(normalQuantile(p)) / p, 1.0, 1e-11) << p;
  EXPECT_EQ(normalQuantile(0.5), 0.0);
  EXPECT_NEAR(normalQuantile(0.975), 1.9599639845400542, 1e-14);
}

TEST(TruncatedNormal, HasTheMassOfIntervals) {
  EXPECT_NEAR(normalMass(-1.0, 1.0), 0.68268949213708590, 1e-15);
  EXPECT_NEAR(normalMass(-2.0, 3.0), 0.97589997002019071, 1e-14);
  // Far out, where a difference of distribution functions near 1 would be nothing.
  EXPECT_NEAR(normalMass(10.0, 11.0) / 7.6198530241605260e-24, 1.0, 1e-4);
  EXPECT_EQ(normalMass(10.0, 11.0), normalMass(-11.0, -10.0));
  EXPECT_EQ(normalMass(2.0, 2.0), 0.0);
}

TEST(TruncatedNormal, HasTheLogarithmOfAnyCell) {
  for (double middle : {0.0, 0.3, -2.0, 6.0, -20.0})
    for (double width : {0.02, 0.1, 0.7, 2.0})
      EXPECT_NEAR(logNormalMass(middle, width), std::log(normalMass(middle - width / 2, middle + width / 2)),
                  2e-9)
          << middle << " " << width;
  // Continuous where the way of computing it changes.
  for (double middle : {0.0, 1.0, 6.0, 30.0}) {
    const double change = 1e-2 / std::max(1.0, middle / 4.0);
    const double step = 1e-10;
    EXPECT_NEAR(logNormalMass(middle, change * (1 + step)) - logNormalMass(middle, change * (1 - step)),
                2 * step, 2e-8)
        << middle;
  }
  // A cell too narrow to tell its ends apart: density times width.
  EXPECT_NEAR(logNormalMass(1.0, 1e-30), -0.5 - 0.9189385332046727 + std::log(1e-30), 1e-12);
  // Below the smallest number: log of the tail beyond 99 less what lies beyond 101.
  EXPECT_NEAR(logNormalMass(100.0, 2.0), -0.5 * 99 * 99 - 0.9189385332046727 - std::log(99.0), 1e-3);
}

TEST(TruncatedNormal, DrawsInsideTheInterval) {
  EXPECT_EQ(truncatedNormalQuantile(0.0, -1.0, 2.0), -1.0);
  EXPECT_NEAR(truncatedNormalQuantile(1.0, -1.0, 2.0), 2.0, 1e-12);
  EXPECT_EQ(truncatedNormalQuantile(0.3, 0.0, 0.0), 0.0);
  EXPECT_NEAR(truncatedNormalQuantile(0.5, -1.5, 1.5), 0.0, 1e-15);
  for (double q = 0.05; q < 1.0; q += 0.05) {
    const double x = truncatedNormalQuantile(q, -0.2, 30.0);
    EXPECT_NEAR(normalMass(-0.2, x) / normalMass(-0.2, 30.0), q, 1e-12);
  }
  EXPECT_LE(truncatedNormalQuantile(0.999999, -1e9, 1e9), 5.0);
}

} // namespace
} // namespace sweep
