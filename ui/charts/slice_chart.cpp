// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/slice_chart.h"

#include "core/analysis/score_rank.h"
#include "core/analysis/slice.h"
#include "ui/charts/chart_axis.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/parameter_choices.h"
#include "ui/charts/score_points.h"
#include "ui/text.h"

#include <QComboBox>

namespace sweep::ui {

namespace {

/// Failed and running trials have no score, but their value on the axis tells much: failures often lie together.
void addUnscored(ChartContent& content, const Snapshot& snapshot, const ParameterAxis& axis, const std::vector<double>& ranks) {
  for (const auto& trial : snapshot.trials) {
    if (trial->value() || trial->state == TrialState::Waiting)
      continue;
    const Value* value = trial->configuration.find(axis.name);
    if (const auto x = value ? axis.position(*value) : std::nullopt)
      content.points.push_back(markOf(*trial, *x, scoreSoFar(snapshot, *trial), ranks, nullptr));
  }
}

} // namespace

SliceChart::SliceChart(Selection* selection, QWidget* parent)
    : ChartFrame(QStringLiteral("slice"), tr("Score against a parameter"), selection, parent),
      m_parameter(addChooser(QStringLiteral("parameter"), tr("Parameter"), tr("The parameter on the horizontal axis"))) {}

void SliceChart::offerChoices(const Snapshot& snapshot) { setChoices(m_parameter, searchedNames(snapshot)); }

ChartContent SliceChart::contentOf(const Snapshot& snapshot) {
  const auto figure = slice(snapshot, fromQt(m_parameter->currentText()));
  ChartContent content;
  content.emptyText = m_parameter->count() == 0
                          ? tr("This study has no parameter with a range. Add one in Setup to see how the score depends on it.")
                          : tr("The score of each configuration will appear here, against one parameter.");
  if (m_parameter->count() == 0)
    return content;
  const auto ranks = scoreRanks(snapshot);
  const Trial* best = snapshot.best();
  const bool continues = !view()->content().isEmpty() && m_shown == m_parameter->currentText();
  m_shown = m_parameter->currentText();
  content.x = axisOf(figure.axis);
  content.y = scoreAxis(figure.metric, figure.direction, figure.focus, continues ? &view()->content().y : nullptr);
  content.worseAtTop = figure.direction == Direction::Minimise;
  addUnscored(content, snapshot, figure.axis, ranks);
  for (const auto& point : figure.points)
    content.points.push_back(markOf(*snapshot.trials[static_cast<std::size_t>(point.trial)], point.x, point.y, ranks, best));
  content.description = keyNumbers(snapshot, best);
  return content;
}

} // namespace sweep::ui
