// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_content.h"

namespace sweep::ui {

/// A line through values at ascending positions; over categories a short level piece for each. colour: of Theme::category, -1 for
/// the text's. content.x is set already, likewise below.
void addCurve(ChartContent& content, const std::vector<double>& x, const std::vector<double>& values, int colour);
/// The area between two lines, over categories a block for each.
void addBand(ChartContent& content, const std::vector<double>& x, const std::vector<double>& low, const std::vector<double>& high, int colour);

/// Makes room under what a content shows, on the same x axis, and fills it with `values` at x from 0 (the bottom) up to the largest
/// of them, with a few words. The y axis keeps its marks for what was there.
void addLowerPanel(ChartContent& content, const std::vector<double>& x, const std::vector<double>& values, int colour, const QString& words);

/// Words beside a curve at its highest place.
void addWordsAtTop(ChartContent& content, const std::vector<double>& x, const std::vector<double>& values, const QString& words);

} // namespace sweep::ui
