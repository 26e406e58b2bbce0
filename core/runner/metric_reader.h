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

/// A ready-made way of reading metrics.
struct MetricPreset {
  std::string_view id;
  std::string_view name;
  /// A line that it reads.
  std::string_view example;
};
std::span<const MetricPreset> metricPresets();

/// Reads metrics from lines. ANSI colours are skipped, a carriage return begins a new line, lines are cut at 64 KiB.
/// `step`, `epoch`, `iteration`, `iter` and `batch` name the step of their line when they hold a whole number; other lines take
/// the step after the last one.
/// Numbers: C locale, 1e-4, nan, inf and infinity with a sign, a Unicode minus; a number directly followed by a comma and a
/// digit (0,93) is not read as a number.
class MetricReader : public OutputReader {
public:
  /// Fails when the regular expression cannot be read or has no group for a value.
  static Result<std::shared_ptr<MetricReader>> create(const MetricSource& source);

  void read(Stream stream, std::string_view bytes, std::vector<Report>& reports) override;
  void finish(std::vector<Report>& reports) override;

  /// Every metric name seen so far.
  virtual std::set<std::string> namesSeen() const = 0;
  /// What is found in one line.
  virtual std::vector<FoundMetric> find(std::string_view line) const = 0;
};

} // namespace sweep
