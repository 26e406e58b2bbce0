// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_spec.h"
#include "tests/support/spaces.h"

#include <string>
#include <utility>
#include <vector>

namespace sweep::test {

/// A study whose trials follow a formula for "loss" over x in [0, 1], n in 1 … 100 and the step.
inline StudySpec formulaSpec(std::string formula, int trials, int parallel = 1) {
  StudySpec spec;
  spec.name = "replay";
  spec.space.parameters = {real("x", 0.0, 1.0), integer("n", 1, 100)};
  spec.limits.trials = trials;
  spec.limits.parallel = parallel;
  spec.replay = Replay();
  spec.replay->formulas = {{"loss", std::move(formula)}};
  return spec;
}

/// The same with a budget, for a scheduler that spends it.
inline StudySpec budgetedFormulaSpec(std::string formula, int trials, int parallel, std::string scheduler,
                                     BudgetWay way = BudgetWay::Continue, double most = 27.0) {
  auto spec = formulaSpec(std::move(formula), trials, parallel);
  spec.method.scheduler = std::move(scheduler);
  spec.budget = Budget{"epoch", 1.0, most, way};
  return spec;
}

} // namespace sweep::test
