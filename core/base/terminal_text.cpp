// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/terminal_text.h"

namespace sweep {

namespace {

constexpr char Escape = '\x1b';
constexpr char Bell = '\a';

bool isWithin(char c, char first, char last) { return c >= first && c <= last; }

/// Past the end of the sequence whose escape character stands at `at`. An unfinished sequence ends with the text.
std::size_t pastEscape(std::string_view text, std::size_t at) {
  if (++at >= text.size())
    return text.size();
  const char kind = text[at++];
  if (kind == '[') {
    while (at < text.size() && isWithin(text[at], ' ', '?'))
      ++at;
    return at < text.size() && isWithin(text[at], '@', '~') ? at + 1 : at;
  }
  if (kind == ']' || kind == 'P' || kind == '_' || kind == '^' || kind == 'X') {
    while (at < text.size() && text[at] != Bell && text[at] != Escape && text[at] != '\n')
      ++at;
    if (at + 1 < text.size() && text[at] == Escape && text[at + 1] == '\\')
      return at + 2;
    return at < text.size() && text[at] == Bell ? at + 1 : at;
  }
  while (at <= text.size() && isWithin(text[at - 1], ' ', '/') && at < text.size())
    ++at;
  return at;
}

bool isDropped(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == '\x7f';
}

/// `leftOut` is told of each run of bytes that do not count.
template <class LeftOut> std::string plainText(std::string_view text, LeftOut leftOut) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const bool escape = text[at] == Escape;
    const std::size_t next = escape ? pastEscape(text, at) : at + 1;
    if (escape || isDropped(text[at]))
      leftOut(plain, next - at);
    else
      plain += text[at];
    at = next;
  }
  return plain;
}

} // namespace

std::string withoutEscapes(std::string_view text) {
  return plainText(text, [](std::string&, std::size_t) {});
}

std::string withBlankedEscapes(std::string_view text) {
  return plainText(text, [](std::string& plain, std::size_t count) { plain.append(count, ' '); });
}

} // namespace sweep
