// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/storage.h"
#include "core/storage/study_lock.h"

#include <string>

namespace sweep {

/// Both write the whole beside its place first and then give it its name: whenever the program or the machine dies, there is a
/// study, or what was there before, and never a half-made one.

/// A study without trials where nothing is yet; whoever asked has it locked.
Result<StudyLock> makeStudyFile(const std::string& path, const StudySpec& spec);
/// With all its trials, in the place of what is there, unless another has that open for running.
Result<void> replaceStudyFile(const std::string& path, const StoredStudy& study);

} // namespace sweep
