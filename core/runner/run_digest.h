// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_spec.h"

#include <string>

namespace sweep {

/// SHA-256, in hexadecimal digits, of all that decides what running a study starts and reads: the program and the words of its
/// command, where it runs and is looked for, its environment, names of secrets, devices and the variable that they stand in, the
/// texts among the parameters' names and values, and the file of metrics. Two studies that differ in ranges of numbers, method, objective or
/// limits alone have the same. studyFolder as in RunnerPlaces.
std::string runDigest(const StudySpec& spec, const std::string& studyFolder);

} // namespace sweep
