// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_spec.h"

#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// The program's secrets that this application's environment does not have.
std::vector<std::string> missingSecrets(const Program& program);

/// The text with the marks of secrets (secretMark) where their values stood, as in the last lines of a program that printed its
/// token, or in a command: of the program's secrets, of its variables whose names sound secret, and of such variables of this
/// application. Short values are left, which would be found everywhere.
std::string withoutSecrets(std::string text, const Program& program);
std::vector<std::string> withoutSecrets(std::vector<std::string> words, const Program& program);

} // namespace sweep
