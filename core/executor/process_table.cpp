// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/process_table.h"

#include "core/executor/unique_fd.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sweep {

namespace {

ssize_t readRetrying(int fd, char* buffer, std::size_t size) {
  ssize_t count = 0;
  do
    count = ::read(fd, buffer, size);
  while (count < 0 && errno == EINTR);
  return count;
}

/// The fields behind the program's name, which may itself contain blanks and brackets.
std::string_view fieldsOf(const char* text, std::size_t size) {
  const std::string_view whole(text, size);
  const auto bracket = whole.rfind(')');
  return bracket == whole.npos || bracket + 2 >= size ? std::string_view() : whole.substr(bracket + 2);
}

std::string_view nextField(std::string_view& rest) {
  const auto blank = rest.find(' ');
  const std::string_view field = rest.substr(0, blank);
  rest = blank == rest.npos ? std::string_view() : rest.substr(blank + 1);
  return field;
}

template <class Number> Number numberOf(std::string_view field) {
  Number number = 0;
  std::from_chars(field.data(), field.data() + field.size(), number);
  return number;
}

std::optional<ProcessEntry> parseStat(pid_t pid, const char* text, std::size_t size) {
  std::string_view rest = fieldsOf(text, size);
  if (rest.empty())
    return std::nullopt;
  static const std::int64_t pageSize = ::sysconf(_SC_PAGESIZE);
  ProcessEntry entry;
  entry.pid = pid;
  for (int number = 3; number <= 24 && !rest.empty(); ++number) {
    const std::string_view field = nextField(rest);
    switch (number) {
    case 3: entry.state = field.empty() ? '?' : field.front(); break;
    case 4: entry.parent = numberOf<pid_t>(field); break;
    case 5: entry.group = numberOf<pid_t>(field); break;
    case 6: entry.session = numberOf<pid_t>(field); break;
    case 20: entry.threads = numberOf<int>(field); break;
    case 22: entry.start = numberOf<std::uint64_t>(field); break;
    case 24: entry.residentBytes = numberOf<std::int64_t>(field) * pageSize; break;
    default: break;
    }
  }
  return entry;
}

std::optional<ProcessEntry> readStat(int procFolder, const char* name, pid_t pid) {
  std::array<char, 1024> text;
  const std::string path = std::string(name) + "/stat";
  const UniqueFd file(::openat(procFolder, path.c_str(), O_RDONLY | O_CLOEXEC));
  const ssize_t size = file ? readRetrying(file.fd(), text.data(), text.size()) : -1;
  return size > 0 ? parseStat(pid, text.data(), static_cast<std::size_t>(size)) : std::nullopt;
}

/// The number behind a label in one of a process's files, which counts in KiB.
std::optional<std::int64_t> kibibytesIn(pid_t pid, const char* fileName, std::string_view label) {
  std::array<char, 4096> text;
  const std::string path = "/proc/" + std::to_string(pid) + fileName;
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  const ssize_t size = file ? readRetrying(file.fd(), text.data(), text.size()) : -1;
  const std::string_view whole(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  const auto at = whole.find(label);
  if (at == whole.npos)
    return std::nullopt;
  const auto digits = whole.find_first_of("0123456789", at);
  return digits == whole.npos ? std::nullopt
                              : std::optional(numberOf<std::int64_t>(whole.substr(digits)) * 1024);
}

/// An environment is at most a quarter of the stack limit; one beyond 1 MiB is not searched further.
std::string readToken(int procFolder, const char* name) {
  const std::string path = std::string(name) + "/environ";
  const UniqueFd file(::openat(procFolder, path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file)
    return {};
  std::string text(1, '\0');
  std::array<char, 16384> chunk;
  for (ssize_t size = 0; text.size() < (1U << 20) && (size = readRetrying(file.fd(), chunk.data(), chunk.size())) > 0;)
    text.append(chunk.data(), static_cast<std::size_t>(size));
  const std::string key = std::string(1, '\0') + std::string(AttemptVariable) + "=";
  const auto at = text.find(key);
  return at == text.npos ? std::string() : text.substr(at + key.size(), text.find('\0', at + 1) - at - key.size());
}

void setToken(ProcessEntry& entry, const std::string& token) {
  const auto at = token.find('@');
  entry.token = token.substr(0, at);
  entry.application = at == token.npos ? std::string() : token.substr(at + 1);
}

std::vector<ProcessEntry> readAll(bool withTokens) {
  std::vector<ProcessEntry> entries;
  DIR* const folder = ::opendir("/proc");
  if (folder == nullptr)
    return entries;
  while (const dirent* item = ::readdir(folder)) {
    const pid_t pid = numberOf<pid_t>(item->d_name);
    auto entry = pid > 0 ? readStat(::dirfd(folder), item->d_name, pid) : std::nullopt;
    if (!entry)
      continue;
    if (withTokens && !entry->ended())
      setToken(*entry, readToken(::dirfd(folder), item->d_name));
    entries.push_back(std::move(*entry));
  }
  ::closedir(folder);
  return entries;
}

} // namespace

std::string attemptToken(pid_t pid, std::uint64_t start) { return std::to_string(pid) + "." + std::to_string(start); }

std::uint64_t startOfStat(const char* text, std::size_t size) {
  std::string_view rest = fieldsOf(text, size);
  for (int number = 3; number < 22; ++number)
    nextField(rest);
  return numberOf<std::uint64_t>(nextField(rest));
}

std::optional<ProcessEntry> readProcess(pid_t pid) {
  const UniqueFd folder(::open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC));
  return folder ? readStat(folder.fd(), std::to_string(pid).c_str(), pid) : std::nullopt;
}

std::int64_t peakResidentBytes(pid_t pid) {
  return kibibytesIn(pid, "/status", "VmHWM:").value_or(0);
}

std::optional<std::int64_t> proportionalBytes(pid_t pid) {
  return kibibytesIn(pid, "/smaps_rollup", "\nPss:");
}

ProcessTable::Entries ProcessTable::recent(std::chrono::milliseconds maxAge) {
  const std::lock_guard lock(m_mutex);
  return refreshed(m_plain, maxAge, false);
}

ProcessTable::Entries ProcessTable::recentWithTokens(std::chrono::milliseconds maxAge) {
  const std::lock_guard lock(m_mutex);
  return refreshed(m_withTokens, maxAge, true);
}

ProcessTable::Entries ProcessTable::refreshed(Reading& reading, std::chrono::milliseconds maxAge, bool withTokens) {
  if (!reading.entries || std::chrono::steady_clock::now() - reading.time > maxAge) {
    reading.time = std::chrono::steady_clock::now();
    reading.entries = std::make_shared<const std::vector<ProcessEntry>>(readAll(withTokens));
  }
  return reading.entries;
}

} // namespace sweep
