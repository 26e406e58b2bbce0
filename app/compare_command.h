// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

namespace sweep {

/// `sweepscope compare`: the methods as a table on standard output and as files. Needs a QApplication. Returns an exit code.
int compareOnTable(const CompareCommand& command);

} // namespace sweep
