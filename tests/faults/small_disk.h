// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/temporary_folder.h"

#include <cstring>
#include <string>
#include <sys/mount.h>

namespace sweep::test {

/// A file system of its own with little room, in memory. Only root can make one.
class SmallDisk {
public:
  explicit SmallDisk(const std::string& size) {
    m_mounted = ::mount("tmpfs", m_folder.path().c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
  }
  ~SmallDisk() {
    if (m_mounted)
      ::umount2(m_folder.path().c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool isThere() const { return m_mounted; }
  std::string operator/(const std::string& name) const { return m_folder / name; }
  std::string path() const { return m_folder.path().string(); }

  void makeReadOnly() const {
    ::mount(nullptr, m_folder.path().c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr);
  }
  void makeWritable() const { ::mount(nullptr, m_folder.path().c_str(), nullptr, MS_REMOUNT, nullptr); }
  /// Takes all the room that is left.
  void fill() const {
    std::ofstream file(m_folder / "ballast", std::ios::binary | std::ios::app);
    for (const std::string block(4096, 'x'); file.write(block.data(), 4096).flush();)
      ;
  }
  void free() const { std::filesystem::remove(m_folder / "ballast"); }

private:
  TemporaryFolder m_folder;
  bool m_mounted = false;
};

} // namespace sweep::test
