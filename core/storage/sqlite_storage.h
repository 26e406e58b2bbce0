// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/storage.h"

namespace sweep {

enum class OpenMode { ReadWrite, ReadOnly };

/// A study in one SQLite file (.sweep): WAL with synchronous=FULL, application_id "SWSC", a schema version in user_version.
/// Older versions are migrated on opening for writing; newer ones are refused and left untouched.

/// Creates the file; fails when there is one already.
Result<std::unique_ptr<Storage>> createSqliteStudy(const std::string& path, const StudySpec& spec);
/// Fails with a sentence for what is missing, not a study, damaged, newer than this program, or (ReadWrite) held by another
/// running instance or not writable.
Result<std::unique_ptr<Storage>> openSqliteStudy(const std::string& path, OpenMode mode);

/// For looking at a study only: also one of an older version, which is left as it is, and what can be read of a damaged one.
/// What it gives has been loaded once, so that load() does not fail for what the file holds.
Result<std::unique_ptr<Storage>> readSqliteStudy(const std::string& path);
/// For running it where that is possible, else as readSqliteStudy(); its notice() says why.
Result<std::unique_ptr<Storage>> openSqliteStudyIfPossible(const std::string& path);

/// A file of its own with everything that is given; what was at the path is replaced once the whole is on disk.
Result<void> writeSqliteStudy(const std::string& path, const StoredStudy& study);

} // namespace sweep
