// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_spec.h"

#include <optional>
#include <string>
#include <string_view>

namespace sweep {

/// How a command tells its program of a budget and its checkpoints: `placeholder` is "${budget}", "${checkpoint}" or "${resume}".

/// The word of the command that names the placeholder, with the option word before it (`--epochs ${budget}`) where it is the
/// placeholder alone; nothing when none does.
std::optional<std::string> wordNaming(const Program& program, std::string_view placeholder);

/// A word that would name it, written like the command's other arguments: `--epochs=${budget}` where the unit is epoch.
std::string likelyWord(const Program& program, std::string_view unit, std::string_view placeholder);

/// The unit for an amount of it: "1 epoch", "3 epochs".
std::string amountOf(double amount, std::string_view unit);

} // namespace sweep
