// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/patient_clock.h"

#include <gtest/gtest.h>

#include <limits>

using namespace sweep;
using namespace std::chrono_literals;

TEST(PatientClock, CountsWhatWasWaited) {
  const PatientClock::Steady::time_point start{};
  PatientClock clock(start);
  clock.tick(start + 3s, 5.0);
  EXPECT_DOUBLE_EQ(clock.now(), 3.0);
  clock.tick(start + 8500ms, 5.0);
  EXPECT_DOUBLE_EQ(clock.now(), 8.5);
}

TEST(PatientClock, LeavesOutTheTimeInWhichNobodyWasAwake) {
  const PatientClock::Steady::time_point start{};
  PatientClock clock(start);
  clock.tick(start + 8h, 5.0);
  EXPECT_DOUBLE_EQ(clock.now(), 6.0);
  clock.tick(start + 8h + 2s, 5.0);
  EXPECT_DOUBLE_EQ(clock.now(), 8.0);
  clock.tick(start + 9h, std::numeric_limits<double>::infinity());
  EXPECT_DOUBLE_EQ(clock.now(), 3606.0);
}
