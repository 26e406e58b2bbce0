// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_content.h"

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <vector>

namespace sweep::ui {

struct PlacedTick {
  /// Along the axis, in logical pixels of the whole chart.
  double at = 0.0;
  QString label;
};

/// Where everything of a chart goes, in logical pixels from the top left corner of the chart.
struct ChartLayout {
  QSizeF size;
  QRectF plot;
  /// Titles above the plot, those of the x axis under it. Empty when there is no room.
  QRectF header;
  QRectF footer;
  QRectF colourBar;
  std::vector<PlacedTick> xTicks;
  std::vector<PlacedTick> yTicks;
  /// Positions without labels.
  std::vector<double> xMinor;
  std::vector<double> yMinor;
  double markRadius = 4.0;

  /// Where a value stands; what lies beyond an axis, and a y that is no number, is brought to the edge.
  QPointF at(const ChartContent& content, double x, double y) const;
  /// Whether `at` had to move it.
  bool isOutside(const ChartContent& content, double y) const;
  QRectF barRect(const ChartContent& content, const ChartBar& bar) const;
};

/// `reserved`: pixels at the right of the header that buttons cover.
ChartLayout layOut(const ChartContent& content, QSizeF size, double reserved = 0.0);

} // namespace sweep::ui
