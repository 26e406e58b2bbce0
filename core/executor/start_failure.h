// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/job.h"

namespace sweep {

/// What was being done when a program could not be started.
enum class StartStep { Resources, Folder, Program };

/// The sentence for an errno of that step, and whether it may pass.
JobNotStarted startFailure(StartStep step, int error, const Job& job);
JobNotStarted emptyCommand();
/// For a file that isForeignProgram().
Message foreignProgramMessage(const std::string& program);
JobNotStarted nulByteInCommand();

/// The system's words for an errno.
std::string systemErrorText(int error);

} // namespace sweep
