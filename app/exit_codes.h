// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sweep {

inline constexpr int ExitOk = 0;
/// The study has no complete trial or did not come to its end, or something could not be written.
inline constexpr int ExitFailed = 1;
inline constexpr int ExitBadInput = 2;
inline constexpr int ExitInterrupted = 130;

} // namespace sweep
