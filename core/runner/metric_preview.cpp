// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/metric_preview.h"

#include "core/runner/metric_file.h"
#include "core/runner/metric_reader.h"
#include "core/runner/metric_text.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace sweep {

namespace {

using View = std::string_view;
using Clock = std::chrono::steady_clock;

/// More than anybody looks at.
constexpr std::size_t MostFound = 5'000;

void add(std::vector<FoundMetric> metrics, std::int64_t step, std::size_t offset, MetricPreview& preview) {
  for (FoundMetric& metric : metrics)
    preview.found.push_back(
        {std::move(metric.name), metric.value, step, offset + metric.begin, offset + metric.end});
}

void previewLines(MetricReader& reader, View sample, Clock::time_point until, MetricPreview& preview) {
  std::vector<Report> reports;
  for (std::size_t at = 0; at < sample.size() && !preview.isCut;) {
    const std::size_t end = std::min(sample.find_first_of("\r\n", at), sample.size());
    const View line = sample.substr(at, end - at);
    reports.clear();
    reader.read(OutputReader::Stream::Output, line, reports);
    reader.read(OutputReader::Stream::Output, "\n", reports);
    if (!reports.empty())
      add(reader.find(line), reports.front().step, at, preview);
    at = end + 1;
    preview.isCut = at < sample.size() && (preview.found.size() >= MostFound || Clock::now() >= until);
  }
  preview.problem = reader.complaint();
}

void previewFile(const MetricSource& source, View sample, MetricPreview& preview) {
  std::int64_t step = 0;
  Message comma;
  const auto problem = readMetricText(sample, *metricFormatOf(source), true, [&](LineFinding& found) {
    if (!found.unreadName.empty() && comma.empty())
      comma = commaComplaint(found);
    if (found.metrics.empty())
      return;
    step = found.step.value_or(step + 1);
    preview.isCut = preview.isCut || preview.found.size() >= MostFound;
    if (!preview.isCut)
      add(std::move(found.metrics), step, 0, preview);
  });
  preview.problem = problem.empty() ? comma : notRead(source.file, problem);
}

} // namespace

MetricPreview previewMetrics(const MetricSource& source, View sample, double seconds) {
  const auto until =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  MetricPreview preview;
  const auto reader = MetricReader::create(source);
  preview.isUnusable = !reader.ok();
  if (!reader)
    preview.problem = reader.error();
  else if (source.preset == MetricFilePreset)
    previewFile(source, sample, preview);
  else
    previewLines(**reader, sample, until, preview);
  std::ranges::stable_sort(preview.found, {}, &PreviewedMetric::begin);
  return preview;
}

} // namespace sweep
