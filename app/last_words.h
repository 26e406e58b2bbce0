// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sweep {

/// When the system has no memory or no thread left for us, or something was thrown that nobody expected, a sentence on standard
/// error says so and what to do. The first two are no crash: the program ends with ExitFailed.
void prepareLastWords();

} // namespace sweep
