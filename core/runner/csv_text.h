// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/runner/metric_rule.h"

#include <functional>
#include <string_view>

namespace sweep {

struct CsvTextEnd {
  /// Why the rest was not read, as a sentence about the text; empty when all of it was.
  Message problem;
  /// `take` wanted no more.
  bool isStopped = false;
};

/// Reads rows below a row of names, see MetricFormat::Csv. `take` gets what each row says, false to go no further; places are those
/// within the whole text. A row with more cells than there are names is refused, since its numbers may have decimal commas, and so
/// is a first row of numbers. A text that is not whole may end within a row, which is passed over.
CsvTextEnd readCsvText(std::string_view text, bool isWhole, const std::function<bool(LineFinding&)>& take);

} // namespace sweep
