// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/output_log.h"

#include "core/executor/write_all.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace sweep {

namespace {

/// An empty file, also in the place of an older one; a file that has another name somewhere (a hard link) is left alone, as links
/// are. 0 or an errno.
int openAnew(int folder, const std::string& name, UniqueFd& file) {
  file = UniqueFd(::openat(folder, name.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  struct stat status = {};
  if (!file || ::fstat(file.fd(), &status) != 0)
    return errno;
  if (!S_ISREG(status.st_mode))
    return 0;
  if (status.st_nlink > 1)
    return EMLINK;
  return ::ftruncate(file.fd(), 0) == 0 ? 0 : errno;
}

std::string markOfCut(std::int64_t missing) { return "\n[… " + std::to_string(missing) + " bytes not kept …]\n"; }

} // namespace

OutputLog::OutputLog(int folder, std::string name, std::int64_t capacity)
    : m_folder(folder), m_name(std::move(name)), m_half(std::max<std::int64_t>(capacity / 2, 1)) {}

bool OutputLog::open() {
  if (!m_file && m_error == 0) {
    m_error = openAnew(m_folder, m_name, m_file);
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
  UniqueFd target;
  if ((m_error = openAnew(m_folder, newName, target)) != 0)
    return;
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
