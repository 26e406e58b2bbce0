// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/curves_chart.h"

#include "core/analysis/learning_curves.h"
#include "core/analysis/score_rank.h"
#include "ui/charts/chart_axis.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/score_points.h"
#include "ui/text.h"

#include <QComboBox>

#include <algorithm>
#include <cmath>

namespace sweep::ui {

namespace {

/// Points that a picture of all curves has together: more than pixels can show, few enough to stay fluid.
constexpr std::size_t AllPoints = 60000;

ChartAxis stepAxis(const LearningCurves& figure) {
  ChartAxis axis;
  axis.title = CurvesChart::tr("Step");
  axis.scale = AxisScale::Integer;
  axis.low = figure.steps.low;
  axis.high = figure.steps.high - figure.steps.low > 10 ? figure.steps.low + roundedUp(figure.steps.high - figure.steps.low) : figure.steps.high;
  const double room = std::max((axis.high - axis.low) * 0.02, axis.high > axis.low ? 0.0 : 0.5);
  axis.low -= room;
  axis.high += room;
  return axis;
}

void addCurve(ChartContent& content, const LearningCurves::Curve& curve, double goodness) {
  content.lines.push_back({curve.trial, curve.state, goodness, curve.isBest, curve.points});
  for (const auto& [step, value] : curve.points)
    content.points.push_back({curve.trial, curve.state, step, value, goodness, false, true});
  // The end of a curve bears the trial's mark; a curve of one point would not be seen without.
  const bool isEnd = curve.isBest || curve.state != TrialState::Complete || curve.points.size() == 1;
  content.points.back().hidden = !isEnd;
  content.points.back().best = curve.isBest;
}

} // namespace

CurvesChart::CurvesChart(Selection* selection, QWidget* parent)
    : ChartFrame(QStringLiteral("curves"), tr("Learning curves"), selection, parent),
      m_metric(addChooser(QStringLiteral("metric"), tr("Metric"), tr("The reported metric on the vertical axis"))) {}

void CurvesChart::offerChoices(const Snapshot& snapshot) {
  QStringList names;
  for (const auto& name : metricNames(snapshot))
    names.append(toQt(name));
  setChoices(m_metric, names);
}

ChartContent CurvesChart::contentOf(const Snapshot& snapshot) {
  const std::size_t perCurve = std::clamp<std::size_t>(AllPoints / std::max<std::size_t>(snapshot.trials.size(), 1), 4, 400);
  const auto figure = learningCurves(snapshot, {fromQt(m_metric->currentText()), perCurve});
  const auto ranks = scoreRanks(snapshot);
  const bool continues = !view()->content().isEmpty() && m_shown == m_metric->currentText();
  m_shown = m_metric->currentText();
  ChartContent content;
  content.emptyText = tr("What each trial reports while it runs will appear here as a curve.");
  content.x = stepAxis(figure);
  content.y = scoreAxis(figure.metric, figure.direction, figure.focus, continues ? &view()->content().y : nullptr);
  content.y.inHover = true;
  const auto goals = snapshot.spec.objectives;
  if (std::none_of(goals.begin(), goals.end(), [&](const Objective& goal) { return goal.metric == figure.metric; }))
    content.y.note.clear();
  content.worseAtTop = figure.direction == Direction::Minimise;
  for (const auto& curve : figure.curves)
    addCurve(content, curve, ranks[static_cast<std::size_t>(curve.trial)]);
  content.note = bestNote(snapshot.best());
  content.description = keyNumbers(snapshot, snapshot.best());
  return content;
}

} // namespace sweep::ui
