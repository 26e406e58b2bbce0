// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/trials_export.h"
#include "core/study/lineage.h"

#include <string>
#include <vector>

namespace sweep {

/// A lineage (study/lineage.h) as the schedule that was trained by, one row a stretch: from, to (budgets), a column per parameter,
/// value (of the objective at `to`), trial, seed. Columns of parameters that have the name of another get the prefix "parameter ".
std::string scheduleCsv(const StudySpec& spec, const std::vector<LineageStep>& steps, CellTexts texts = CellTexts::Defused);
/// The same as a JSON object: unit, metric, and schedule, an array of objects with the parameters as an object of their own.
std::string scheduleJson(const StudySpec& spec, const std::vector<LineageStep>& steps);

} // namespace sweep
