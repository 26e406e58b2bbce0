// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/value.h"
#include "core/study/yaml_document.h"

#include <string>
#include <string_view>

namespace sweep {

/// What a scalar means, and a remark when a person may have meant something else (yes, 012, 1:30).
struct ScalarReading {
  Value value;
  Message remark;
};

bool isNull(const YamlNode& scalar);

/// As YAML 1.1 (PyYAML, so W&B) reads it, and beyond that numbers without a dot such as 1e-4, which YAML 1.1 takes for texts.
/// Throws YamlError for a whole number that does not fit in 64 bits and a real one beyond the range of a double.
ScalarReading readScalar(const YamlNode& scalar);

/// Text that readScalar reads back as the same value, and YAML 1.1 readers too: numbers with a dot ("1.0e-4"), texts in quotes
/// where they would mean something else. One line; fits into flow lists and maps. OpaqueValue as JSON.
std::string yamlText(const Value& value);
std::string yamlNumber(double value);
std::string yamlString(std::string_view text);

} // namespace sweep
