// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/visible_text.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace sweep {

namespace {

/// First and last of each run of hidden characters.
constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 8> Hidden{{{0x00, 0x1f},
                                                                         {0x7f, 0x9f},
                                                                         {0x61c, 0x61c},
                                                                         {0x200b, 0x200b},
                                                                         {0x200e, 0x200f},
                                                                         {0x2028, 0x202e},
                                                                         {0x2066, 0x2069},
                                                                         {0xfeff, 0xfeff}}};

std::uint32_t codeOf(std::string_view character) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(character[i]));
  };
  std::uint32_t code = character.size() == 1 ? byte(0) : byte(0) & (0x7fU >> character.size());
  for (std::size_t i = 1; i < character.size(); ++i)
    code = code << 6 | (byte(i) & 0x3fU);
  return code;
}

bool isHidden(std::uint32_t code) {
  return std::ranges::any_of(Hidden,
                             [&](const auto& run) { return code >= run.first && code <= run.second; });
}

std::string escaped(char kind, std::uint32_t code, int digits) {
  std::string text = {'\\', kind};
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
    text += "0123456789abcdef"[code >> shift & 15U];
  return text;
}

/// `hidden` is told of each hidden character, `shown` of each other one.
template <class Hide, class Show> void eachCharacter(std::string_view text, Hide hidden, Show shown) {
  for (std::size_t at = 0; at < text.size();) {
    const auto length = characterLength(text, at);
    const auto character = text.substr(at, std::max<std::size_t>(length, 1));
    if (length == 0 || isHidden(codeOf(character)))
      hidden(character, length != 0);
    else
      shown(character);
    at += character.size();
  }
}

} // namespace

bool hasHiddenCharacters(std::string_view text) {
  bool found = false;
  eachCharacter(text, [&](std::string_view, bool) { found = true; }, [](std::string_view) {});
  return found;
}

std::string visibleText(std::string_view text) {
  std::string visible;
  visible.reserve(text.size());
  eachCharacter(
      text,
      [&](std::string_view character, bool isCharacter) {
        const auto code = isCharacter ? codeOf(character) : static_cast<unsigned char>(character.front());
        if (code == '\t' || code == '\n')
          visible += character;
        else
          visible += code < 0x100 ? escaped('x', code, 2) : escaped('u', code, 4);
      },
      [&](std::string_view character) { visible += character; });
  return visible;
}

} // namespace sweep
