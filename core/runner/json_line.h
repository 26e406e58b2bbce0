// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/metric_rule.h"

#include <cstddef>
#include <functional>
#include <string_view>

namespace sweep {

/// Which members of an object count: bare numbers alone, or texts that hold a number as well.
enum class JsonNumbers { Bare, BareAndQuoted };

/// Reads a line that is one JSON object, with NaN and Infinity as Python writes them. A nested member is named outer.inner;
/// lists, texts and truth values are passed over. Fills the finding and answers true; or leaves it alone and answers false when the
/// line is something else.
bool readJsonLine(std::string_view line, LineFinding& found, JsonNumbers numbers);

/// Takes what an object says; false to go no further. Places are those within the whole text.
using JsonRecordTaker = std::function<bool(LineFinding&)>;

struct JsonTextEnd {
  enum class Why { Whole, NotJson, TooManyNumbers, Stopped };
  Why why = Why::Whole;
  /// How far it came, in bytes.
  std::size_t at = 0;
};

/// Reads a text of JSON values one after another (one for the whole text, or one a line): every object that stands for itself, or
/// in a list that does, is a record. A name of more than 512 bytes is passed over, an object of more than 10,000 numbers or more
/// than 32 levels refused.
JsonTextEnd readJsonText(std::string_view text, JsonNumbers numbers, const JsonRecordTaker& take);

} // namespace sweep
