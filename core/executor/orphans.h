// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace sweep {

/// For the time after a crash of the application: its trials' processes are known by pid and start time alone, never by name.
/// Start times count from the boot of the machine: the caller makes sure that it is the same boot.

/// Whether this very process is still there. A zombie is not.
bool isSameProcess(std::int64_t pid, std::uint64_t processStart);

/// Ends what is left of the tree whose first process was this one, even when that one is gone and only descendants remain
/// (those carry the attempt's token in their environment). Waits for it: at most grace seconds and ten more.
/// A later process with the same pid is left alone.
void endProcessTree(std::int64_t pid, std::uint64_t processStart, double grace);

/// The same for everything that an application started which is gone itself.
void endProcessesOf(std::int64_t application, std::uint64_t applicationStart, double grace);

} // namespace sweep
