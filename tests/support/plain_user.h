// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <unistd.h>

namespace sweep::test {

/// Somebody whom permissions stop, for as long as this lives, also where the tests are run by root. The folder and what is in it so
/// far become his.
class PlainUser {
public:
  explicit PlainUser(const std::filesystem::path& folder) : m_isNeeded(::geteuid() == 0) {
    if (!m_isNeeded)
      return;
    give(folder);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
      give(entry.path());
    if (::setegid(Nobody) != 0 || ::seteuid(Nobody) != 0)
      ::_exit(126);
  }
  ~PlainUser() {
    if (m_isNeeded && (::seteuid(0) != 0 || ::setegid(0) != 0))
      ::_exit(126);
  }
  PlainUser(const PlainUser&) = delete;
  PlainUser& operator=(const PlainUser&) = delete;

private:
  static constexpr unsigned Nobody = 65534;
  static void give(const std::filesystem::path& path) {
    if (::lchown(path.c_str(), Nobody, Nobody) != 0)
      ::_exit(126);
  }

  bool m_isNeeded;
};

} // namespace sweep::test
