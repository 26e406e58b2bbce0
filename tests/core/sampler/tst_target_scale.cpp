// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/target_scale.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace sweep {
namespace {

TEST(TargetScale, GoesThereAndBackInOrder) {
  const std::vector<double> losses = {3.0, 0.1, 7.0, 2e6, 0.4, 12.0, 5.0};
  for (const double knee : {TargetScale::Median, 0.75}) {
    const TargetScale scale(losses, knee);
    double sum = 0.0, squares = 0.0;
    for (const double loss : losses) {
      const double target = scale.target(loss);
      sum += target;
      squares += target * target;
      EXPECT_NEAR(scale.loss(target), loss, 1e-6 * loss);
      EXPECT_LT(scale.target(1.01 * loss), target);
    }
    EXPECT_NEAR(sum, 0.0, 1e-9);
    EXPECT_NEAR(squares, static_cast<double>(losses.size()), 1e-9);
  }
}

TEST(TargetScale, BendsNothingBelowItsKnee) {
  std::vector<double> losses;
  for (int i = 0; i < 100; ++i)
    losses.push_back(i);
  const auto step = [](const TargetScale& scale, double loss) { return scale.target(loss) - scale.target(loss + 1.0); };
  const TargetScale near(losses), far(losses, 0.75);
  EXPECT_NEAR(step(near, 45.0), step(near, 5.0), 1e-9);
  EXPECT_LT(step(near, 70.0), 0.8 * step(near, 5.0));
  EXPECT_NEAR(step(far, 70.0), step(far, 5.0), 1e-9);
  EXPECT_LT(step(far, 98.0), 0.9 * step(far, 5.0));
}

/// Where more than half of the trials differ by a thousandth of what the others do.
TEST(TargetScale, SeesTheRestOfTheSpaceFromAFarKneeWhenTrialsGather) {
  std::vector<double> losses;
  for (int i = 0; i < 100; ++i)
    losses.push_back(i < 60 ? 1e-5 * i : 0.01 * i);
  const auto gathered = [](const TargetScale& scale) { return scale.target(0.0) - scale.target(6e-4); };
  const auto others = [](const TargetScale& scale) { return scale.target(0.6) - scale.target(0.9); };
  const TargetScale near(losses), far(losses, 0.75);
  EXPECT_GT(gathered(near), others(near));
  EXPECT_LT(gathered(far), 0.01 * others(far));
}

} // namespace
} // namespace sweep
