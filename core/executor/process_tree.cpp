// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/process_tree.h"

#include "core/executor/unique_fd.h"

#include <algorithm>
#include <csignal>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace sweep {

namespace {

constexpr double KillPatience = 10.0;
constexpr double LongestPause = 0.1;

void signalExactly(const ProcessEntry& member, int number) {
  const UniqueFd process(static_cast<int>(::syscall(SYS_pidfd_open, member.pid, 0)));
  if (!process)
    return;
  const auto now = readProcess(member.pid);
  if (now && now->start == member.start)
    ::syscall(SYS_pidfd_send_signal, process.fd(), number, nullptr, 0);
}

} // namespace

ProcessTree::ProcessTree(pid_t root, std::uint64_t start, bool idIsOurs)
    : m_root(root), m_start(start), m_idIsOurs(idIsOurs), m_token(attemptToken(root, start)) {}

ProcessTree ProcessTree::ofApplication(pid_t application, std::uint64_t start) {
  ProcessTree tree(0, 0, false);
  tree.m_application = attemptToken(application, start);
  return tree;
}

bool ProcessTree::isMember(const ProcessEntry& entry) const {
  if (entry.ended() || entry.pid == ::getpid())
    return false;
  const bool isRoot = entry.pid == m_root && entry.start == m_start;
  const bool inSession = m_idIsOurs && (entry.session == m_root || entry.group == m_root);
  const bool isNamed =
      entry.token == m_token || (!m_application.empty() && entry.application == m_application);
  return isRoot || inSession || isNamed || m_known.contains({entry.pid, entry.start}) ||
         std::ranges::any_of(m_members,
                             [&](const ProcessEntry& member) { return member.pid == entry.parent; });
}

void ProcessTree::update(const std::vector<ProcessEntry>& all) {
  m_members.clear();
  std::vector<const ProcessEntry*> others;
  for (const ProcessEntry& entry : all)
    others.push_back(&entry);
  // A child may be listed before its parent: go round until no more is found.
  for (std::size_t before = others.size() + 1; others.size() < before;) {
    before = others.size();
    std::erase_if(others, [this](const ProcessEntry* entry) {
      const bool member = isMember(*entry);
      if (member)
        m_members.push_back(*entry);
      return member;
    });
  }
  m_known.clear();
  for (const ProcessEntry& member : m_members)
    m_known.emplace(member.pid, member.start);
}

std::int64_t ProcessTree::residentBytes() const {
  std::int64_t sum = 0;
  for (const ProcessEntry& member : m_members)
    sum += member.residentBytes;
  return sum;
}

bool ProcessTree::uses(std::int64_t moreThan) const {
  if (residentBytes() <= moreThan)
    return false;
  std::int64_t sum = 0;
  for (const ProcessEntry& member : m_members)
    sum += proportionalBytes(member.pid).value_or(member.residentBytes);
  return sum > moreThan;
}

void ProcessTree::signal(int number) const {
  if (m_idIsOurs && std::ranges::any_of(m_members, [this](const auto& member) { return member.group == m_root; }))
    ::kill(-m_root, number);
  for (const ProcessEntry& member : m_members)
    if (!m_idIsOurs || member.group != m_root)
      signalExactly(member, number);
}

TreeEnding::TreeEnding(ProcessTree& tree, ProcessTable& table, double grace)
    : m_tree(tree), m_table(table), m_grace(std::max(grace, 0.0)) {}

void TreeEnding::look(double maxAge) {
  m_tree.update(*m_table.recentWithTokens(std::chrono::milliseconds(static_cast<std::int64_t>(maxAge * 1000.0))));
}

void TreeEnding::begin(double now) {
  m_killAt = now + m_grace;
  m_nextLook = now + m_pause;
  look(0.0);
  m_tree.signal(SIGTERM);
  m_tree.signal(SIGCONT);
}

bool TreeEnding::advance(double now) {
  if (now < m_nextLook)
    return false;
  look(m_pause / 2.0);
  if (now >= m_killAt + KillPatience)
    return true;
  // One that is born while its parent ends can be missed by a single look.
  if (std::exchange(m_wasEmpty, m_tree.empty()) && m_tree.empty())
    return true;
  if (now >= m_killAt)
    m_tree.signal(SIGKILL);
  if (!m_tree.empty())
    m_pause = std::min(m_pause * 2.0, LongestPause);
  m_nextLook = now + m_pause;
  if (now < m_killAt)
    m_nextLook = std::min(m_nextLook, m_killAt);
  return false;
}

} // namespace sweep
