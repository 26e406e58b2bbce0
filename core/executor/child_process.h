// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/job.h"
#include "core/executor/unique_fd.h"

#include <optional>
#include <sys/types.h>
#include <variant>

namespace sweep {

/// How a process ended.
struct ChildEnd {
  std::optional<int> exitCode;
  std::optional<int> signal;
  /// User and system time of the process and of those that it waited for.
  double cpuSeconds = 0.0;
  /// Of its largest process; 0 when the kernel does not tell it apart from our own memory.
  std::int64_t peakMemoryBytes = 0;
};

/// A started program: session and process group of its own, no terminal, empty standard input, no other descriptors than the
/// three, default signal handling. It is killed when the thread that started it ends, which includes the death of the
/// application. AttemptVariable is added to its environment.
class ChildProcess {
public:
  /// Returns once the program itself runs. A command's first word without a slash is looked for along PATH of its environment.
  static std::variant<ChildProcess, JobNotStarted> start(const Job& job);

  pid_t pid() const { return m_pid; }
  /// See Attempt::processStart.
  std::uint64_t startTime() const { return m_start; }
  /// Becomes readable when the process has ended.
  int exitFd() const { return m_exitFd.fd(); }
  /// The reading ends of its standard output and error.
  UniqueFd& output() { return m_output; }
  UniqueFd& errors() { return m_errors; }
  /// Gives the pid back to the system; nothing while the process has not ended.
  std::optional<ChildEnd> reap();

private:
  ChildProcess() = default;

  pid_t m_pid = 0;
  std::uint64_t m_start = 0;
  std::int64_t m_ownPeakBytes = 0;
  UniqueFd m_exitFd;
  UniqueFd m_output;
  UniqueFd m_errors;
};

} // namespace sweep
