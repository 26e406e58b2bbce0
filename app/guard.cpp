// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/guard.h"

#include "app/exit_codes.h"
#include "core/executor/orphans.h"
#include "core/executor/process_table.h"
#include "core/executor/unique_fd.h"

#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace sweep {

namespace {

/// Seconds between SIGTERM and SIGKILL for what is left behind.
constexpr double Grace = 2.0;

} // namespace

void startGuard() {
  const auto self = readProcess(getpid());
  if (!self)
    return;
  const std::string pid = std::to_string(self->pid);
  const std::string start = std::to_string(self->start);
  char* const words[] = {const_cast<char*>("sweepscope"), const_cast<char*>("guard"),
                         const_cast<char*>(pid.c_str()), const_cast<char*>(start.c_str()), nullptr};
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  for (const int descriptor : {0, 1, 2})
    posix_spawn_file_actions_addopen(&files, descriptor, "/dev/null", O_RDWR, 0);
  posix_spawn_file_actions_addchdir_np(&files, "/");
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  pid_t guard = 0;
  posix_spawn(&guard, "/proc/self/exe", &files, &attributes, words, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
}

int runGuard(const GuardCommand& command) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    std::signal(signal, SIG_IGN);
  prctl(PR_SET_NAME, "sweep-guard");
  const UniqueFd watched(static_cast<int>(syscall(SYS_pidfd_open, static_cast<pid_t>(command.pid), 0)));
  if (watched && isSameProcess(command.pid, command.start)) {
    pollfd end{watched.fd(), POLLIN, 0};
    while (poll(&end, 1, -1) <= 0) {
    }
  }
  endProcessesOf(command.pid, command.start, Grace);
  return ExitOk;
}

} // namespace sweep
