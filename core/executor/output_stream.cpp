// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/output_stream.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace sweep {

namespace {

constexpr std::size_t UsualPipe = 65536;
constexpr int LargePipe = 1 << 20;

} // namespace

OutputStream::OutputStream(OutputReader::Stream kind, UniqueFd pipe, OutputLog log)
    : m_kind(kind), m_pipe(std::move(pipe)), m_log(std::move(log)) {}

std::size_t OutputStream::read(std::span<char> buffer, OutputReader* reader, std::vector<Report>& reports) {
  const ssize_t size = ::read(m_pipe.fd(), buffer.data(), buffer.size());
  if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR))
    m_pipe.reset();
  if (size <= 0)
    return 0;
  const auto count = static_cast<std::size_t>(size);
  // A full pipe means a talkative program: fewer, larger readings.
  if (count >= UsualPipe && !std::exchange(m_enlarged, true))
    ::fcntl(m_pipe.fd(), F_SETPIPE_SZ, LargePipe);
  const std::string_view bytes(buffer.data(), count);
  m_log.write(bytes);
  m_tail.write(bytes);
  if (reader != nullptr)
    reader->read(m_kind, bytes, reports);
  return count;
}

} // namespace sweep
