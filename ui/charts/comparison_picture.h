// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/replay/method_comparison.h"

#include <QSize>
#include <QString>

namespace sweep::ui {

/// What the horizontal axis of a comparison counts.
enum class ComparisonAxis { Budget, Time };

/// The medians of a comparison as step lines, with their quartiles as bands where there are few, a colour and a place in the legend for each method,
/// the best first; into a file without a window, as renderChart().
bool saveComparison(const MethodComparison& comparison, ComparisonAxis axis, const QString& title, const QString& path,
                    QSize size);

} // namespace sweep::ui
