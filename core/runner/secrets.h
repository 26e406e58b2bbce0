// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_spec.h"

#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// The program's secrets that this application's environment does not have.
std::vector<std::string> missingSecrets(const Program& program);

/// The text with the names of secrets where their values stood, as in the last lines of a program that printed its token. Values
/// of fewer than four characters are left: they would be found everywhere.
std::string withoutSecrets(std::string text, const Program& program);

/// Whether a variable's name says that its value is a secret: API_KEY, HF_TOKEN, DB_PASSWORD.
bool soundsSecret(std::string_view name);

} // namespace sweep
