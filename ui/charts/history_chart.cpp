// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/history_chart.h"

#include "core/analysis/optimisation_history.h"
#include "core/analysis/score_rank.h"
#include "ui/charts/chart_axis.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/score_points.h"

#include <cmath>

namespace sweep::ui {

HistoryChart::HistoryChart(Selection* selection, QWidget* parent)
    : ChartFrame(QStringLiteral("history"), tr("Score of every trial"), selection, parent) {}

ChartContent HistoryChart::contentOf(const Snapshot& snapshot) {
  const auto figure = optimisationHistory(snapshot);
  const auto ranks = scoreRanks(snapshot);
  const Trial* best = snapshot.best();
  const bool continues = !view()->content().isEmpty();
  ChartContent content;
  content.emptyText = tr("The score of each configuration will appear here.");
  content.x = trialAxis(static_cast<int>(snapshot.trials.size()));
  content.y = scoreAxis(figure.metric, figure.direction, figure.focus, continues ? &view()->content().y : nullptr);
  content.worseAtTop = figure.direction == Direction::Minimise;
  for (const auto& point : figure.points) {
    const Trial& trial = *snapshot.trials[static_cast<std::size_t>(point.trial)];
    if (trial.state != TrialState::Waiting)
      content.points.push_back(markOf(trial, point.trial, point.value.value_or(scoreSoFar(snapshot, trial)), ranks, best));
  }
  for (const auto& step : figure.best)
    content.steps.emplace_back(step.trial, step.value);
  if (!content.steps.empty() && content.points.back().trial > content.steps.back().first)
    content.steps.emplace_back(content.points.back().trial, content.steps.back().second);
  content.note = bestNote(best);
  content.description = keyNumbers(snapshot, best);
  return content;
}

} // namespace sweep::ui
