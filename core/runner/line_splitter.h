// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

namespace sweep {

/// Cuts a stream of bytes into lines at newlines and carriage returns. What goes beyond 64 KiB of a line is passed over.
class LineSplitter {
public:
  static constexpr std::size_t LongestLine = 64 * 1024;

  /// Calls `take` with every line that became complete, without its end; the view is valid during the call.
  template <class Take> void split(std::string_view bytes, Take take) {
    while (!bytes.empty()) {
      const auto* newline = static_cast<const char*>(std::memchr(bytes.data(), '\n', bytes.size()));
      const std::size_t size = newline != nullptr ? static_cast<std::size_t>(newline - bytes.data()) : bytes.size();
      splitAtReturns(bytes.substr(0, size), take);
      if (newline == nullptr)
        return;
      end(take);
      bytes.remove_prefix(size + 1);
    }
  }

  /// The stream has ended: what is left is a line.
  template <class Take> void finish(Take take) { end(take); }

private:
  template <class Take> void splitAtReturns(std::string_view bytes, Take& take) {
    while (const void* found = bytes.empty() ? nullptr : std::memchr(bytes.data(), '\r', bytes.size())) {
      const auto size = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
      add(bytes.substr(0, size));
      end(take);
      bytes.remove_prefix(size + 1);
    }
    add(bytes);
  }

  void add(std::string_view bytes) { m_line.append(bytes.substr(0, LongestLine - std::min(LongestLine, m_line.size()))); }

  template <class Take> void end(Take& take) {
    if (!m_line.empty())
      take(std::string_view(m_line));
    m_line.clear();
  }

  std::string m_line;
};

} // namespace sweep
