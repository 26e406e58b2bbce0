// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/score_points.h"

#include "ui/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace sweep::ui {

ChartPoint markOf(const Trial& trial, double x, double y, const std::vector<double>& ranks, const Trial* best) {
  const auto index = static_cast<std::size_t>(trial.number);
  return {trial.number, trial.state, x, y, index < ranks.size() ? ranks[index] : NoNumber, &trial == best, false};
}

double scoreSoFar(const Snapshot& snapshot, const Trial& trial) {
  if (trial.state != TrialState::Running)
    return NoNumber;
  const auto value = snapshot.spec.objective().valueOf(trial.reports);
  return value && std::isfinite(*value) ? *value : NoNumber;
}

QString bestNote(const Trial* best) {
  if (!best)
    return {};
  return QCoreApplication::translate("charts", "★ best %1 · trial %2").arg(shortNumber(*best->value())).arg(best->number);
}

std::optional<ColourScale> colourScale(const Snapshot& snapshot, const std::vector<double>& scores) {
  if (scores.empty())
    return {};
  ColourScale scale;
  scale.title = shownText(snapshot.spec.objective().metric);
  for (const double score : scores)
    scale.labels.append(shortNumber(score));
  return scale;
}

QString keyNumbers(const Snapshot& snapshot, const Trial* best) {
  const auto failed = std::count_if(snapshot.trials.begin(), snapshot.trials.end(), [](const auto& t) { return t->state == TrialState::Failed; });
  const QString counts = QCoreApplication::translate("charts", "%1 trials, %2 failed.").arg(snapshot.trials.size()).arg(failed);
  if (!best)
    return counts;
  return counts + QLatin1Char(' ') + QCoreApplication::translate("charts", "The best %1 is %2, of trial %3.")
                                         .arg(shownText(snapshot.spec.objective().metric), shortNumber(*best->value(), 6))
                                         .arg(best->number);
}

} // namespace sweep::ui
