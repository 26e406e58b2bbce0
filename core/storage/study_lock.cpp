// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/study_lock.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace sweep {

namespace {

/// Who holds the lock, for the sentence of the one who does not get it.
std::string ownName() {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  return std::to_string(getpid()) + " " + host.data();
}

Error heldError(const std::string& studyPath, int descriptor) {
  std::array<char, 300> holder{};
  const auto count = pread(descriptor, holder.data(), holder.size() - 1, 0);
  const std::string text(holder.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
  const auto space = text.find(' ');
  if (space == std::string::npos)
    return Error(SWEEP_TEXT("%1 is open in another Sweepscope. Close it there, or open the study read-only."),
                 {studyPath});
  return Error(SWEEP_TEXT("%1 is open in another Sweepscope (process %2 on %3). Close it there, or open the "
                          "study read-only."),
               {studyPath, text.substr(0, space), text.substr(space + 1)});
}

/// Whether the path still names the open file: its last holder may have removed it between our open and our
/// lock.
bool isStill(int descriptor, const std::string& path) {
  struct stat open {
  }, named{};
  return fstat(descriptor, &open) == 0 && stat(path.c_str(), &named) == 0 && open.st_ino == named.st_ino &&
         open.st_dev == named.st_dev;
}

} // namespace

Result<StudyLock> StudyLock::acquire(const std::string& studyPath) {
  const std::string path = studyPath + "-lock";
  while (true) {
    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
      return Error(
          SWEEP_TEXT(
              "%1 cannot be opened for running: %2 cannot be made (%3). Check the folder's permissions, or "
              "open the study read-only."),
          {studyPath, path, std::strerror(errno)});
    StudyLock lock(path, descriptor);
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      const Error error = errno == EWOULDBLOCK
                              ? heldError(studyPath, descriptor)
                              : Error(SWEEP_TEXT("%1 cannot be locked (%2). Copy the study to a local disk."),
                                      {studyPath, std::strerror(errno)});
      close(std::exchange(lock.m_descriptor, -1));
      return error;
    }
    if (isStill(descriptor, path)) {
      const std::string name = ownName();
      // Only the sentence of others suffers when this fails.
      if (ftruncate(descriptor, 0) == 0 && pwrite(descriptor, name.data(), name.size(), 0) < 0)
        (void)ftruncate(descriptor, 0);
      return lock;
    }
    close(std::exchange(lock.m_descriptor, -1));
  }
}

StudyLock::StudyLock(StudyLock&& other) noexcept
    : m_path(std::move(other.m_path)), m_descriptor(std::exchange(other.m_descriptor, -1)) {}

StudyLock::~StudyLock() {
  if (m_descriptor < 0)
    return;
  unlink(m_path.c_str());
  close(m_descriptor);
}

} // namespace sweep
