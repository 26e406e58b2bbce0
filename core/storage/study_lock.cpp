// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/study_lock.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace sweep {

namespace {

/// How long the system may take to clear away a process that was killed.
constexpr std::chrono::seconds ReleaseTime{5};

/// Who holds a lock: its process and the machine.
struct Holder {
  ProcessId process;
  std::string host;
  std::string boot;
};

std::string hostName() {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  return host.data();
}

/// Of a process that has not ended: field 22 of /proc/PID/stat, counted behind the name, which may contain anything. 0 when there is
/// none.
std::uint64_t startOf(const std::string& pid) {
  std::string text;
  std::getline(std::ifstream("/proc/" + pid + "/stat"), text);
  std::istringstream fields(text.substr(std::min(text.rfind(')') + 1, text.size())));
  std::string field;
  if (!(fields >> field) || field == "Z" || field == "X")
    return 0;
  for (int number = 4; number <= 22; ++number)
    fields >> field;
  return std::strtoull(field.c_str(), nullptr, 10);
}

std::uint64_t ownStart() { return startOf("self"); }

std::string ownName() {
  return std::to_string(getpid()) + " " + hostName() + " " + std::to_string(ownStart()) + " " + bootId();
}

std::optional<Holder> holderIn(int descriptor) {
  std::array<char, 400> bytes{};
  const auto count = pread(descriptor, bytes.data(), bytes.size() - 1, 0);
  std::istringstream words(std::string(bytes.data(), count > 0 ? static_cast<std::size_t>(count) : 0));
  Holder holder;
  if (!(words >> holder.process.pid >> holder.host))
    return std::nullopt;
  words >> holder.process.start >> holder.boot;
  return holder;
}

Error heldError(const std::string& studyPath, int descriptor) {
  const auto holder = holderIn(descriptor);
  if (!holder)
    return Error(SWEEP_TEXT("%1 is open in another Sweepscope. Close it there, or open the study read-only."),
                 {studyPath});
  return Error(SWEEP_TEXT("%1 is open in another Sweepscope (process %2 on %3). Close it there, or open the "
                          "study read-only."),
               {studyPath, std::to_string(holder->process.pid), holder->host});
}

bool isOfThisBoot(const Holder& holder) {
  return holder.host == hostName() && !holder.boot.empty() && holder.boot == bootId();
}

/// Its processes have ended or are about to: a program that it was just starting has the lock with it until it is that program.
bool hasEnded(const Holder& holder) {
  return isOfThisBoot(holder) && startOf(std::to_string(holder.process.pid)) != holder.process.start;
}

/// One who was on this machine since its start, had the lock and did not release it. Ourselves it is not: a lock that this
/// process lost would be free to be taken again while its trials run.
std::optional<ProcessId> lostHolderIn(int descriptor) {
  const auto holder = holderIn(descriptor);
  if (!holder || !isOfThisBoot(*holder) || holder->process == ProcessId{getpid(), ownStart()})
    return std::nullopt;
  return holder->process;
}

/// As flock. Where whoever has it has ended, waits for the system to release it.
bool lockWithin(int descriptor, std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK)
      return false;
    const auto holder = holderIn(descriptor);
    if (!holder || !hasEnded(*holder) || std::chrono::steady_clock::now() >= end) {
      errno = EWOULDBLOCK;
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
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
    if (!lockWithin(descriptor, ReleaseTime)) {
      const Error error = errno == EWOULDBLOCK
                              ? heldError(studyPath, descriptor)
                              : Error(SWEEP_TEXT("%1 cannot be locked (%2). Copy the study to a local disk."),
                                      {studyPath, std::strerror(errno)});
      close(std::exchange(lock.m_descriptor, -1));
      return error;
    }
    if (isStill(descriptor, path)) {
      lock.m_lostHolder = lostHolderIn(descriptor);
      const std::string name = ownName();
      // Only the sentence of others suffers when this fails.
      if (ftruncate(descriptor, 0) == 0 && pwrite(descriptor, name.data(), name.size(), 0) < 0)
        (void)ftruncate(descriptor, 0);
      return lock;
    }
    close(std::exchange(lock.m_descriptor, -1));
  }
}

/// The system's own list of locks says who has which, by the file's device and number.
bool StudyLock::isHeldElsewhere(const std::string& studyPath) {
  struct stat status {};
  if (stat((studyPath + "-lock").c_str(), &status) != 0)
    return false;
  std::array<char, 64> file{};
  std::snprintf(file.data(), file.size(), " %02x:%02x:%llu ", major(status.st_dev), minor(status.st_dev),
                static_cast<unsigned long long>(status.st_ino));
  std::ifstream locks("/proc/locks");
  for (std::string line; std::getline(locks, line);)
    if (line.find("FLOCK") != line.npos && line.find("->") == line.npos &&
        line.find(file.data()) != line.npos)
      return true;
  return false;
}

StudyLock::StudyLock(StudyLock&& other) noexcept
    : m_path(std::move(other.m_path)), m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_lostHolder(other.m_lostHolder) {}

const std::string& bootId() {
  static const std::string id = [] {
    std::string line;
    std::getline(std::ifstream("/proc/sys/kernel/random/boot_id") >> std::ws, line);
    return line;
  }();
  return id;
}

StudyLock::~StudyLock() {
  if (m_descriptor < 0)
    return;
  unlink(m_path.c_str());
  close(m_descriptor);
}

} // namespace sweep
