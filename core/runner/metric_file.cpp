// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/metric_file.h"

#include "core/executor/start_failure.h"
#include "core/runner/metric_text.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace sweep {

namespace {

constexpr std::chrono::milliseconds FreshTime(30);
constexpr int Folder = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr int File = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

/// Places within a stamp.
enum { ModifiedSeconds = 3, ModifiedNanoseconds = 4 };

FileStamp stampOf(const struct stat& status) {
  return {static_cast<std::int64_t>(status.st_dev),          static_cast<std::int64_t>(status.st_ino),
          static_cast<std::int64_t>(status.st_size),         static_cast<std::int64_t>(status.st_mtim.tv_sec),
          static_cast<std::int64_t>(status.st_mtim.tv_nsec), static_cast<std::int64_t>(status.st_ctim.tv_sec),
          static_cast<std::int64_t>(status.st_ctim.tv_nsec)};
}

/// 0 or an errno. One byte more than may be read says that there is more.
int readAll(int file, std::string& text) {
  constexpr std::size_t Piece = 64 << 10;
  while (text.size() <= MostMetricBytes) {
    const std::size_t size = text.size();
    text.resize(std::min(size + Piece, MostMetricBytes + 1));
    const ssize_t count = ::read(file, text.data() + size, text.size() - size);
    text.resize(size + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return count < 0 ? errno : 0;
  }
  return 0;
}

Message unreadable(const std::string& path, int error) {
  if (error == ELOOP || error == ENOTDIR)
    return notRead(path, Message(SWEEP_TEXT("a link stands in its path, and links are not followed")));
  return Message(SWEEP_TEXT("“%1” cannot be read: %2."), {path, systemErrorText(error)});
}

} // namespace

bool isFresh(const FileStamp& stamp) {
  using namespace std::chrono;
  const auto written = system_clock::time_point(
      duration_cast<system_clock::duration>(seconds(stamp[ModifiedSeconds]) + nanoseconds(stamp[ModifiedNanoseconds])));
  return system_clock::now() - written < FreshTime;
}

Message notRead(const std::string& path, const Message& why) {
  return Message(SWEEP_TEXT("“%1” was not read: %2."), {path, why.str()});
}

void MetricFile::begin() {
  m_root = UniqueFd(::open(m_folder.c_str(), Folder));
}

UniqueFd MetricFile::open() const {
  const std::filesystem::path path(m_path);
  if (path.is_absolute())
    return UniqueFd(::open(m_path.c_str(), File));
  UniqueFd folder;
  for (const auto& part : path.parent_path().lexically_normal()) {
    UniqueFd next(::openat(folder ? folder.fd() : m_root.fd(), part.empty() ? "." : part.c_str(), Folder));
    if (!next)
      return {};
    folder = std::move(next);
  }
  return UniqueFd(::openat(folder ? folder.fd() : m_root.fd(), path.filename().c_str(), File));
}

MetricFile::Content MetricFile::read(const std::optional<FileStamp>& known) const {
  Content content;
  const UniqueFd file = open();
  struct stat status {};
  if (!file || ::fstat(file.fd(), &status) != 0) {
    if (errno != ENOENT)
      content.problem = unreadable(m_path, errno);
    return content;
  }
  if (!S_ISREG(status.st_mode)) {
    content.problem = notRead(m_path, Message(SWEEP_TEXT("it is no plain file")));
    return content;
  }
  content.stamp = stampOf(status);
  if (content.stamp == known)
    return content;
  if (static_cast<std::uint64_t>(status.st_size) > MostMetricBytes) {
    content.problem = notRead(m_path, tooLargeProblem());
    return content;
  }
  if (const int error = readAll(file.fd(), content.text); error != 0)
    content.problem = unreadable(m_path, error);
  return content;
}

} // namespace sweep
