// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/snapshot.h"
#include "ui/charts/chart_content.h"

namespace sweep::ui {

/// A trial's mark at x, coloured by its rank among all scores. `ranks` comes from scoreRanks.
ChartPoint markOf(const Trial& trial, double x, double y, const std::vector<double>& ranks, const Trial* best);
/// The score a running trial would have if it ended now; NoNumber without reports of the metric.
double scoreSoFar(const Snapshot& snapshot, const Trial& trial);
/// "best 0.9819 · trial 97"; empty without a complete trial.
QString bestNote(const Trial* best);
/// The colours are ranks: the bar says which scores stand at its quarters, from the worst to the best. Nothing without scores.
std::optional<ColourScale> colourScale(const Snapshot& snapshot, const std::vector<double>& scores);
/// "48 trials, 3 failed; best val_accuracy 0.9819 at trial 97."
QString keyNumbers(const Snapshot& snapshot, const Trial* best);

} // namespace sweep::ui
