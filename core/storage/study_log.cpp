// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/study_log.h"

namespace sweep {

bool mayBeItsLog(Database& withLog, const std::string& path) {
  auto alone = Database::open(path, Database::Access::Immutable);
  if (!alone)
    return true;
  // The beginning of a row stands in one page: what was being moved from the log into the file when its program ended can be
  // old or new there, and nothing else.
  auto complete =
      alone->prepare("SELECT number, substr(configuration, 1, 200) FROM trial WHERE state = 'complete'");
  auto same = withLog.prepare("SELECT 1 FROM trial WHERE number = ?1 AND substr(configuration, 1, 200) = ?2");
  if (!complete || !same)
    return true;
  for (auto row = complete->execute(); row && *row; row = complete->step())
    if (const auto found = same->execute(complete->integer(0), complete->text(1)); found && !*found)
      return false;
  return true;
}

} // namespace sweep
