// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/job.h"
#include "core/executor/output_log.h"
#include "core/executor/output_tail.h"
#include "core/executor/unique_fd.h"

#include <span>
#include <vector>

namespace sweep {

/// One of a program's two streams: what comes out of the pipe goes to the log, the tail and the reader.
class OutputStream {
public:
  OutputStream(OutputReader::Stream kind, UniqueFd pipe, OutputLog log);

  /// -1 once the stream has ended.
  int fd() const { return m_pipe.fd(); }
  bool open() const { return static_cast<bool>(m_pipe); }
  /// Reads once, when poll says that there is something; the number of bytes that came. Closes at the end of the stream.
  std::size_t read(std::span<char> buffer, OutputReader* reader, std::vector<Report>& reports);

  OutputLog& log() { return m_log; }
  const OutputTail& tail() const { return m_tail; }

private:
  OutputReader::Stream m_kind;
  UniqueFd m_pipe;
  OutputLog m_log;
  OutputTail m_tail;
  bool m_enlarged = false;
};

} // namespace sweep
