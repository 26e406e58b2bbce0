// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/unique_fd.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sweep {

/// One stream of output on disk, at most `capacity` bytes of it: the first half, a line that says how much is missing, and the
/// last half. The file is made with the first byte. Memory is constant: while the program runs the last half is a ring
/// within the file, put in order by finish().
class OutputLog {
public:
  /// `folder` is a descriptor of the log's folder that outlives this object; links are never followed.
  OutputLog(int folder, std::string name, std::int64_t capacity);

  /// Never fails; after an error nothing more is written. See error().
  void write(std::string_view bytes);
  void finish();
  /// errno of the first failure, 0 when there was none.
  int error() const { return m_error; }

private:
  bool open();
  void writeAt(std::int64_t offset, std::string_view bytes);
  void writeRing(std::string_view bytes);
  void putInOrder();
  void copy(std::int64_t from, std::int64_t size, int target);

  int m_folder;
  std::string m_name;
  std::int64_t m_half;
  std::int64_t m_total = 0;
  UniqueFd m_file;
  int m_error = 0;
};

} // namespace sweep
