// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/recorded_curves.h"

#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// Which columns of a table are which, where that is known.
struct CurveColumns {
  std::vector<std::string> parameters;
  std::vector<std::string> metrics;
};

/// Learning curves from a CSV (base/csv.h), in one of three shapes:
///
/// Long, a row for each report: the parameters, then `step` (or epoch, iteration, iter), then the metrics. Rows of one
/// configuration are one run as long as their steps ascend; a column `run` (or trial, number) tells runs of one configuration
/// apart.
/// Wide, a row for each run: the parameters, then a column for each step of a metric, named NAME_STEP: valid_0, valid_1, … at
/// least three of one name; a NAME_STEP beside them is a metric with that step only.
/// Plain, a row for each run that has one result: the parameters, then the metrics at the step that a column `budget` says, else
/// at step 1. An export of trials (exchange/trials_export.h) is read as such; without `columns` it does not say what its
/// parameters are.
///
/// `seconds` (or time, runtime, elapsed; in the wide shape also seconds_STEP) is the time since the run began. `state` "failed",
/// or a text in `failure`, is a run that failed. Empty cells are not there; nan and inf are numbers. Without `columns` the
/// parameters are what stands before the steps (plain: before the last column); with them other columns are metrics where they
/// hold numbers.
Result<RecordedCurves> readCurvesCsv(std::string_view text, const CurveColumns& columns = {});

} // namespace sweep
