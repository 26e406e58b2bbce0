// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/snapshot.h"

#include <string>

namespace sweep {

/// How texts stand in a table's cells: so that no spreadsheet runs them (withoutFormula), or exactly as they are.
enum class CellTexts { Defused, Raw };

/// All trials as RFC 4180 CSV, one row a trial: number, state, value, a column per parameter, a column per other metric's last
/// value, seconds, budget, failure, origin.
std::string trialsCsv(const Snapshot& snapshot, CellTexts texts = CellTexts::Defused);
/// All reports as CSV, one row a report: run (the trial's number), a column per parameter, step, a column per metric, seconds,
/// failure (of the last report of a failed trial). readCurvesCsv() reads it back.
std::string curvesCsv(const Snapshot& snapshot, CellTexts texts = CellTexts::Defused);
/// A text for a spreadsheet's cell: with an apostrophe in front where the spreadsheet would take it for a formula (OWASP, CSV
/// injection; full-width signs count). Numbers are none.
std::string withoutFormula(const std::string& text);
/// The text behind such a cell.
std::string withFormula(const std::string& cell);
/// All trials as a JSON array of objects, with reports and attempts.
std::string trialsJson(const Snapshot& snapshot);

} // namespace sweep
