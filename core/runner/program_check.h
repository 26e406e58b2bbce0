// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/study_check.h"

#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// Whether the system takes it for the name of an environment variable.
bool canNameVariable(std::string_view name);

/// What is wrong with the variables and the secrets of a study's program.
std::vector<StudyProblem> environmentProblems(const Program& program);

/// What is wrong with the words and the variables that the program is started with, for the longest value of every parameter: more
/// than the system takes, NUL bytes. Warnings: secrets that everybody sees, values that the program may take for options. Wants
/// parameters and a command without problems of their own.
std::vector<StudyProblem> argumentProblems(const StudySpec& spec, const std::string& studyFolder);

} // namespace sweep
