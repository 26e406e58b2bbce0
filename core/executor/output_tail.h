// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace sweep {

/// Remembers the end of a stream of any length.
class OutputTail {
public:
  void write(std::string_view bytes);
  /// The last lines, at most 20 and 4 KiB: valid UTF-8 (what was not is U+FFFD), without escape sequences, without blank lines
  /// at the end. A line that was overwritten by a carriage return counts as a line.
  std::string text() const;

private:
  std::string m_bytes;
};

} // namespace sweep
