// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// How lists stand in one column of a study's tables; each reads back what it wrote, and gives nothing for
/// anything else.

/// A JSON list of the template and what fills it; empty for an empty message.
std::string messageText(const Message& message);
std::optional<Message> messageFromText(std::string_view text);

/// A JSON list of finite numbers.
std::string resultsText(const std::vector<double>& values);
std::optional<std::vector<double>> resultsFromText(std::string_view text);

/// Shell-quoted words, so that any bytes survive.
std::string wordsText(const std::vector<std::string>& words);
std::optional<std::vector<std::string>> wordsFromText(std::string_view text);

} // namespace sweep
