// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/yaml_reading.h"

#include "core/base/text.h"
#include "core/study/yaml_scalar.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace sweep {

namespace {

/// Lists and maps in the manner of valueJson.
std::string jsonOf(const YamlNode& node) {
  if (node.isScalar())
    return valueJson(readScalar(node).value);
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < node.items.size(); ++i)
    parts.push_back((node.isMap() ? valueJson(node.keys[i].text) + ":" : "") + jsonOf(node.items[i]));
  return (node.isMap() ? "{" : "[") + joined(parts, ",") + (node.isMap() ? "}" : "]");
}

[[noreturn]] void refuse(const YamlNode& node, std::string_view what, std::string_view wanted) {
  const std::string found = node.isScalar() ? "“" + node.text + "”" : node.isList() ? "a list" : "a map";
  throw YamlError{node.mark, Message(SWEEP_TEXT("“%1” should be %2, but it is %3."),
                                     {std::string(what), std::string(wanted), found})};
}

std::optional<Value> numericValue(const YamlNode& node) {
  if (!node.isScalar())
    return std::nullopt;
  YamlNode unquoted = node;
  unquoted.plain = true;
  unquoted.text = trimmed(node.text);
  const Value value = readScalar(unquoted).value;
  if (std::holds_alternative<std::int64_t>(value))
    return value;
  const auto* real = std::get_if<double>(&value);
  return real && std::isfinite(*real) ? std::optional(value) : std::nullopt;
}

/// A number and what stands directly behind it, removed from the front of the text.
struct Quantity {
  double amount = 0;
  std::string unit;
};
std::optional<Quantity> takeQuantity(std::string_view& text) {
  text = trimmed(text);
  const auto unitBegin = std::min(text.size(), text.find_first_not_of("0123456789."));
  const auto amount = readNumber(text.substr(0, unitBegin));
  if (!amount)
    return std::nullopt;
  text = trimmed(text.substr(unitBegin));
  const auto unitEnd = std::min(text.size(), text.find_first_of("0123456789. "));
  const std::string unit(text.substr(0, unitEnd));
  text.remove_prefix(unitEnd);
  return Quantity{*amount, unit};
}

template <std::size_t N>
std::optional<double> factorOf(const std::string& unit,
                               const std::array<std::pair<std::string_view, double>, N>& factors) {
  for (const auto& [name, factor] : factors)
    if (name == unit)
      return factor;
  return std::nullopt;
}

constexpr std::array<std::pair<std::string_view, double>, 15> TimeUnits{{{"s", 1},
                                                                         {"sec", 1},
                                                                         {"second", 1},
                                                                         {"seconds", 1},
                                                                         {"m", 60},
                                                                         {"min", 60},
                                                                         {"minute", 60},
                                                                         {"minutes", 60},
                                                                         {"h", 3600},
                                                                         {"hour", 3600},
                                                                         {"hours", 3600},
                                                                         {"ms", 0.001},
                                                                         {"d", 86400},
                                                                         {"day", 86400},
                                                                         {"days", 86400}}};
constexpr std::array<std::pair<std::string_view, double>, 11> ByteUnits{{{"B", 1},
                                                                         {"kB", 1e3},
                                                                         {"KB", 1e3},
                                                                         {"MB", 1e6},
                                                                         {"GB", 1e9},
                                                                         {"TB", 1e12},
                                                                         {"KiB", 1024},
                                                                         {"MiB", 1048576},
                                                                         {"GiB", 1073741824},
                                                                         {"G", 1073741824},
                                                                         {"M", 1048576}}};

std::optional<double> secondsOf(std::string_view text) {
  double seconds = 0;
  do {
    const auto part = takeQuantity(text);
    const auto factor = part ? factorOf(part->unit, TimeUnits) : std::nullopt;
    if (!factor)
      return std::nullopt;
    seconds += part->amount * *factor;
  } while (!text.empty());
  return seconds;
}

std::optional<double> bytesOf(std::string_view text) {
  const auto size = takeQuantity(text);
  const auto factor = size ? factorOf(size->unit, ByteUnits) : std::nullopt;
  return factor && trimmed(text).empty() ? std::optional(size->amount * *factor) : std::nullopt;
}

} // namespace

void YamlReading::note(YamlMark mark, Message message) {
  notes.push_back({mark.line, mark.column, std::move(message)});
}

