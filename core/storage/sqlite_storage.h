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

/// A consistent copy of a study, also while another connection writes to it (SQLite's backup). Replaces `to` when it is there.
Result<void> copySqliteStudy(const std::string& from, const std::string& to);

} // namespace sweep
