// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

namespace sweep {

/// Lets a second process of this program wait for the end of this one, however it comes about, and end what its trials left
/// behind: a trial's first process dies with us, its helpers do not. Without it they are found when the study is opened again.
void startGuard();
/// What that second process does.
int runGuard(const GuardCommand& command);

} // namespace sweep
