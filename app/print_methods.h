// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sweep {

/// Prints the named methods, and the samplers and schedulers that they are made of with their settings; the exit code of the
/// process.
int printMethods();

} // namespace sweep
