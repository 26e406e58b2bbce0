// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/space/value.h"

#include <QString>

#include <vector>

namespace sweep::ui {

/// A value as it is typed into a field: numbers, true, false and null as they are, anything else is a text; quotes only where
/// a text would be read as something else ("32", "true", "a, b").
QString valueField(const Value& value);
/// The inverse. Never fails: what is not JSON is a text.
Value valueFromField(const QString& text);

/// Several values with commas between them.
QString choicesField(const std::vector<Value>& choices);
/// The inverse. Fails on a quote or bracket that is not closed.
Result<std::vector<Value>> choicesFromField(const QString& text);

} // namespace sweep::ui
