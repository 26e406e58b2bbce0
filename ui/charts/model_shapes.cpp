// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/model_shapes.h"

#include "core/analysis/axis_ticks.h"
#include "ui/text.h"

#include <algorithm>

namespace sweep::ui {

namespace {

/// Of the whole height.
constexpr double PanelShare = 0.24;
/// Of the panel's, left free at its top for the words.
constexpr double Head = 0.3;
/// Half a category's piece, in units of the axis.
constexpr double HalfPiece = 0.35;
/// Words begin no further right than this share of the plot.
constexpr double LastWord = 0.8;

/// Marks of the axis as it is: they stay where they are when it is made longer.
void nameMarks(ChartAxis& axis) {
  if (!axis.names.empty())
    return;
  const auto ticks = axisTicks(axis.scale, axis.low, axis.high, 5);
  for (std::size_t i = 0; i < ticks.major.size(); ++i)
    axis.names.emplace_back(ticks.major[i], toQt(ticks.labels[i]));
}

} // namespace

void addCurve(ChartContent& content, const std::vector<double>& x, const std::vector<double>& values, int colour) {
  if (content.x.categories.isEmpty()) {
    ChartCurve curve{{}, colour, false};
    for (std::size_t i = 0; i < x.size(); ++i)
      curve.points.emplace_back(x[i], values[i]);
    content.curves.push_back(std::move(curve));
    return;
  }
  for (std::size_t i = 0; i < x.size(); ++i)
    content.curves.push_back({{{x[i] - HalfPiece, values[i]}, {x[i] + HalfPiece, values[i]}}, colour, false});
}

void addBand(ChartContent& content, const std::vector<double>& x, const std::vector<double>& low, const std::vector<double>& high, int colour) {
  if (content.x.categories.isEmpty()) {
    ChartBand band{{}, colour};
    for (std::size_t i = 0; i < x.size(); ++i)
      band.points.push_back({x[i], low[i], high[i]});
    content.bands.push_back(std::move(band));
    return;
  }
  for (std::size_t i = 0; i < x.size(); ++i)
    content.bands.push_back({{{x[i] - HalfPiece, low[i], high[i]}, {x[i] + HalfPiece, low[i], high[i]}}, colour});
}

void addLowerPanel(ChartContent& content, const std::vector<double>& x, const std::vector<double>& values, int colour, const QString& words) {
  nameMarks(content.y);
  const double height = (content.y.high - content.y.low) * PanelShare / (1.0 - PanelShare);
  const double bottom = content.y.low - height;
  const double top = content.y.low - Head * height;
  const double most = values.empty() ? 0.0 : *std::ranges::max_element(values);
  std::vector<double> heights;
  for (const double value : values)
    heights.push_back(bottom + (most > 0 ? value / most : 0.0) * (top - bottom));
  content.curves.push_back({{{content.x.low, content.y.low}, {content.x.high, content.y.low}}, -1, true});
  addBand(content, x, std::vector<double>(x.size(), bottom), heights, colour);
  addCurve(content, x, heights, colour);
  content.labels.push_back({content.x.low, top, content.x.high - content.x.low, QLatin1Char(' ') + words});
  content.y.low = bottom;
}

void addWordsAtTop(ChartContent& content, const std::vector<double>& x, const std::vector<double>& values, const QString& words) {
  std::size_t best = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (content.x.unit(x[i]) <= LastWord && (values[i] > values[best] || content.x.unit(x[best]) > LastWord))
      best = i;
  if (!x.empty())
    content.labels.push_back({x[best], values[best], content.x.high - content.x.low, QLatin1Char(' ') + words});
}

} // namespace sweep::ui
