// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/parameter_axis.h"
#include "core/analysis/value_range.h"
#include "core/study/objective.h"
#include "ui/charts/chart_content.h"

namespace sweep::ui {

/// The axis of a metric over `focus`, with a little room and round ends. It clips: `range` may reach beyond.
/// While `shown` (the axis of the update before) still fits, its range is kept, so that a growing study does not make it tremble.
ChartAxis scoreAxis(const std::string& metric, Direction direction, ValueRange focus, const ChartAxis* shown);
ChartAxis axisOf(const ParameterAxis& parameter);
/// Numbers of trials from 0 up to `last`, growing in steps.
ChartAxis trialAxis(int last);
/// The least "round" number that is not below n: 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, …
double roundedUp(double n);

/// Marks for an axis `pixels` long, with labels as they are drawn.
AxisTicks ticksFor(const ChartAxis& axis, double pixels, double pixelsPerTick);
/// A value on the axis for people.
QString axisText(const ChartAxis& axis, double value);

} // namespace sweep::ui
