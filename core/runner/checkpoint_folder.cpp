// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/checkpoint_folder.h"

#include <cerrno>
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <string_view>
#include <sys/stat.h>

namespace sweep {

namespace {

constexpr int Folder = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
/// As POSIX counts them.
constexpr std::int64_t BlockSize = 512;

struct CloseFolder {
  void operator()(DIR* folder) const { closedir(folder); }
};
using OpenFolder = std::unique_ptr<DIR, CloseFolder>;

OpenFolder openIn(int folder, const char* name) {
  const int opened = ::openat(folder, name, Folder);
  OpenFolder listed(opened >= 0 ? fdopendir(opened) : nullptr);
  if (!listed && opened >= 0)
    ::close(opened);
  return listed;
}

/// The next entry's name; null after the last.
const char* nextIn(DIR* folder) {
  while (const dirent* entry = readdir(folder))
    if (const std::string_view name = entry->d_name; name != "." && name != "..")
      return entry->d_name;
  return nullptr;
}

std::int64_t bytesOf(int folder, const char* name) {
  struct stat status {};
  if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
    return 0;
  std::int64_t bytes = std::int64_t{status.st_blocks} * BlockSize;
  if (!S_ISDIR(status.st_mode))
    return bytes;
  if (const auto inside = openIn(folder, name))
    while (const char* entry = nextIn(inside.get()))
      bytes += bytesOf(dirfd(inside.get()), entry);
  return bytes;
}

int removeIn(int folder, const char* name, const std::stop_token& stop) {
  if (stop.stop_requested())
    return ECANCELED;
  if (unlinkat(folder, name, 0) == 0 || errno == ENOENT)
    return 0;
  if (errno != EISDIR && errno != EPERM)
    return errno;
  int first = 0;
  if (const auto inside = openIn(folder, name))
    while (const char* entry = nextIn(inside.get()))
      if (const int failed = removeIn(dirfd(inside.get()), entry, stop); failed != 0 && first == 0)
        first = failed;
  const int last = unlinkat(folder, name, AT_REMOVEDIR) == 0 ? 0 : errno;
  return first != 0 ? first : last == ENOTDIR ? EPERM : last;
}

} // namespace

std::optional<CheckpointFolder> CheckpointFolder::open(const std::string& path) {
  UniqueFd folder(::open(path.c_str(), Folder));
  if (!folder)
    return std::nullopt;
  return CheckpointFolder(std::move(folder));
}

std::vector<std::string> CheckpointFolder::names() const {
  std::vector<std::string> all;
  if (const auto listed = openIn(m_folder.fd(), "."))
    while (const char* name = nextIn(listed.get()))
      all.emplace_back(name);
  return all;
}

bool CheckpointFolder::holds(const std::string& name) const {
  struct stat status {};
  if (fstatat(m_folder.fd(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
    return false;
  if (S_ISLNK(status.st_mode))
    return fstatat(m_folder.fd(), name.c_str(), &status, 0) == 0;
  if (!S_ISDIR(status.st_mode))
    return status.st_size > 0;
  const auto inside = openIn(m_folder.fd(), name.c_str());
  return inside && nextIn(inside.get());
}

CheckpointUse CheckpointFolder::useOf(const std::string& name) const {
  return {bytesOf(m_folder.fd(), name.c_str()), 1};
}

int CheckpointFolder::rename(const std::string& from, const std::string& to) const {
  return renameat(m_folder.fd(), from.c_str(), m_folder.fd(), to.c_str()) == 0 || errno == ENOENT ? 0 : errno;
}

int CheckpointFolder::remove(const std::string& name, const std::stop_token& stop) const {
  return removeIn(m_folder.fd(), name.c_str(), stop);
}

} // namespace sweep
