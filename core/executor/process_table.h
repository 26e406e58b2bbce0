// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace sweep {

/// What /proc says of one process.
struct ProcessEntry {
  pid_t pid = 0;
  pid_t parent = 0;
  pid_t group = 0;
  pid_t session = 0;
  char state = '?';
  int threads = 1;
  /// Clock ticks since boot.
  std::uint64_t start = 0;
  std::int64_t residentBytes = 0;
  /// The two halves of AttemptVariable in its environment, empty when it has none.
  std::string token;
  std::string application;

  /// A zombie has ended, unless only its first thread has.
  bool ended() const { return (state == 'Z' || state == 'X') && threads <= 1; }
};

/// The environment variable by which every descendant of a trial's process is found, wherever it moved.
inline constexpr std::string_view AttemptVariable = "SWEEP_ATTEMPT_TOKEN";
/// How it names a process. Its value is the attempt's first process and, behind an @, the application that started it.
std::string attemptToken(pid_t pid, std::uint64_t start);

/// The start time in the text of a /proc/PID/stat, 0 when it is damaged. Safe between vfork and exec.
std::uint64_t startOfStat(const char* text, std::size_t size);

/// Without the token. Nothing when there is no such process.
std::optional<ProcessEntry> readProcess(pid_t pid);

/// The most resident memory that a running process ever had, 0 when that is not known.
std::int64_t peakResidentBytes(pid_t pid);
/// Its share of the memory that it uses: what it has with others counts in parts. Nothing when that may not be read.
std::optional<std::int64_t> proportionalBytes(pid_t pid);

/// All processes of the machine, read anew when the last reading is too old: one reading serves many jobs. Thread-safe.
class ProcessTable {
public:
  using Entries = std::shared_ptr<const std::vector<ProcessEntry>>;
  /// Not older than maxAge, tokens left out.
  Entries recent(std::chrono::milliseconds maxAge);
  /// Not older than maxAge, with tokens where they may be read.
  Entries recentWithTokens(std::chrono::milliseconds maxAge);

private:
  using Time = std::chrono::steady_clock::time_point;
  struct Reading {
    Entries entries;
    Time time;
  };
  Entries refreshed(Reading& reading, std::chrono::milliseconds maxAge, bool withTokens);

  std::mutex m_mutex;
  Reading m_plain;
  Reading m_withTokens;
};

} // namespace sweep
