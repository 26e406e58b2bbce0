// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/orphans.h"

#include "core/executor/process_tree.h"

#include <chrono>
#include <thread>

namespace sweep {

namespace {

double secondsNow() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void endTree(ProcessTree tree, double grace) {
  ProcessTable table;
  TreeEnding ending(tree, table, grace);
  ending.begin(secondsNow());
  while (!ending.advance(secondsNow()))
    std::this_thread::sleep_for(std::chrono::duration<double>(ending.secondsToNext(secondsNow())));
}

} // namespace

bool isSameProcess(std::int64_t pid, std::uint64_t processStart) {
  const auto entry = pid > 0 ? readProcess(static_cast<pid_t>(pid)) : std::nullopt;
  return entry && entry->start == processStart && !entry->ended();
}

void endProcessTree(std::int64_t pid, std::uint64_t processStart, double grace) {
  if (pid <= 1)
    return;
  endTree(ProcessTree(static_cast<pid_t>(pid), processStart, isSameProcess(pid, processStart)), grace);
}

void endProcessesOf(std::int64_t application, std::uint64_t applicationStart, double grace) {
  if (application > 1 && !isSameProcess(application, applicationStart))
    endTree(ProcessTree::ofApplication(static_cast<pid_t>(application), applicationStart), grace);
}

} // namespace sweep
