// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/calibration_chart.h"

#include "core/analysis/asked_sampler.h"
#include "core/analysis/calibration.h"
#include "core/analysis/score_rank.h"
#include "ui/charts/chart_axis.h"
#include "ui/charts/score_points.h"
#include "ui/text.h"

#include <algorithm>
#include <cmath>

namespace sweep::ui {

namespace {

/// Shares beyond which the predictions are called too sure or too careful.
constexpr double TooFew = 0.75;
constexpr double TooManyOf50 = 0.75;
/// Of fewer predictions nothing is said.
constexpr std::size_t FewPredictions = 8;

QString percent(double share) { return QString::number(std::lround(100 * share)); }

/// How far the bands can be trusted, in a sentence of its own each.
QString verdictOf(const Calibration& figure) {
  const auto count = static_cast<qulonglong>(figure.predictions.size());
  const char* sentence = QT_TRANSLATE_NOOP("sweep::ui::CalibrationChart", "Of %1 predictions %2 % came true within their 50 % band, %3 % within their 90 % band: about as sure as it should be.");
  if (figure.predictions.size() < FewPredictions)
    sentence = QT_TRANSLATE_NOOP("sweep::ui::CalibrationChart", "Of %1 predictions %2 % came true within their 50 % band, %3 % within their 90 % band: too few to judge.");
  else if (figure.within90 < TooFew)
    sentence = QT_TRANSLATE_NOOP("sweep::ui::CalibrationChart", "Of %1 predictions %2 % came true within their 50 % band, %3 % within their 90 % band: the model is too sure.");
  else if (figure.within50 > TooManyOf50)
    sentence = QT_TRANSLATE_NOOP("sweep::ui::CalibrationChart", "Of %1 predictions %2 % came true within their 50 % band, %3 % within their 90 % band: the model is too careful.");
  return CalibrationChart::tr(sentence).arg(QString::number(count), percent(figure.within50), percent(figure.within90));
}

ValueRange rangeOf(const Calibration& figure, Direction direction) {
  std::vector<double> values;
  for (const auto& prediction : figure.predictions)
    values.insert(values.end(), {prediction.mean, prediction.observed});
  return focusRangeOf(values, direction);
}

} // namespace

CalibrationChart::CalibrationChart(Selection* selection, QWidget* parent)
    : ChartFrame(QStringLiteral("calibration"), tr("Predicted and observed"), selection, parent) {}

ChartContent CalibrationChart::contentOf(const Snapshot& snapshot) {
  const auto figure = calibration(snapshot);
  ChartContent content;
  content.emptyText = mayAsk(snapshot.spec, "gp")
                          ? tr("Predictions will appear here against what came of them, from the first trial after the start-up on.")
                          : tr("This method predicts no scores. Bayesian optimisation does: choose it in Setup to see how well.");
  if (figure.predictions.empty())
    return content;
  const auto& goal = snapshot.spec.objective();
  const auto range = rangeOf(figure, goal.direction);
  content.y = scoreAxis(goal.metric, goal.direction, range, nullptr);
  content.y.title = tr("Observed %1").arg(content.y.title);
  content.x = scoreAxis(goal.metric, goal.direction, range, nullptr);
  content.x.title = tr("Predicted %1").arg(content.x.title);
  content.x.note.clear();
  content.worseAtTop = goal.direction == Direction::Minimise;
  content.curves.push_back({{{content.x.low, content.x.low}, {content.x.high, content.x.high}}, -1, true});
  const auto ranks = scoreRanks(snapshot);
  const Trial* best = snapshot.best();
  for (const auto& prediction : figure.predictions) {
    const Trial& trial = *snapshot.trials[static_cast<std::size_t>(prediction.trial)];
    const auto mark = markOf(trial, prediction.mean, prediction.observed, ranks, best);
    content.lines.push_back({trial.number, trial.state, mark.goodness, false,
                             {{prediction.mean - prediction.deviation, prediction.observed}, {prediction.mean + prediction.deviation, prediction.observed}}});
    content.points.push_back(mark);
  }
  content.note = verdictOf(figure);
  content.description = content.note;
  return content;
}

QString CalibrationChart::hoverNote(const Trial& trial, const ChartPoint&) const { return translated(trial.origin); }

} // namespace sweep::ui
