// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/study_check.h"
#include "core/study/study_spec.h"

#include <vector>

namespace sweep {

/// What is wrong with where metrics are read from: keys "metric_source" (a way of reading, an expression) and "metric_file".
std::vector<StudyProblem> metricSourceProblems(const StudySpec& spec);

} // namespace sweep
