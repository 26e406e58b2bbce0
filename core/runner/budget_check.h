// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/study_check.h"

#include <optional>
#include <vector>

namespace sweep {

/// What checkStudy has to say of a study's budget, and of whether the program is told of it.
std::vector<StudyProblem> budgetProblems(const StudySpec& spec);

/// What it has to say of the scheduler and its settings; wants one that is there. What budgetProblems says is not repeated.
std::vector<StudyProblem> schedulerProblems(const StudySpec& spec);

/// What a program is told of a budget: one that is ended in flight is told the largest, which it may stop at by itself.
std::optional<double> toldBudget(const StudySpec& spec, std::optional<double> budget);

} // namespace sweep
