// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// A word of a command template, taken apart: literal texts and the names of placeholders.
struct CommandWord {
  struct Part {
    bool isPlaceholder = false;
    std::string text;
    friend bool operator==(const Part&, const Part&) = default;
  };
  std::vector<Part> parts;

  /// The name, when the word is a placeholder and nothing else.
  const std::string* onlyPlaceholder() const {
    return parts.size() == 1 && parts.front().isPlaceholder ? &parts.front().text : nullptr;
  }
};

/// Nothing when a ${ is not closed. $${ is a literal ${, any other $ is itself.
std::optional<CommandWord> parseCommandWord(std::string_view word);

} // namespace sweep
