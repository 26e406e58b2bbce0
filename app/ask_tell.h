// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

namespace sweep {

/// Answers requests from standard input until it ends; see core/runner/ask_tell_protocol.h. Returns the exit code.
int runAskTell(const AskTellCommand& command);

} // namespace sweep
