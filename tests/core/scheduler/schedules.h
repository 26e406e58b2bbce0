// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/virtual_study.h"

#include <cmath>

namespace sweep::test {

inline StudySpec budgetSpec(const char* scheduler, double min, double max, BudgetWay way) {
  StudySpec spec;
  spec.method.scheduler = scheduler;
  spec.budget = Budget{"epoch", min, max, way};
  return spec;
}

/// Curves that fall to a level of the trial's own, some of them crossing.
inline std::vector<double> decliningCurves(const Trial& trial, std::int64_t step) {
  Rng rng(99, static_cast<std::uint64_t>(trial.number));
  const double level = rng.uniform();
  const double speed = rng.uniform(0.2, 2.0);
  return {level + 1.0 / (1.0 + speed * static_cast<double>(step))};
}

} // namespace sweep::test
