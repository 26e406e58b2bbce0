// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/value.h"
#include "core/study/study_file.h"
#include "core/study/yaml_document.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// What is gathered while a study file is read. The functions below throw YamlError where the file cannot mean anything.
struct YamlReading {
  std::vector<FileNote> notes;
  /// Grid studies read q_uniform in a way of their own.
  bool isGrid = false;

  void note(YamlMark mark, Message message);
  /// A note for each key of the map that is not among the known ones.
  void noteUnknownKeys(const YamlNode& map, std::string_view where,
                       std::initializer_list<std::string_view> known);

  /// Scalars with their kind; lists and maps whole, as compact JSON.
  Value value(const YamlNode& node);
  std::vector<Value> values(const YamlNode& list, std::string_view what);
};

const YamlNode& mapIn(const YamlNode& node, std::string_view what);
const YamlNode& listIn(const YamlNode& node, std::string_view what);
/// The text of a scalar whatever it would mean; empty for null.
std::string textIn(const YamlNode& node, std::string_view what);
/// Numbers also in quotes and without a dot (1e-4).
double numberIn(const YamlNode& node, std::string_view what);
std::int64_t integerIn(const YamlNode& node, std::string_view what);
/// A whole number from low to high.
int countIn(const YamlNode& node, std::string_view what, int low, int high);
bool boolIn(const YamlNode& node, std::string_view what);
/// A number as it is written: a whole one or a real one.
Value numericValueIn(const YamlNode& node, std::string_view what);
/// Seconds: a number, or numbers with units ("10m", "1h 30m", "45 s").
double secondsIn(const YamlNode& node, std::string_view what);
/// Bytes: a number, or one with a unit ("512 MB", "2GiB").
std::int64_t bytesIn(const YamlNode& node, std::string_view what);

} // namespace sweep
