// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/sqlite_database.h"

#include <string>

namespace sweep {

/// Whether the write-ahead log beside a study may be its own, as far as that can be told: SQLite takes any log, and one that came
/// there with another study would overwrite this one's trials. Complete trials never change; so what is complete in the file
/// alone is so with its log.
bool mayBeItsLog(Database& withLog, const std::string& path);

} // namespace sweep
