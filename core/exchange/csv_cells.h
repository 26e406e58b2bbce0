// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/trials_export.h"
#include "core/space/configuration.h"

#include <string>

namespace sweep {

/// A text as a cell of a table, in quotes where it needs them.
std::string textCell(const std::string& text, CellTexts texts);
/// A value of a parameter: texts as above, numbers with all their digits.
std::string valueCell(const Value& value, CellTexts texts);

} // namespace sweep
