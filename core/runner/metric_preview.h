// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/study/study_spec.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// A metric in a sample of what a program prints or writes.
struct PreviewedMetric {
  std::string name;
  double value = 0.0;
  /// Of the report that it belongs to.
  std::int64_t step = 0;
  /// Byte offsets of the number within the sample.
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct MetricPreview {
  /// In the order of the sample.
  std::vector<PreviewedMetric> found;
  /// Why nothing, or not everything, is read, as a sentence: the sample is not in the file's format, a number has a comma, the source
  /// itself cannot be used; empty when there is nothing to say.
  Message problem;
  /// The source itself cannot be used.
  bool isUnusable = false;
  /// The sample was not read to its end: it took too long, or has too many metrics.
  bool isCut = false;
};

/// What would be read from a sample: lines of output, or, when the source is a file, its content. Ends after about `seconds` (one
/// line may take a tenth of a second more). Any thread.
MetricPreview previewMetrics(const MetricSource& source, std::string_view sample, double seconds = 1.0);

} // namespace sweep
