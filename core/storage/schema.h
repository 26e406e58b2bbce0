// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/sqlite_database.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace sweep {

/// "SWSC" in the file's header: what tells a study from other SQLite files.
constexpr std::int64_t StudyApplicationId = 0x53575343;

/// The statements that lead from version - 1 to version.
struct Migration {
  int version = 1;
  std::string_view sql;
};

/// From an empty file (version 0) to the newest. Rows are only ever added here; a file of each version is
/// kept by the tests.
std::span<const Migration> migrations();
/// The version that this program writes.
int newestVersion(std::span<const Migration> steps = migrations());

/// Brings an empty or older file up to date in one transaction: after a crash it has the old version or the
/// new one. A file that already holds something is first copied to `<path>.bak-v<its version>`, unless path is empty.
Result<void> migrate(Database& database, const std::string& path,
                     std::span<const Migration> steps = migrations());

/// An older study brought up to date in memory, so that it can be read while its file stays as it is.
Result<Database> migratedCopy(Database& older, std::span<const Migration> steps = migrations());

/// Fails with a sentence unless the file is a study (application id) of a version up to `newest`.
Result<void> checkIsStudy(Database& database, const std::string& path, int newest = newestVersion());
/// Fails with a sentence when the file is damaged or its tables are not those of a study.
Result<void> checkIsSound(Database& database, const std::string& path);

} // namespace sweep
