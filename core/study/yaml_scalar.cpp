// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/yaml_scalar.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace sweep {

namespace {

constexpr std::string_view Digits = "0123456789";

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool consistsOf(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == text.npos;
}

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

/// A scalar without its sign and without the underscores that may stand between digits.
struct Unsigned {
  bool negative = false;
  std::string text;
};

Unsigned withoutSign(std::string_view text) {
  Unsigned number;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    number.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  if (text.empty() || text.front() == '_')
    return number;
  for (const char c : text)
    if (c != '_')
      number.text += c;
  return number;
}

std::int64_t wholeNumber(const YamlNode& scalar, const Unsigned& number, std::string_view digits, int base) {
  std::uint64_t magnitude = 0;
  const auto end = digits.data() + digits.size();
  const auto result = std::from_chars(digits.data(), end, magnitude, base);
  const std::uint64_t limit =
      std::uint64_t(std::numeric_limits<std::int64_t>::max()) + (number.negative ? 1 : 0);
  if (result.ec != std::errc{} || magnitude > limit)
    throw YamlError{scalar.mark,
                    Message(SWEEP_TEXT("%1 does not fit in 64 bits; write it as a real number or in quotes."),
                            {scalar.text})};
  return static_cast<std::int64_t>(number.negative ? 0 - magnitude : magnitude);
}

double realNumber(const YamlNode& scalar, const Unsigned& number) {
  double value = 0;
  const auto result = std::from_chars(number.text.data(), number.text.data() + number.text.size(), value);
  if (result.ec == std::errc::result_out_of_range)
    throw YamlError{scalar.mark, Message(SWEEP_TEXT("%1 is beyond the range of numbers."), {scalar.text})};
  return number.negative ? -value : value;
}

/// digits [. digits] [e [sign] digits] with a digit somewhere before the e, and a dot or an e.
bool looksReal(std::string_view text) {
  const auto e = text.find_first_of("eE");
  const auto mantissa = text.substr(0, e);
  if (e != text.npos) {
    auto exponent = text.substr(e + 1);
    if (!exponent.empty() && (exponent.front() == '-' || exponent.front() == '+'))
      exponent.remove_prefix(1);
    if (!consistsOf(exponent, Digits))
      return false;
  }
  const bool oneDot = std::count(mantissa.begin(), mantissa.end(), '.') <= 1;
  const bool hasDigit = std::any_of(mantissa.begin(), mantissa.end(), isDigit);
  const bool hasMark = e != text.npos || mantissa.find('.') != mantissa.npos;
  return oneDot && hasDigit && hasMark && consistsOf(mantissa, "0123456789.");
}

/// 1:30 and 1:02:03, which YAML 1.1 reads in the base of 60.
bool looksSexagesimal(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() < 2 || parts.front().starts_with('0') || !consistsOf(parts.front(), Digits) ||
      parts.front().size() > 9)
    return false;
  return parts.size() <= 4 && std::all_of(parts.begin() + 1, parts.end(), [](const std::string& part) {
           return consistsOf(part, Digits) && part.size() <= 2 && *readInteger(part) < 60;
         });
}

std::int64_t sexagesimal(const Unsigned& number) {
  std::int64_t value = 0;
  for (const auto& part : split(number.text, ':'))
    value = value * 60 + *readInteger(part);
  return number.negative ? -value : value;
}

Message ambiguity(const YamlNode& scalar, const std::string& meaning) {
  return Message(SWEEP_TEXT("%1 is read as %2, as W&B reads it; write it in quotes when you mean the text."),
                 {scalar.text, meaning});
}

std::optional<ScalarReading> readBool(const YamlNode& scalar) {
  const std::string_view text = scalar.text;
  if (isOneOf(text, {"true", "True", "TRUE"}))
    return ScalarReading{true, {}};
  if (isOneOf(text, {"false", "False", "FALSE"}))
    return ScalarReading{false, {}};
  if (isOneOf(text, {"yes", "Yes", "YES", "on", "On", "ON"}))
    return ScalarReading{true, ambiguity(scalar, "true")};
  if (isOneOf(text, {"no", "No", "NO", "off", "Off", "OFF"}))
    return ScalarReading{false, ambiguity(scalar, "false")};
  return std::nullopt;
}

