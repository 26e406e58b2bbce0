// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/command_word.h"

namespace sweep {

namespace {

constexpr std::string_view Opening = "${";
constexpr std::string_view EscapedOpening = "$${";

void addLiteral(CommandWord& word, std::string_view text) {
  if (!word.parts.empty() && !word.parts.back().isPlaceholder)
    word.parts.back().text += text;
  else if (!text.empty())
    word.parts.push_back({false, std::string(text)});
}

} // namespace

std::optional<CommandWord> parseCommandWord(std::string_view word) {
  CommandWord parsed;
  while (!word.empty()) {
    if (word.starts_with(EscapedOpening)) {
      addLiteral(parsed, Opening);
      word.remove_prefix(EscapedOpening.size());
    } else if (word.starts_with(Opening)) {
      const auto end = word.find('}');
      if (end == word.npos)
        return std::nullopt;
      parsed.parts.push_back({true, std::string(word.substr(Opening.size(), end - Opening.size()))});
      word.remove_prefix(end + 1);
    } else {
      addLiteral(parsed, word.substr(0, 1));
      word.remove_prefix(1);
    }
  }
  return parsed;
}

} // namespace sweep
