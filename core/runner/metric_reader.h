// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/executor/job.h"
#include "core/study/study_spec.h"

#include <cstddef>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// A metric found in a line of output: where its number stands, so that a view can highlight it.
struct FoundMetric {
  std::string name;
  double value = 0.0;
  /// Byte offsets of the number within the line.
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Names that a reader remembers.
inline constexpr std::size_t MostMetricNames = 10'000;

/// A ready-made way of reading metrics from lines of output.
struct MetricPreset {
  std::string_view id;
  std::string_view name;
  /// A line that it reads.
  std::string_view example;
};
std::span<const MetricPreset> metricPresets();
/// What MetricSource::preset says when metrics are read from a file instead.
inline constexpr std::string_view MetricFilePreset = "file";

/// Reads metrics from a program's lines of output, or from a file that it writes (see FileMetricReader).
///
/// Lines: ANSI colours are skipped, a carriage return begins a new line, lines are cut at 64 KiB.
///
/// Steps: `step`, `epoch`, `iteration`, `iter` and `batch` (upper or lower case, the first of these that is there) name the step of
/// their line when they hold a whole number. A line without one belongs to the last step as long as that has none of its
/// metrics yet, and to the step after it otherwise; the first step is `firstStep`.
/// Numbers: C locale, 1e-4, nan, inf and infinity with a sign, a Unicode minus, hexadecimal only as %a prints it. A number
/// directly followed by a comma and a digit is not read (0,93 and 1,234.5 mean different things in different places); see
/// complaint(). A percentage is the number before its sign.
///
/// read() and finish() on one thread at a time; the rest on any.
class MetricReader : public OutputReader {
public:
  /// Fails on an unknown preset, when the regular expression cannot be read or has no group for a value, and when a file has no name
  /// or no known format. Groups of the expression: `name`, `value` and `step` by name, else the first two are name and value; a lone
  /// group is the value of a metric named "value". A file's placeholders are filled in already; folder: where a relative path of it
  /// begins.
  static Result<std::shared_ptr<MetricReader>> create(const MetricSource& source, std::int64_t firstStep = 1,
                                                      const std::string& folder = {});

  /// Every metric name seen so far where reports come from, at most MostMetricNames; of a file that could not be read (see fault()),
  /// those in the output.
  virtual std::set<std::string> namesSeen() const = 0;
  /// What is found in one line, steps left out.
  virtual std::vector<FoundMetric> find(std::string_view line) const = 0;
  /// The first number that was printed in a way that is not read, as a sentence; empty when there was none.
  virtual Message complaint() const = 0;
  /// The file that reports come from; empty for the output.
  virtual std::string file() const { return {}; }
  /// Once the program has ended: why its reports are not to be relied on (the file is missing, or cut short), as a sentence; empty
  /// when they are.
  virtual Message fault() const { return {}; }
};

} // namespace sweep
