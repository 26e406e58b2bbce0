// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <utility>

namespace sweep {

namespace {

constexpr std::string_view UnicodeMinus = "\xe2\x88\x92";
constexpr std::string_view Blank = " \t\r\n\f\v";

bool isPlainWord(std::string_view word) {
  constexpr std::string_view safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%^";
  return !word.empty() && word.find_first_not_of(safe) == std::string_view::npos;
}

std::string withAsciiMinus(std::string_view text) {
  std::string plain(text);
  for (auto at = plain.find(UnicodeMinus); at != std::string::npos; at = plain.find(UnicodeMinus))
    plain.replace(at, UnicodeMinus.size(), "-");
  return plain;
}

std::optional<double> readPlain(std::string_view text) {
  if (!text.empty() && text.front() == '+' && (text.size() < 2 || text[1] != '-'))
    text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size() || text.empty())
    return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    const bool tiny = text.find("e-") != text.npos || text.find("E-") != text.npos;
    const double magnitude = tiny ? 0.0 : HUGE_VAL;
    return text.front() == '-' ? -magnitude : magnitude;
  }
  return error == std::errc{} ? std::optional(value) : std::nullopt;
}

/// Letters to change, to put in, to leave out, or to exchange with their neighbours.
std::size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before;
  std::vector<std::size_t> last;
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before = std::exchange(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

} // namespace

std::string numberText(double value) {
  if (std::isnan(value))
    return "nan";
  char buffer[40];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return {buffer, end};
}

std::string numberText(std::int64_t value) { return std::to_string(value); }

std::string roundedText(double value, int digits) {
  if (!std::isfinite(value))
    return numberText(value);
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, digits).ptr;
  return {buffer, end};
}

std::optional<double> readNumber(std::string_view text) {
  const std::string plain = withAsciiMinus(trimmed(text));
  if (const auto caret = plain.find('^'); caret != std::string::npos) {
    const auto base = readPlain(std::string_view(plain).substr(0, caret));
    const auto exponent = readInteger(std::string_view(plain).substr(caret + 1));
    if (!base || !exponent)
      return std::nullopt;
    return *base == 10.0 ? readPlain("1e" + std::to_string(*exponent))
                         : std::optional(std::pow(*base, static_cast<double>(*exponent)));
  }
  return readPlain(plain);
}

std::optional<std::int64_t> readInteger(std::string_view text) {
  const std::string plain = withAsciiMinus(trimmed(text));
  std::string_view digits = plain;
  if (digits.size() > 1 && digits.front() == '+' && digits[1] != '-')
    digits.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool whole = error == std::errc{} && end == digits.data() + digits.size();
  return whole ? std::optional(value) : std::nullopt;
}

std::size_t characterLength(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  const unsigned char lead = byte(at);
  const std::size_t length = lead < 0x80                   ? 1
                             : lead >= 0xC2 && lead < 0xE0 ? 2
                             : lead >= 0xE0 && lead < 0xF0 ? 3
                             : lead >= 0xF0 && lead < 0xF5 ? 4
                                                           : 0;
  if (length == 0 || at + length > text.size())
    return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(at + i) & 0xC0) != 0x80)
      return 0;
  const bool tooShort = (lead == 0xE0 && byte(at + 1) < 0xA0) || (lead == 0xF0 && byte(at + 1) < 0x90);
  const bool notACharacter = (lead == 0xED && byte(at + 1) >= 0xA0) || (lead == 0xF4 && byte(at + 1) >= 0x90);
  return tooShort || notACharacter ? 0 : length;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(Blank);
  if (first == text.npos)
    return {};
  return text.substr(first, text.find_last_not_of(Blank) - first + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.emplace_back(text.substr(0, at));
    if (at == text.npos)
      return parts;
    text.remove_prefix(at + 1);
  }
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0)
      text += separator;
    text += parts[i];
  }
  return text;
}

std::string shellQuoted(std::string_view word) {
  if (isPlainWord(word))
    return std::string(word);
  std::string quoted = "'";
  for (const char c : word) {
    if (c == '\'')
      quoted += "'\\''";
    else
      quoted += c;
  }
  return quoted + "'";
}

std::optional<std::vector<std::string>> shellWords(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool inWord = false;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool more = i + 1 < line.size();
    if (quote == '\'') {
      c == '\'' ? void(quote = 0) : word.push_back(c);
    } else if (c == '\\' && more && (quote == 0 || line[i + 1] == '"' || line[i + 1] == '\\' || line[i + 1] == '$')) {
      word += line[++i];
      inWord = true;
    } else if (quote == '"') {
      c == '"' ? void(quote = 0) : word.push_back(c);
    } else if (c == '\'' || c == '"') {
      quote = c;
      inWord = true;
    } else if (Blank.find(c) != Blank.npos) {
      if (inWord)
        words.push_back(std::exchange(word, {}));
      inWord = false;
    } else {
      word += c;
      inWord = true;
    }
  }
  if (quote != 0)
    return std::nullopt;
  if (inWord)
    words.push_back(word);
  return words;
}

std::string closestTo(std::string_view word, const std::vector<std::string>& known) {
  const std::size_t allowed = word.size() <= 3 ? 1 : word.size() <= 6 ? 2 : 3;
  std::string best;
  std::size_t bestDistance = allowed + 1;
  for (const auto& candidate : known) {
    const std::size_t distance = editDistance(word, candidate);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = candidate;
    }
  }
  return best;
}

} // namespace sweep
