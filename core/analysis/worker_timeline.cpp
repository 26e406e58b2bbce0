// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/worker_timeline.h"

#include <algorithm>
#include <tuple>

namespace sweep {

namespace {

struct Span {
  const Trial* trial;
  const Attempt* attempt;
  std::int64_t begin;
  std::int64_t end;
};

std::vector<Span> spansOf(const Snapshot& snapshot, std::int64_t now) {
  std::vector<Span> spans;
  for (const auto& trial : snapshot.trials) {
    for (const auto& attempt : trial->attempts) {
      if (attempt.started == 0)
        continue;
      const std::int64_t end = attempt.ended != 0 ? attempt.ended : std::max(now, attempt.started);
      spans.push_back({trial.get(), &attempt, attempt.started, std::max(end, attempt.started)});
    }
  }
  std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) {
    return std::tuple(a.begin, a.trial->number, a.attempt->number) <
           std::tuple(b.begin, b.trial->number, b.attempt->number);
  });
  return spans;
}

TrialState stateOf(const Span& span) {
  if (span.attempt == &span.trial->attempts.back())
    return span.trial->state;
  return failedByItself(*span.attempt) ? TrialState::Failed : TrialState::Paused;
}

/// Bars in seconds from the first start on, long gaps cut.
void layOut(WorkerTimeline& figure, const std::vector<Span>& spans, double longestGap) {
  double leftOut = 0;
  double reached = 0;
  for (const auto& span : spans) {
    double begin = static_cast<double>(span.begin - figure.origin) / 1000 - leftOut;
    const double surplus = begin - reached - longestGap;
    if (longestGap > 0 && surplus > 0) {
      figure.gaps.push_back({reached + longestGap / 2, surplus});
      leftOut += surplus;
      begin -= surplus;
    }
    const double end = static_cast<double>(span.end - figure.origin) / 1000 - leftOut;
    reached = std::max(reached, end);
    figure.bars.push_back(
        {span.trial->number, span.attempt->number, span.attempt->worker, begin, end, stateOf(span)});
  }
  figure.duration = reached;
}

void measure(WorkerTimeline& figure) {
  for (const auto& bar : figure.bars)
    figure.lanes = std::max(figure.lanes, bar.worker + 1);
  figure.busy.assign(static_cast<std::size_t>(figure.lanes), 0.0);
  if (!(figure.duration > 0))
    return;
  for (const auto& bar : figure.bars)
    figure.busy[static_cast<std::size_t>(bar.worker)] += (bar.end - bar.begin) / figure.duration;
  for (auto& share : figure.busy)
    share = std::min(share, 1.0);
}

} // namespace

WorkerTimeline workerTimeline(const Snapshot& snapshot, const WorkerTimelineOptions& options) {
  WorkerTimeline figure;
  const auto spans = spansOf(snapshot, options.now);
  if (spans.empty())
    return figure;
  figure.origin = spans.front().begin;
  layOut(figure, spans, options.longestGap);
  measure(figure);
  return figure;
}

} // namespace sweep
