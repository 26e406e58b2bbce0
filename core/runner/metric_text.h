// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/runner/metric_rule.h"
#include "core/study/study_spec.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>

namespace sweep {

/// How the metrics stand in a file that a program writes.
///
/// Json: an object of metrics (a nested member is named outer.inner), a list of such objects, or several of either one after
/// another, such as one a line; each object is a report. Numbers may stand in quotes.
/// Csv: a first row of names, then a row for each report. Cells are divided by commas, semicolons or tabs, whichever the first row
/// has most of, and may stand in double quotes (RFC 4180); cells that hold no number are passed over.
enum class MetricFormat { Json, Csv };

/// What the source says ("json", "csv"), else the ending of its file's name: .json, .jsonl, .ndjson; .csv, .tsv. Nothing for other
/// words and endings.
std::optional<MetricFormat> metricFormatOf(const MetricSource& source);

/// The most that a file may hold.
inline constexpr std::size_t MostMetricBytes = 16 << 20;
inline constexpr std::size_t MostMetricNumbers = 500'000;

/// The sentence about a text of more than MostMetricBytes.
Message tooLargeProblem();

/// Gives every report of the text to `take`, one after another, steps taken out of the metrics as of a line's. Numbers are those of
/// MetricReader; places are those within the whole text. Answers with what keeps the rest from being read, as a sentence about the
/// text ("its line 3 …"); empty when all of it was.
/// A text that is still being written (isWhole: false) may end anywhere: an unfinished report is passed over and nothing said.
Message readMetricText(std::string_view text, MetricFormat format, bool isWhole,
                       const std::function<void(LineFinding&)>& take);

} // namespace sweep
