// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <grp.h>
#include <unistd.h>

namespace sweep::test {

/// A user whose processes nobody else has, for limits that count a user's processes.
inline uid_t lonelyUser() {
  return 61'000 + static_cast<uid_t>(::getpid()) % 4'000;
}

/// For good; only root may.
inline void becomeUser(uid_t user) {
  if (::setgroups(0, nullptr) != 0 || ::setgid(user) != 0 || ::setuid(user) != 0)
    ::_exit(126);
}

/// The folder and what is in it so far, programs with their set-user-id bits as they are.
inline void shareWithEverybody(const std::filesystem::path& folder) {
  using std::filesystem::perms;
  const auto add = std::filesystem::perm_options::add;
  std::filesystem::permissions(folder, perms::all, add);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    std::filesystem::permissions(entry.path(), perms::all, add);
}

} // namespace sweep::test
