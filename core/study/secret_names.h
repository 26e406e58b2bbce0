// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// Whether a name says that its value is a secret: API_KEY, HF_TOKEN, db.password.
bool soundsSecret(std::string_view name);

/// Whether a variable's value is kept out of what is shown and exported: it is among a program's secrets, or sounds like one.
bool isSecretVariable(const std::vector<std::string>& secrets, std::string_view name);

/// What stands where the value stood: ‹NAME›.
std::string secretMark(std::string_view name);

/// A word that was stored with marks as a word of a shell's command line, in which the variables of these names take their places
/// again; the shell ends with a sentence when one is not set.
std::string shellQuotedWithSecrets(std::string_view word, const std::vector<std::string>& secrets);

} // namespace sweep
