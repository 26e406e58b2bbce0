// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_layout.h"

class QPainter;

namespace sweep::ui {

class Selection;

/// A chart's layers that Qt Charts has nothing for, in the order in which they are painted. Each works on a screen and on a file:
/// into an SVG everything goes as shapes.

/// Grid, ticks, labels, titles, colour bar; or the sentence of an empty chart.
void paintAxes(QPainter& painter, const ChartContent& content, const ChartLayout& layout);
/// All marks, curves and bars; with a selection, what is not in it is dimmed.
void paintTrials(QPainter& painter, const ChartContent& content, const ChartLayout& layout, const Selection& selection);
/// Colours over the whole plot, under everything.
void paintHeat(QPainter& painter, const ChartContent& content, const ChartLayout& layout);
/// Bands and curves that are no trial's, under the trials.
void paintModel(QPainter& painter, const ChartContent& content, const ChartLayout& layout);
/// The outlines of what is selected and of what is pointed at, and the best trial's star.
void paintChosen(QPainter& painter, const ChartContent& content, const ChartLayout& layout, const Selection& selection);

/// A trial's colour: by its score, or by its state where it has none.
QColor trialColour(TrialState state, double goodness);

} // namespace sweep::ui