void YamlReading::noteUnknownKeys(const YamlNode& map, std::string_view where,
                                  std::initializer_list<std::string_view> known) {
  const std::vector<std::string> names(known.begin(), known.end());
  for (const auto& key : map.keys) {
    if (std::find(names.begin(), names.end(), key.text) != names.end())
      continue;
    const std::string place = where.empty() ? "a study" : "“" + std::string(where) + "”";
    if (const auto close = closestTo(key.text, names); !close.empty())
      note(key.mark, Message(SWEEP_TEXT("“%1” is no key of %2 and is left out; did you mean “%3”?"),
                             {key.text, place, close}));
    else
      note(key.mark, Message(SWEEP_TEXT("“%1” is no key of %2 and is left out."), {key.text, place}));
  }
}

Value YamlReading::value(const YamlNode& node) {
  if (!node.isScalar())
    return OpaqueValue{jsonOf(node)};
  ScalarReading reading = readScalar(node);
  if (!reading.remark.empty())
    note(node.mark, std::move(reading.remark));
  return std::move(reading.value);
}

std::vector<Value> YamlReading::values(const YamlNode& list, std::string_view what) {
  std::vector<Value> values;
  for (const auto& item : listIn(list, what).items)
    values.push_back(value(item));
  return values;
}

const YamlNode& mapIn(const YamlNode& node, std::string_view what) {
  if (!node.isMap())
    refuse(node, what, "a map of keys and values");
  return node;
}

const YamlNode& listIn(const YamlNode& node, std::string_view what) {
  if (!node.isList())
    refuse(node, what, "a list");
  return node;
}

std::string textIn(const YamlNode& node, std::string_view what) {
  if (!node.isScalar())
    refuse(node, what, "a text");
  return isNull(node) ? std::string() : node.text;
}

Value numericValueIn(const YamlNode& node, std::string_view what) {
  const auto value = numericValue(node);
  if (!value)
    refuse(node, what, "a number");
  return *value;
}

double numberIn(const YamlNode& node, std::string_view what) {
  const Value value = numericValueIn(node, what);
  const auto* whole = std::get_if<std::int64_t>(&value);
  if (!whole)
    return std::get<double>(value);
  const double number = static_cast<double>(*whole);
  if (std::abs(number) >= 0x1p63 || static_cast<std::int64_t>(number) != *whole)
    throw YamlError{node.mark, Message(SWEEP_TEXT("“%1” is %2, which a real number cannot hold exactly."),
                                       {std::string(what), node.text})};
  return number;
}

std::int64_t integerIn(const YamlNode& node, std::string_view what) {
  const auto value = numericValue(node);
  if (value && std::holds_alternative<std::int64_t>(*value))
    return std::get<std::int64_t>(*value);
  const double real = value ? std::get<double>(*value) : 0.5;
  if (real != std::floor(real) || std::abs(real) > 0x1p53)
    refuse(node, what, "a whole number");
  return static_cast<std::int64_t>(real);
}

int countIn(const YamlNode& node, std::string_view what, int low, int high) {
  const std::int64_t count = integerIn(node, what);
  if (count < low || count > high)
    throw YamlError{node.mark,
                    Message(SWEEP_TEXT("“%1” should lie between %2 and %3, but it is %4."),
                            {std::string(what), std::to_string(low), std::to_string(high), node.text})};
  return static_cast<int>(count);
}

bool boolIn(const YamlNode& node, std::string_view what) {
  const Value value = node.isScalar() ? readScalar(node).value : Value();
  const auto* flag = std::get_if<bool>(&value);
  if (!flag)
    refuse(node, what, "true or false");
  return *flag;
}

double secondsIn(const YamlNode& node, std::string_view what) {
  if (numericValue(node))
    return numberIn(node, what);
  const auto seconds = node.isScalar() ? secondsOf(node.text) : std::nullopt;
  if (!seconds)
    refuse(node, what, "a time such as 90, 10m or 1h 30m");
  return *seconds;
}

std::int64_t bytesIn(const YamlNode& node, std::string_view what) {
  if (numericValue(node))
    return integerIn(node, what);
  const auto bytes = node.isScalar() ? bytesOf(node.text) : std::nullopt;
  if (!bytes || *bytes > 0x1p53)
    refuse(node, what, "an amount of memory such as 2000000000, 512 MB or 2 GiB");
  return std::llround(*bytes);
}

} // namespace sweep
