// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace sweep {

/// Whether the system would surely refuse to execute this file: neither a script that names its interpreter, nor a program for a
/// machine like this one, nor anything that an interpreter is registered for. False where that cannot be told.
bool isForeignProgram(const std::string& path);

} // namespace sweep
