// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// A table as text.
struct CsvTable {
  std::vector<std::string> header;
  /// Each as long as the header: what a short line lacks is empty.
  std::vector<std::vector<std::string>> rows;
};

/// RFC 4180, and what is found beside it: separators are commas, semicolons or tabs (whichever the first line has most of), lines
/// end with CR LF or LF, a byte order mark is skipped, blanks around a cell without quotes are dropped, empty lines are none.
/// Fails with a sentence where there is no header, a column has no name or that of another, a line has more cells than the
/// header, or a quote is not closed.
Result<CsvTable> readCsv(std::string_view text);

} // namespace sweep