std::optional<ScalarReading> readWhole(const YamlNode& scalar, const Unsigned& number) {
  const std::string_view text = number.text;
  if (text == "0" || (consistsOf(text, Digits) && text.front() != '0'))
    return ScalarReading{wholeNumber(scalar, number, text, 10), {}};
  if (text.starts_with("0x") && consistsOf(text.substr(2), "0123456789abcdefABCDEF"))
    return ScalarReading{wholeNumber(scalar, number, text.substr(2), 16), {}};
  if (text.starts_with("0b") && consistsOf(text.substr(2), "01"))
    return ScalarReading{wholeNumber(scalar, number, text.substr(2), 2), {}};
  if (text.size() > 1 && text.front() == '0' && consistsOf(text, "01234567")) {
    const auto octal = wholeNumber(scalar, number, text, 8);
    return ScalarReading{octal, ambiguity(scalar, numberText(octal))};
  }
  if (looksSexagesimal(text))
    return ScalarReading{sexagesimal(number), ambiguity(scalar, numberText(sexagesimal(number)))};
  return std::nullopt;
}

std::optional<ScalarReading> readReal(const YamlNode& scalar, const Unsigned& number) {
  if (isOneOf(number.text, {".inf", ".Inf", ".INF"}))
    return ScalarReading{number.negative ? -HUGE_VAL : HUGE_VAL, {}};
  if (isOneOf(scalar.text, {".nan", ".NaN", ".NAN"}))
    return ScalarReading{std::numeric_limits<double>::quiet_NaN(), {}};
  if (looksReal(number.text))
    return ScalarReading{realNumber(scalar, number), {}};
  return std::nullopt;
}

/// Whether a text means itself when it stands without quotes, in every YAML reader.
bool isSafePlain(std::string_view text) {
  constexpr std::string_view first = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_/";
  constexpr std::string_view rest = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_/.+=@%- ";
  if (text.empty() || text.size() > 200 || first.find(text.front()) == first.npos || text.back() == ' ')
    return false;
  if (!consistsOf(text, rest) || text.find("  ") != text.npos || isOneOf(text, {"y", "Y", "n", "N"}))
    return false;
  YamlNode scalar;
  scalar.text = text;
  return std::holds_alternative<std::string>(readScalar(scalar).value);
}

std::string escaped(unsigned char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  return std::string("\\x") + hex[c >> 4] + hex[c & 15];
}

} // namespace

bool isNull(const YamlNode& scalar) {
  return scalar.plain && isOneOf(scalar.text, {"", "~", "null", "Null", "NULL"});
}

ScalarReading readScalar(const YamlNode& scalar) {
  if (!scalar.plain)
    return {scalar.text, {}};
  if (isNull(scalar))
    return {std::monostate{}, {}};
  if (const auto reading = readBool(scalar))
    return *reading;
  const Unsigned number = withoutSign(scalar.text);
  if (const auto reading = readWhole(scalar, number))
    return *reading;
  if (const auto reading = readReal(scalar, number))
    return *reading;
  return {scalar.text, {}};
}

std::string yamlNumber(double value) {
  if (std::isnan(value))
    return ".nan";
  if (std::isinf(value))
    return value > 0 ? ".inf" : "-.inf";
  std::string text = valueText(value);
  const auto e = text.find('e');
  if (text.find('.') == text.npos)
    text.insert(e == text.npos ? text.size() : e, ".0");
  return text;
}

std::string yamlString(std::string_view text) {
  if (isSafePlain(text))
    return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      quoted += std::string("\\") + c;
    else if (c == '\n')
      quoted += "\\n";
    else if (c == '\t')
      quoted += "\\t";
    else if (byte < 0x20 || byte == 0x7f)
      quoted += escaped(byte);
    else
      quoted += c;
  }
  return quoted + "\"";
}

std::string yamlText(const Value& value) {
  struct Writer {
    std::string operator()(std::monostate) const { return "null"; }
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(std::int64_t number) const { return numberText(number); }
    std::string operator()(double number) const { return yamlNumber(number); }
    std::string operator()(const std::string& text) const { return yamlString(text); }
    std::string operator()(const OpaqueValue& opaque) const { return opaque.json; }
  };
  return std::visit(Writer{}, value);
}

} // namespace sweep
