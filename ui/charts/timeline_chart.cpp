// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/timeline_chart.h"

#include "core/analysis/score_rank.h"
#include "core/analysis/worker_timeline.h"
#include "ui/charts/chart_axis.h"
#include "ui/charts/score_points.h"
#include "ui/text.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>

namespace sweep::ui {

namespace {

/// Seconds in which nothing ran that are still drawn as they were.
constexpr double LongestGap = 300;

struct TimeUnit {
  double seconds;
  QString title;
};

TimeUnit unitFor(double seconds) {
  if (seconds < 180)
    return {1, TimelineChart::tr("Time (s)")};
  if (seconds < 3 * 3600)
    return {60, TimelineChart::tr("Time (min)")};
  if (seconds < 72 * 3600)
    return {3600, TimelineChart::tr("Time (h)")};
  return {86400, TimelineChart::tr("Time (days)")};
}

ChartAxis timeAxis(double duration, const TimeUnit& unit) {
  ChartAxis axis;
  axis.title = unit.title;
  axis.low = 0;
  const double units = duration / unit.seconds;
  axis.high = units >= 10 ? roundedUp(units) : std::max(std::ceil(units), 1.0);
  return axis;
}

} // namespace

TimelineChart::TimelineChart(Selection* selection, QWidget* parent)
    : ChartFrame(QStringLiteral("timeline"), tr("Workers over time"), selection, parent) {
  m_clock.setInterval(1000);
  connect(&m_clock, &QTimer::timeout, this, [this] {
    if (isVisible())
      refresh();
  });
}

ChartContent TimelineChart::contentOf(const Snapshot& snapshot) {
  const auto figure = workerTimeline(snapshot, {QDateTime::currentMSecsSinceEpoch(), LongestGap});
  const auto ranks = scoreRanks(snapshot);
  const Trial* best = snapshot.best();
  const TimeUnit unit = unitFor(figure.duration);
  ChartContent content;
  content.emptyText = tr("Which worker runs which trial, and when, will appear here.");
  content.x = timeAxis(figure.duration, unit);
  content.y.title = tr("Worker");
  content.y.low = -0.5;
  content.y.high = std::max(figure.lanes, 1) - 0.5;
  content.y.scale = AxisScale::Integer;
  for (int lane = 0; lane < figure.lanes; ++lane)
    content.y.categories.append(QString::number(lane + 1));
  for (const auto& bar : figure.bars)
    content.bars.push_back({bar.trial, bar.state, bar.state == TrialState::Failed ? NoNumber : ranks[static_cast<std::size_t>(bar.trial)],
                            best && best->number == bar.trial, bar.worker, bar.begin / unit.seconds, bar.end / unit.seconds});
  for (const auto& gap : figure.gaps)
    content.rules.push_back({gap.at / unit.seconds, tr("%1 idle").arg(duration(gap.leftOut))});
  if (!figure.busy.empty()) {
    double busy = 0;
    for (const double share : figure.busy)
      busy += share;
    content.note = tr("busy %1 %").arg(std::lround(100 * busy / static_cast<double>(figure.busy.size())));
  }
  content.description = keyNumbers(snapshot, best);
  const bool runs = std::any_of(snapshot.trials.begin(), snapshot.trials.end(), [](const auto& t) { return t->state == TrialState::Running; });
  runs ? m_clock.start() : m_clock.stop();
  return content;
}

} // namespace sweep::ui
