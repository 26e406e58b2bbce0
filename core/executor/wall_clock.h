// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

namespace sweep {

/// Now, in milliseconds since 1970, UTC: for times that are shown and stored, not for durations.
inline std::int64_t wallMilliseconds() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace sweep
