// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/pair_chart.h"

#include "core/analysis/parameter_pair.h"
#include "core/analysis/score_rank.h"
#include "ui/charts/chart_axis.h"
#include "ui/charts/parameter_choices.h"
#include "ui/charts/score_points.h"
#include "ui/text.h"

#include <QComboBox>

namespace sweep::ui {

PairChart::PairChart(Selection* selection, QWidget* parent)
    : ChartFrame(QStringLiteral("pair"), tr("Two parameters"), selection, parent),
      m_x(addChooser(QStringLiteral("x"), tr("Across"), tr("The parameter on the horizontal axis"))),
      m_y(addChooser(QStringLiteral("y"), tr("Up"), tr("The parameter on the vertical axis"))) {}

void PairChart::offerChoices(const Snapshot& snapshot) {
  const QStringList names = searchedNames(snapshot);
  setChoices(m_x, names, 0);
  setChoices(m_y, names, 1);
}

ChartContent PairChart::contentOf(const Snapshot& snapshot) {
  ChartContent content;
  content.emptyText = m_x->count() < 2 ? tr("This picture needs two parameters with a range. Add them in Setup.")
                                       : tr("Each configuration will appear here, at its values of two parameters.");
  const auto figure = parameterPair(snapshot, fromQt(m_x->currentText()), fromQt(m_y->currentText()));
  if (m_x->count() < 2)
    return content;
  const auto ranks = scoreRanks(snapshot);
  const Trial* best = snapshot.best();
  content.x = axisOf(figure.xAxis);
  content.y = axisOf(figure.yAxis);
  content.colours = colourScale(snapshot, scoresAt(snapshot, {0.0, 0.25, 0.5, 0.75, 1.0}));
  for (const auto& point : figure.points)
    if (point.state != TrialState::Waiting)
      content.points.push_back(markOf(*snapshot.trials[static_cast<std::size_t>(point.trial)], point.x, point.y, ranks, best));
  // Where many lie on each other (a grid seen from its side), the better ones are on top.
  std::stable_sort(content.points.begin(), content.points.end(), [](const ChartPoint& a, const ChartPoint& b) {
    return (a.goodness == a.goodness ? a.goodness : -1.0) < (b.goodness == b.goodness ? b.goodness : -1.0);
  });
  content.description = keyNumbers(snapshot, best);
  return content;
}

} // namespace sweep::ui
