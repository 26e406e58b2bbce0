// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/metric_number.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace sweep {

namespace {

constexpr std::string_view UnicodeMinus = "\xe2\x88\x92";
constexpr std::string_view PlusMinus = "\xc2\xb1";

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

bool startsWithWord(std::string_view text, std::string_view lowerCase) {
  if (text.size() < lowerCase.size())
    return false;
  return std::equal(lowerCase.begin(), lowerCase.end(), text.begin(), [](char a, char b) { return a == (b | 0x20); });
}

/// Past `nan`, `nan(…)`, `inf` or `infinity`, with the magnitude; nothing when it is none.
std::optional<NumberInText> wordNumber(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  std::optional<NumberInText> found;
  if (startsWithWord(rest, "nan"))
    found = {std::numeric_limits<double>::quiet_NaN(), at + 3};
  else if (startsWithWord(rest, "infinity"))
    found = {std::numeric_limits<double>::infinity(), at + 8};
  else if (startsWithWord(rest, "inf"))
    found = {std::numeric_limits<double>::infinity(), at + 3};
  else
    return std::nullopt;
  if (found->value != found->value && found->end < text.size() && text[found->end] == '(')
    if (const auto close = text.find(')', found->end); close != text.npos && close - found->end <= 24)
      found->end = close + 1;
  const bool goesOn = found->end < text.size() && (isLetter(text[found->end]) || isDigit(text[found->end]));
  return goesOn ? std::nullopt : found;
}

/// 0x1.8p+3. Without an exponent it is an address, a colour or a mask.
std::optional<NumberInText> hexNumber(std::string_view text, std::size_t at) {
  double value = 0.0;
  const char* const begin = text.data() + at + 2;
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), value, std::chars_format::hex);
  const std::string_view used(begin, static_cast<std::size_t>(end - begin));
  if (error != std::errc() || used.find_first_of("pP") == used.npos)
    return std::nullopt;
  return NumberInText{value, static_cast<std::size_t>(end - text.data())};
}

std::optional<NumberInText> decimalNumber(std::string_view text, std::size_t at) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), value);
  if (error == std::errc::invalid_argument)
    return std::nullopt;
  const auto stop = static_cast<std::size_t>(end - text.data());
  if (error == std::errc::result_out_of_range)
    value = readNumber(text.substr(at, stop - at)).value_or(0.0);
  return NumberInText{value, stop};
}

std::optional<NumberInText> unsignedNumber(std::string_view text, std::size_t at) {
  if (at >= text.size())
    return std::nullopt;
  if (text.substr(at).starts_with("0x") || text.substr(at).starts_with("0X"))
    return hexNumber(text, at);
  const bool digits = isDigit(text[at]) || (text[at] == '.' && at + 1 < text.size() && isDigit(text[at + 1]));
  return digits ? decimalNumber(text, at) : wordNumber(text, at);
}

bool isCommonUnit(std::string_view text) {
  static constexpr std::array<std::string_view, 22> units = {"%",  "s",   "ms",  "us",  "ns",   "min", "h",   "x",
                                                             "B",  "kB",  "KB",  "MB",  "GB",   "KiB", "MiB", "GiB",
                                                             "Hz", "kHz", "MHz", "GHz", "it/s", "px"};
  const auto end = text.find_first_of(" \t,;|)]}>\"'");
  std::string_view unit = text.substr(0, end);
  if (unit.ends_with('.'))
    unit.remove_suffix(1);
  return std::ranges::find(units, unit) != units.end();
}

} // namespace

std::optional<NumberInText> numberAt(std::string_view text, std::size_t at) {
  bool negative = false;
  if (text.substr(std::min(at, text.size())).starts_with(UnicodeMinus)) {
    negative = true;
    at += UnicodeMinus.size();
  } else if (at < text.size() && (text[at] == '-' || text[at] == '+')) {
    negative = text[at] == '-';
    ++at;
  }
  auto number = unsignedNumber(text, at);
  if (number && negative)
    number->value = -number->value;
  return number;
}

bool isCutByComma(std::string_view text, std::size_t end) {
  return end + 1 < text.size() && text[end] == ',' && isDigit(text[end + 1]);
}

bool isEndOfNumber(std::string_view text, std::size_t end) {
  if (end >= text.size())
    return true;
  const char c = text[end];
  const char next = end + 1 < text.size() ? text[end + 1] : ' ';
  if (c == ',' || c == '\'' || c == '.')
    return !isDigit(next) && !(c == '.' && isLetter(next));
  if (std::string_view(" \t;|)]}>\"").find(c) != std::string_view::npos)
    return true;
  const std::string_view rest = text.substr(end);
  return rest.starts_with(PlusMinus) || rest.starts_with("+/-") || isCommonUnit(rest);
}

} // namespace sweep
