// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/storage/storage.h"

#include <string>

namespace sweep {

/// For a study that can no longer be saved in its own file: writes the whole of it into another, beside it, else in the folder of
/// the user's data, else among temporary files. Gives its path.
Result<std::string> rescue(const std::string& studyPath, const StoredStudy& study);

} // namespace sweep
