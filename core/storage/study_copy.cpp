// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/sqlite_database.h"
#include "core/storage/sqlite_storage.h"

#include <filesystem>

namespace sweep {

Result<void> copySqliteStudy(const std::string& from, const std::string& to) {
  std::error_code failure;
  if (std::filesystem::equivalent(from, to, failure))
    return Error(SWEEP_TEXT("%1 is the study itself: choose another name for the copy."), {to});
  auto database = Database::open(from, Database::Access::ReadOnly);
  if (!database)
    return database.error();
  // Written beside its place and then renamed, so that a copy that fails leaves what was there.
  const std::string part = to + ".part";
  std::filesystem::remove(part, failure);
  auto statement = database->prepare("VACUUM INTO ?");
  if (!statement)
    return statement.error();
  if (const auto done = statement->execute(part); !done) {
    std::filesystem::remove(part, failure);
    return Error(SWEEP_TEXT("%1 could not be written: %2"), {to, done.error().str()});
  }
  std::filesystem::rename(part, to, failure);
  if (failure)
    return Error(SWEEP_TEXT("%1 could not be written: %2."), {to, failure.message()});
  return {};
}

} // namespace sweep
