// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace sweep {

/// A list or map given as one choice: passed on whole, never looked into. The text is compact JSON.
struct OpaqueValue {
  std::string json;
  friend auto operator<=>(const OpaqueValue&, const OpaqueValue&) = default;
};

/// The value of one parameter. Identity is by kind and content: 1, 1.0, "1" and true are four different values.
/// monostate is the absent value that YAML calls null.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string, OpaqueValue>;

/// As a program receives it in an argument: True/False and None as Python writes them (the manner of W&B sweeps), numbers in the
/// shortest form that reads back exactly, texts as they are.
std::string valueText(const Value& value);
/// As JSON: texts quoted and escaped; nan and infinities, which JSON lacks, as quoted texts.
std::string valueJson(const Value& value);
/// The inverse of valueJson; nothing for what is not JSON. Lists and maps become OpaqueValue.
std::optional<Value> valueFromJson(std::string_view json);

/// The number behind a double, an int or a bool; nothing for the rest.
std::optional<double> valueNumber(const Value& value);

} // namespace sweep
