// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/space/configuration.h"

#include <string>

namespace sweep {

/// Writes what ${args_json_file} stands for into the trial's folder, in the place of an earlier attempt's, for its owner alone. A
/// link that has its name is not followed.
Result<void> writeArgumentsFile(const Configuration& configuration, const std::string& folder);

} // namespace sweep
