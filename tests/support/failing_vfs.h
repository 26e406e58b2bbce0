// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace sweep::test {

/// Stands between SQLite and the disk while it lives, for every file that is opened meanwhile: makes chosen operations fail, and
/// knows what has not been synced. For one at a time; its files are closed before it goes.
class FailingVfs {
public:
  enum class Operation { Read, Write, Sync, Truncate };
  /// Called before each operation, on the thread that does it; gives SQLITE_OK to let it happen, or the error that it has.
  using Fault = std::function<int(Operation)>;

  /// Without a write-ahead log's shared memory, as on a network's file system, when it is not `local`.
  explicit FailingVfs(bool local = true);
  ~FailingVfs();
  FailingVfs(const FailingVfs&) = delete;
  FailingVfs& operator=(const FailingVfs&) = delete;

  /// None when empty.
  void setFault(Fault fault);

  /// Copies the file and its log as a power cut at this moment can leave them: of what was not synced, each write is there or
  /// not as the seed has it; none of them with seed 0.
  void copyAfterPowerCut(const std::string& from, const std::string& to, unsigned seed = 0) const;

  class Vfs;

private:
  std::unique_ptr<Vfs> m_vfs;
};

/// Fails the n-th time that it is asked (from 0), and from then on when sticky.
class NthFault {
public:
  NthFault(int n, bool sticky, int code) : m_left(n), m_sticky(sticky), m_code(code) {}
  int operator()() { return m_left-- == 0 || (m_sticky && m_left < 0) ? m_code : 0; }

private:
  int m_left;
  bool m_sticky;
  int m_code;
};

} // namespace sweep::test
