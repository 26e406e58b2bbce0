// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sweep::test {

/// Whether the tests are built with a sanitizer: it takes memory, address space and descriptors of its own, and time.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool IsSanitized = true;
#else
inline constexpr bool IsSanitized = false;
#endif

/// How many times longer whatever is waited for may take.
inline constexpr int Slowness = IsSanitized ? 5 : 1;

} // namespace sweep::test
