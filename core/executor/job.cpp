// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/job.h"

namespace sweep {

std::string stdoutLog(int attempt) { return "stdout-" + std::to_string(attempt) + ".log"; }
std::string stderrLog(int attempt) { return "stderr-" + std::to_string(attempt) + ".log"; }

} // namespace sweep
