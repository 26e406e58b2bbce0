// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/runner/command_template.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sweep {

/// Everything that a trial's program finds in its environment: our own variables, in their place those that the study sets and
/// those of trialEnvironment. Python programs show their output at once unless told otherwise. Where the program reads its values
/// from ${args_json_file}, values that are too long for a variable are left out, and all of them when they are too many together.
std::vector<std::pair<std::string, std::string>> programEnvironment(const Program& program, const Configuration& configuration,
                                                                    const CommandContext& context);

/// Why the system would refuse to start a program with these words and variables: one of them is too long (128 KiB on most
/// machines), or all together are. Nothing when it would not.
std::optional<Error> problemOfSize(const std::vector<std::string>& words,
                                   const std::vector<std::pair<std::string, std::string>>& environment);

} // namespace sweep
