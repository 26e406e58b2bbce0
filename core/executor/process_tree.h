// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/process_table.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace sweep {

/// A trial's process and all that came from it: its session and group, its descendants, whatever carries its token, and
/// whatever was once seen to be one of these. One thread at a time.
class ProcessTree {
public:
  /// `idIsOurs`: no other process can have the pid (it was not waited for yet, or was verified), so that its group and session
  /// are the tree's as well.
  ProcessTree(pid_t root, std::uint64_t start, bool idIsOurs);
  /// All that an application started: whatever carries its half of the token, and what came from that.
  static ProcessTree ofApplication(pid_t application, std::uint64_t start);

  /// Finds the living members anew among all processes.
  void update(const std::vector<ProcessEntry>& all);
  bool empty() const { return m_members.empty(); }
  std::size_t size() const { return m_members.size(); }
  /// Memory that members share counts once for each.
  std::int64_t residentBytes() const;
  /// Whether its memory is more than that, what members share counted once: looked up only when it may be.
  bool uses(std::int64_t moreThan) const;
  /// To every member, and to the group at once. Processes are pinned and compared first: never to a later one of the same pid.
  void signal(int number) const;

private:
  bool isMember(const ProcessEntry& entry) const;

  pid_t m_root;
  std::uint64_t m_start;
  bool m_idIsOurs;
  std::string m_token;
  std::string m_application;
  std::vector<ProcessEntry> m_members;
  std::set<std::pair<pid_t, std::uint64_t>> m_known;
};

/// Ends a tree: SIGTERM, SIGKILL after the grace, and looks again until nothing was left twice. Time comes in from outside, in seconds
/// on any steady scale.
class TreeEnding {
public:
  TreeEnding(ProcessTree& tree, ProcessTable& table, double grace);

  /// Sends SIGTERM, and SIGCONT so that a stopped process can heed it.
  void begin(double now);
  /// Does what is due. True when nothing is left, or when the rest cannot be ended; see left().
  bool advance(double now);
  /// How long until something is due: at first soon, later ten times a second.
  double secondsToNext(double now) const { return std::max(m_nextLook - now, 0.0); }
  /// Processes that withstood SIGKILL for ten seconds: of another user, or stuck in the kernel.
  std::size_t left() const { return m_tree.size(); }

private:
  void look(double maxAge);

  ProcessTree& m_tree;
  ProcessTable& m_table;
  double m_grace;
  double m_killAt = 0.0;
  double m_nextLook = 0.0;
  double m_pause = 0.002;
  /// Nothing was left at the last look.
  bool m_wasEmpty = false;
};

} // namespace sweep
