// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cerrno>
#include <cstdint>
#include <string_view>
#include <unistd.h>

namespace sweep {

/// Writes all bytes there, whatever interrupts it. 0 or an errno.
inline int writeAll(int file, std::string_view bytes, std::int64_t offset = 0) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file, bytes.data(), bytes.size(), offset);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return written < 0 ? errno : ENOSPC;
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += written;
  }
  return 0;
}

} // namespace sweep
