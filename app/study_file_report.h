// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/study_check.h"
#include "core/study/study_file.h"

#include <string>

namespace sweep {

/// Writes what was not understood of a study file to standard error, "study.yaml:3:1: …" a line.
void printNotes(const std::string& path, const StudyFile& file);

/// A problem of the study in that file with the place it concerns: "study.yaml:7: parameter lr: …".
std::string problemLine(const std::string& path, const StudyFile& file, const StudyProblem& problem);

} // namespace sweep
