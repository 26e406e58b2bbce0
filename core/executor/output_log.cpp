// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/output_log.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace sweep {

namespace {

constexpr int NewFile = O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC;

/// 0 or an errno.
int writeAll(int file, std::string_view bytes, std::int64_t offset) {
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

std::string markOfCut(std::int64_t missing) { return "\n[… " + std::to_string(missing) + " bytes not kept …]\n"; }

} // namespace

OutputLog::OutputLog(int folder, std::string name, std::int64_t capacity)
    : m_folder(folder), m_name(std::move(name)), m_half(std::max<std::int64_t>(capacity / 2, 1)) {}

bool OutputLog::open() {
  if (!m_file && m_error == 0) {
    m_file = UniqueFd(::openat(m_folder, m_name.c_str(), NewFile, 0600));
    m_error = m_file ? 0 : errno;
  }
  return m_error == 0;
}

void OutputLog::writeAt(std::int64_t offset, std::string_view bytes) {
  if (m_error == 0)
    m_error = writeAll(m_file.fd(), bytes, offset);
}

void OutputLog::write(std::string_view bytes) {
  if (bytes.empty() || !open())
    return;
  const auto head = static_cast<std::size_t>(
      std::clamp<std::int64_t>(m_half - m_total, 0, static_cast<std::int64_t>(bytes.size())));
  writeAt(m_total, bytes.substr(0, head));
  m_total += static_cast<std::int64_t>(head);
  writeRing(bytes.substr(head));
}

void OutputLog::writeRing(std::string_view bytes) {
  if (const auto half = static_cast<std::size_t>(m_half); bytes.size() > half) {
    m_total += static_cast<std::int64_t>(bytes.size() - half);
    bytes = bytes.substr(bytes.size() - half);
  }
  while (!bytes.empty()) {
    const std::int64_t position = (m_total - m_half) % m_half;
    const auto piece = bytes.substr(0, static_cast<std::size_t>(m_half - position));
    writeAt(m_half + position, piece);
    m_total += static_cast<std::int64_t>(piece.size());
    bytes.remove_prefix(piece.size());
  }
}

void OutputLog::finish() {
  if (m_file && m_error == 0 && m_total > 2 * m_half)
    putInOrder();
  m_file.reset();
}

void OutputLog::putInOrder() {
  const std::string newName = m_name + ".new";
  ::unlinkat(m_folder, newName.c_str(), 0);
  const UniqueFd target(::openat(m_folder, newName.c_str(), NewFile, 0600));
  if (!target) {
    m_error = errno;
    return;
  }
  const std::int64_t oldest = (m_total - m_half) % m_half;
  copy(0, m_half, target.fd());
  if (m_error == 0)
    m_error = writeAll(target.fd(), markOfCut(m_total - 2 * m_half), m_half);
  copy(m_half + oldest, m_half - oldest, target.fd());
  copy(m_half, oldest, target.fd());
  if (m_error == 0 && ::renameat(m_folder, newName.c_str(), m_folder, m_name.c_str()) == 0)
    return;
  m_error = m_error != 0 ? m_error : errno;
  ::unlinkat(m_folder, newName.c_str(), 0);
}

/// To the target's end. What the program itself cut off the file meanwhile is passed over.
void OutputLog::copy(std::int64_t from, std::int64_t size, int target) {
  std::array<char, 65536> buffer;
  while (size > 0 && m_error == 0) {
    const auto wanted = static_cast<std::size_t>(std::min<std::int64_t>(size, buffer.size()));
    const ssize_t count = ::pread(m_file.fd(), buffer.data(), wanted, from);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0) {
      m_error = count < 0 ? errno : 0;
      return;
    }
    m_error = writeAll(target, {buffer.data(), static_cast<std::size_t>(count)}, ::lseek(target, 0, SEEK_END));
    from += count;
    size -= count;
  }
}

} // namespace sweep
