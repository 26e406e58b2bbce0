// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

#include <string>
#include <vector>

namespace sweep {

/// Runs a study without a window until it ends or is interrupted: a progress bar on a terminal, plain lines otherwise.
/// One Ctrl-C (or SIGTERM, SIGHUP) ends the running trials and keeps the study to go on with; a second one quits at once.
/// Needs a QCoreApplication. The exit code says how it went (app/exit_codes.h).
int runHeadless(const RunCommand& command, const std::vector<std::string>& programFolders);

} // namespace sweep
