// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/budget_words.h"

#include "core/base/text.h"

#include <algorithm>
#include <cctype>

namespace sweep {

namespace {

std::string pluralOf(std::string_view unit) {
  std::string plural(trimmed(unit));
  if (!plural.empty() && plural.back() != 's')
    plural += 's';
  return plural;
}

/// As an option's name: lower case, with hyphens for what is no letter or digit of ASCII; "budget" where nothing is left.
std::string optionName(std::string_view unit) {
  if (std::ranges::none_of(unit, [](unsigned char c) { return c < 0x80 && std::isalnum(c); }))
    return "budget";
  std::string name = pluralOf(unit);
  std::ranges::transform(name, name.begin(), [](unsigned char c) {
    return std::isalnum(c) && c < 0x80 ? static_cast<char>(std::tolower(c)) : '-';
  });
  return name.substr(name.find_first_not_of('-'));
}

bool hasWord(const Program& program, std::string_view word) {
  return std::ranges::find(program.command, word) != program.command.end();
}

} // namespace

std::optional<std::string> wordNaming(const Program& program, std::string_view placeholder) {
  const auto& words = program.command;
  const auto found =
      std::ranges::find_if(words, [&](const auto& word) { return word.find(placeholder) != std::string::npos; });
  if (found == words.end())
    return std::nullopt;
  const bool follows = *found == placeholder && found != words.begin() && (found - 1)->starts_with("-");
  return follows ? *(found - 1) + " " + *found : *found;
}

std::string likelyWord(const Program& program, std::string_view unit, std::string_view placeholder) {
  const bool plain = hasWord(program, "${args_no_hyphens}") || hasWord(program, "${args_append_hydra}") ||
                     hasWord(program, "${args_override_hydra}");
  const std::string name = placeholder == "${budget}"       ? optionName(unit)
                           : placeholder == "${checkpoint}" ? "checkpoint"
                                                            : "resume";
  return (plain ? "" : "--") + name + "=" + std::string(placeholder);
}

std::string amountOf(double amount, std::string_view unit) {
  return roundedText(amount, 9) + " " + (amount == 1.0 ? std::string(trimmed(unit)) : pluralOf(unit));
}

} // namespace sweep
