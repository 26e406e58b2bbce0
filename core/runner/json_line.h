// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/metric_rule.h"

#include <string_view>

namespace sweep {

/// Which members of an object count: bare numbers alone, or texts that hold a number as well.
enum class JsonNumbers { Bare, BareAndQuoted };

/// Reads a line that is one JSON object, with NaN and Infinity as Python writes them. A nested member is named outer.inner;
/// lists, texts and truth values are passed over. Fills the finding and answers true; or leaves it alone and answers false when the
/// line is something else.
bool readJsonLine(std::string_view line, LineFinding& found, JsonNumbers numbers);

} // namespace sweep
