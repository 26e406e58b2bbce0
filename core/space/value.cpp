// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/value.h"

#include "core/base/text.h"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <type_traits>

namespace sweep {

namespace {

/// The digits of the shortest scientific form, without sign and point, and the exponent of the first one.
struct Decimal {
  std::string digits;
  int exponent = 0;
};

Decimal decimalOf(double magnitude) {
  char buffer[40];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, magnitude, std::chars_format::scientific).ptr;
  const std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
  const auto mark = text.find('e');
  Decimal decimal;
  for (const char c : text.substr(0, mark))
    if (c != '.')
      decimal.digits += c;
  const auto exponent = text.substr(text[mark + 1] == '+' ? mark + 2 : mark + 1);
  std::from_chars(exponent.data(), exponent.data() + exponent.size(), decimal.exponent);
  return decimal;
}

std::string scientificText(const Decimal& decimal) {
  std::string text = decimal.digits.substr(0, 1);
  if (decimal.digits.size() > 1)
    text += '.' + decimal.digits.substr(1);
  const std::string exponent = std::to_string(std::abs(decimal.exponent));
  return text + (decimal.exponent < 0 ? "e-" : "e+") + (exponent.size() < 2 ? "0" : "") + exponent;
}

std::string fixedText(const Decimal& decimal) {
  if (decimal.exponent < 0)
    return "0." + std::string(static_cast<std::size_t>(-decimal.exponent - 1), '0') + decimal.digits;
  const auto whole = static_cast<std::size_t>(decimal.exponent) + 1;
  if (decimal.digits.size() <= whole)
    return decimal.digits + std::string(whole - decimal.digits.size(), '0') + ".0";
  return decimal.digits.substr(0, whole) + '.' + decimal.digits.substr(whole);
}

/// As Python's repr: shortest digits, always with a point or an exponent, an exponent below 1e-4 and from
/// 1e16.
std::string realText(double value) {
  if (!std::isfinite(value))
    return numberText(value);
  const Decimal decimal = decimalOf(std::abs(value));
  const bool scientific = decimal.exponent < -4 || decimal.exponent >= 16;
  return (std::signbit(value) ? "-" : "") + (scientific ? scientificText(decimal) : fixedText(decimal));
}

std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// JSON without the blanks between its tokens; numbers and texts stay as they were written.
std::string compacted(std::string_view json) {
  std::string compact;
  bool inText = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (inText && c == '\\') {
      compact += c;
      compact += json[++i];
      continue;
    }
    if (c == '"')
      inText = !inText;
    if (inText || (c != ' ' && c != '\t' && c != '\n' && c != '\r'))
      compact += c;
  }
  return compact;
}

std::optional<Value> numberFromJson(std::string_view json) {
  if (json.find_first_of(".eE") == json.npos) {
    const auto whole = readInteger(json);
    return whole ? std::optional<Value>(*whole) : std::nullopt;
  }
  const auto real = readNumber(json);
  return real && std::isfinite(*real) ? std::optional<Value>(*real) : std::nullopt;
}

} // namespace

std::string valueText(const Value& value) {
  return std::visit(
      [](const auto& content) -> std::string {
        using Kind = std::decay_t<decltype(content)>;
        if constexpr (std::is_same_v<Kind, std::monostate>)
          return "None";
        else if constexpr (std::is_same_v<Kind, bool>)
          return content ? "True" : "False";
        else if constexpr (std::is_same_v<Kind, std::int64_t>)
          return numberText(content);
        else if constexpr (std::is_same_v<Kind, double>)
          return realText(content);
        else if constexpr (std::is_same_v<Kind, std::string>)
          return content;
        else
          return content.json;
      },
      value);
}

std::string valueJson(const Value& value) {
  if (std::holds_alternative<std::monostate>(value))
    return "null";
  if (const auto* flag = std::get_if<bool>(&value))
    return *flag ? "true" : "false";
  if (const auto* text = std::get_if<std::string>(&value))
    return quoted(*text);
  const auto* real = std::get_if<double>(&value);
  return real && !std::isfinite(*real) ? quoted(numberText(*real)) : valueText(value);
}

std::optional<Value> valueFromJson(std::string_view json) {
  json = trimmed(json);
  // The parser takes a NUL byte for the end of the text.
  if (json.empty() || json.find('\0') != json.npos || !nlohmann::json::accept(json))
    return std::nullopt;
  switch (json.front()) {
  case 'n':
    return Value();
  case 't':
  case 'f':
    return Value(json.front() == 't');
  case '"':
    return Value(nlohmann::json::parse(json).get<std::string>());
  case '[':
  case '{':
    return Value(OpaqueValue{compacted(json)});
  default:
    return numberFromJson(json);
  }
}

std::optional<double> valueNumber(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value))
    return *flag ? 1.0 : 0.0;
  if (const auto* whole = std::get_if<std::int64_t>(&value))
    return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value))
    return *real;
  return std::nullopt;
}

} // namespace sweep
