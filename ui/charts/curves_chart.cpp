// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/curves_chart.h"

#include "core/analysis/learning_curves.h"
#include "core/analysis/rung_marks.h"
#include "core/analysis/score_rank.h"
#include "ui/charts/chart_axis.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/score_points.h"
#include "ui/selection.h"
#include "ui/text.h"
#include "ui/trial_text.h"

#include <QComboBox>

#include <algorithm>
#include <cmath>

namespace sweep::ui {

namespace {

/// Points that a picture of all curves has together: more than pixels can show, few enough to stay fluid.
constexpr std::size_t AllPoints = 60000;

/// Rungs lie a factor apart: only on a logarithmic axis the lower ones can be told apart.
bool wantsLogarithm(const LearningCurves& figure, const RungMarks& marks) {
  return figure.steps.low > 0 && marks.rungs.size() >= 3 && marks.rungs.back().budget >= 8 * marks.rungs.front().budget;
}

ChartAxis logarithmicSteps(ValueRange steps) {
  ChartAxis axis;
  axis.title = CurvesChart::tr("Step");
  axis.scale = AxisScale::Log;
  const double room = std::pow(steps.high / steps.low, 0.02);
  axis.low = steps.low / room;
  axis.high = steps.high * room;
  return axis;
}

ChartAxis stepAxis(const LearningCurves& figure, const RungMarks& marks) {
  if (wantsLogarithm(figure, marks))
    return logarithmicSteps({std::min(figure.steps.low, marks.rungs.front().budget), std::max(figure.steps.high, marks.rungs.back().budget)});
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

QString askedText(const Threshold& threshold) {
  const auto results = static_cast<qulonglong>(threshold.results);
  if (threshold.value && results == 1)
    return CurvesChart::tr("the last to go on has %1, the only result").arg(shortNumber(*threshold.value, 6));
  if (threshold.value)
    return CurvesChart::tr("the last to go on has %1, of %2 results").arg(shortNumber(*threshold.value, 6)).arg(results);
  if (threshold.planned)
    return CurvesChart::tr("%1 of %2 results are there").arg(results).arg(*threshold.planned);
  return results == 1 ? CurvesChart::tr("1 result") : CurvesChart::tr("%1 results").arg(results);
}

QString thresholdText(const Threshold& threshold) {
  const QString asked = askedText(threshold);
  return threshold.bracket ? CurvesChart::tr("Bracket %1: %2").arg(*threshold.bracket + 1).arg(asked) : asked;
}

/// Each lasts until the next, and the last one to the end of the curves.
void addLasting(ChartContent& content, const RungMarks& marks, double end) {
  if (marks.line.empty())
    return;
  content.steps = marks.line;
  const auto [step, value] = marks.line.back();
  if (step < end)
    content.steps.emplace_back(end, value);
  // Places that have names need no other.
  if (marks.rungs.empty())
    content.labels.push_back({step, value, content.x.high - step, QLatin1Char(' ') + CurvesChart::tr("threshold")});
}

/// isMeasured: whether the axis shows what thresholds are about.
void addRungs(ChartContent& content, const RungMarks& marks, bool isMeasured) {
  for (const auto& rung : marks.rungs) {
    const QString name = translated(rung.name);
    ChartRule rule{rung.budget, name, {}, name};
    for (const auto& threshold : rung.thresholds) {
      rule.hover += QLatin1Char('\n') + thresholdText(threshold);
      if (threshold.value && isMeasured)
        rule.marks.push_back(*threshold.value);
    }
    content.rules.push_back(std::move(rule));
  }
}

qsizetype stoppedOf(const Snapshot& snapshot) {
  return std::ranges::count_if(snapshot.trials, [](const auto& trial) { return trial->state == TrialState::Pruned; });
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
      m_metric(addChooser(QStringLiteral("metric"), tr("Metric"), tr("The reported metric on the vertical axis"))) {
  connect(selection, &Selection::changed, this, [this] {
    if (snapshot())
      view()->setNote(noteOf(*snapshot()));
  });
}

QString CurvesChart::hoverNote(const Trial& trial, const ChartPoint&) const { return decisionText(trial); }

void CurvesChart::offerChoices(const Snapshot& snapshot) {
  QStringList names;
  for (const auto& name : metricNames(snapshot))
    names.append(toQt(name));
  setChoices(m_metric, names);
}

/// Of a single selected trial, why it was stopped or went on; else the best.
QString CurvesChart::noteOf(const Snapshot& snapshot) const {
  const int chosen = m_selection && m_selection->trials().size() == 1 ? m_selection->current() : -1;
  if (chosen < 0 || static_cast<std::size_t>(chosen) >= snapshot.trials.size())
    return bestNote(snapshot.best());
  const Message* why = lastDecision(*snapshot.trials[static_cast<std::size_t>(chosen)]);
  return why ? tr("trial %1 · %2").arg(chosen).arg(translated(*why)) : bestNote(snapshot.best());
}

ChartContent CurvesChart::contentOf(const Snapshot& snapshot) {
  const std::size_t perCurve = std::clamp<std::size_t>(AllPoints / std::max<std::size_t>(snapshot.trials.size(), 1), 4, 400);
  const auto figure = learningCurves(snapshot, {fromQt(m_metric->currentText()), perCurve});
  const auto ranks = scoreRanks(snapshot);
  const bool continues = !view()->content().isEmpty() && m_shown == m_metric->currentText();
  m_shown = m_metric->currentText();
  ChartContent content;
  content.emptyText = tr("What each trial reports while it runs will appear here as a curve.");
  m_scheduler.show(snapshot);
  const auto marks = rungMarks(m_scheduler.thresholds());
  content.x = stepAxis(figure, marks);
  content.y = scoreAxis(figure.metric, figure.direction, figure.focus, continues ? &view()->content().y : nullptr);
  content.y.inHover = true;
  const auto goals = snapshot.spec.objectives;
  if (std::none_of(goals.begin(), goals.end(), [&](const Objective& goal) { return goal.metric == figure.metric; }))
    content.y.note.clear();
  const bool isMeasured = figure.metric == snapshot.spec.objective().metric;
  addRungs(content, marks, isMeasured);
  if (isMeasured)
    addLasting(content, marks, figure.steps.high);
  content.worseAtTop = figure.direction == Direction::Minimise;
  for (const auto& curve : figure.curves)
    addCurve(content, curve, ranks[static_cast<std::size_t>(curve.trial)]);
  content.note = noteOf(snapshot);
  content.description = keyNumbers(snapshot, snapshot.best());
  if (const auto stopped = stoppedOf(snapshot); stopped > 0)
    content.description += QLatin1Char(' ') + tr("%1 were stopped early.").arg(stopped);
  return content;
}

} // namespace sweep::ui
