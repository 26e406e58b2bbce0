// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_layout.h"

#include "ui/charts/chart_axis.h"
#include "ui/text.h"
#include "ui/theme.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace sweep::ui {

namespace {

constexpr double PixelsPerXTick = 90;
constexpr double PixelsPerYTick = 48;
/// Below this there is room for the picture only.
constexpr double SmallestWidth = 160;
constexpr double SmallestHeight = 110;
constexpr double ColourBarWidth = 10;
/// Marks without a value stand this far inside the edge.
constexpr double EdgeInset = 6;

bool isDecade(double value) {
  const double exponent = std::log10(value);
  return value > 0 && std::abs(exponent - std::round(exponent)) < 1e-9;
}

double widest(const QFontMetricsF& metrics, const std::vector<std::string>& labels) {
  double width = 0;
  for (const auto& label : labels)
    width = std::max(width, metrics.horizontalAdvance(shownText(label)));
  return width;
}

double labelColumn(const ChartAxis& y, const QFontMetricsF& metrics, QSizeF size) {
  const double width = widest(metrics, ticksFor(y, size.height(), PixelsPerYTick).labels);
  return std::ceil(std::min(width, size.width() * 0.3)) + space::Unit;
}

/// Labels that do not touch each other: on a log axis the decades first.
std::vector<PlacedTick> freeTicks(const std::vector<PlacedTick>& all, const std::vector<bool>& first, const QFontMetricsF& metrics) {
  std::vector<PlacedTick> kept;
  const auto collides = [&](const PlacedTick& tick) {
    return std::any_of(kept.begin(), kept.end(), [&](const PlacedTick& other) {
      const double room = (metrics.horizontalAdvance(tick.label) + metrics.horizontalAdvance(other.label)) / 2 + space::Unit;
      return std::abs(tick.at - other.at) < room;
    });
  };
  for (const bool turn : {true, false})
    for (std::size_t i = 0; i < all.size(); ++i)
      if (first[i] == turn && !collides(all[i]))
        kept.push_back(all[i]);
  return kept;
}

void placeX(ChartLayout& layout, const ChartAxis& axis, const QFontMetricsF& metrics) {
  const AxisTicks ticks = ticksFor(axis, layout.plot.width(), PixelsPerXTick);
  const auto position = [&](double value) { return layout.plot.left() + axis.unit(value) * layout.plot.width(); };
  const double slot = layout.plot.width() / std::max<double>(1, axis.categories.size()) - space::Unit;
  std::vector<PlacedTick> all;
  std::vector<bool> first;
  for (std::size_t i = 0; i < ticks.major.size(); ++i) {
    const QString label = toQt(ticks.labels[i]);
    all.push_back({position(ticks.major[i]), axis.categories.isEmpty() ? label : metrics.elidedText(label, Qt::ElideMiddle, std::max(slot, 40.0))});
    first.push_back(axis.scale != AxisScale::Log || isDecade(ticks.major[i]));
  }
  layout.xTicks = freeTicks(all, first, metrics);
  for (const double minor : ticks.minor)
    layout.xMinor.push_back(position(minor));
}

void placeY(ChartLayout& layout, const ChartAxis& axis, const QFontMetricsF& metrics) {
  const AxisTicks ticks = ticksFor(axis, layout.plot.height(), PixelsPerYTick);
  const auto position = [&](double value) { return layout.plot.bottom() - axis.unit(value) * layout.plot.height(); };
  std::vector<double> taken;
  for (const bool decades : {true, false}) {
    for (std::size_t i = 0; i < ticks.major.size(); ++i) {
      if ((axis.scale != AxisScale::Log || isDecade(ticks.major[i])) != decades)
        continue;
      const double at = position(ticks.major[i]);
      if (std::any_of(taken.begin(), taken.end(), [&](double other) { return std::abs(other - at) < metrics.height(); }))
        continue;
      taken.push_back(at);
      layout.yTicks.push_back({at, metrics.elidedText(shownText(ticks.labels[i]), Qt::ElideMiddle, layout.plot.left() - space::Unit)});
    }
  }
  for (const double minor : ticks.minor)
    layout.yMinor.push_back(position(minor));
}

double colourColumn(const ChartContent& content, const QFontMetricsF& metrics) {
  if (!content.colours)
    return 0;
  double width = metrics.horizontalAdvance(content.colours->title) - ColourBarWidth;
  for (const auto& label : content.colours->labels)
    width = std::max(width, metrics.horizontalAdvance(label) + space::Half);
  return space::Double + ColourBarWidth + std::min(width, 96.0);
}

double radiusFor(std::size_t points) { return points <= 400 ? 4.0 : points <= 2500 ? 3.2 : 2.4; }

/// Marks on a grid leave a little room between each other.
double radiusOnGrid(const ChartContent& content, const QRectF& plot) {
  const double pitch = std::min(plot.width() / (content.x.high - content.x.low), plot.height() / (content.y.high - content.y.low));
  return std::clamp(pitch * 0.4, 1.2, 8.0);
}

} // namespace

QPointF ChartLayout::at(const ChartContent& content, double x, double y) const {
  const double right = std::clamp(content.x.unit(x), 0.0, 1.0);
  const double left = plot.left() + right * plot.width();
  const double inset = std::min(EdgeInset, plot.height() / 2);
  if (std::isnan(y))
    return {left, content.worseAtTop ? plot.top() + inset : plot.bottom() - inset};
  const double up = content.y.unit(y);
  if (up < 0 || up > 1)
    return {left, up > 1 ? plot.top() + inset : plot.bottom() - inset};
  return {left, plot.bottom() - up * plot.height()};
}

bool ChartLayout::isOutside(const ChartContent& content, double y) const {
  const double up = content.y.unit(y);
  return up < 0 || up > 1;
}

QRectF ChartLayout::barRect(const ChartContent& content, const ChartBar& bar) const {
  const double lane = plot.height() / std::max<double>(1, content.y.categories.size());
  const double left = plot.left() + std::clamp(content.x.unit(bar.begin), 0.0, 1.0) * plot.width();
  const double right = plot.left() + std::clamp(content.x.unit(bar.end), 0.0, 1.0) * plot.width();
  const double middle = plot.bottom() - content.y.unit(bar.lane) * plot.height();
  const double height = std::clamp(lane * 0.7, 1.0, 26.0);
  return {left, middle - height / 2, std::max(right - left - 1.0, 1.0), height};
}

ChartLayout layOut(const ChartContent& content, QSizeF size, double reserved) {
  const QFontMetricsF metrics{smallFont()};
  ChartLayout layout;
  layout.size = size;
  layout.markRadius = radiusFor(content.points.size());
  const bool roomy = size.width() >= SmallestWidth && size.height() >= SmallestHeight;
  const double line = std::ceil(metrics.height());
  const double left = roomy ? labelColumn(content.y, metrics, size) + space::Half : space::Half;
  const double right = roomy ? colourColumn(content, metrics) + space::Double : space::Half;
  const double top = roomy ? line + space::Unit + space::Half : space::Half;
  const double bottom = roomy ? 2 * line + space::Unit + space::Half : space::Half;
  layout.plot = QRectF(left, top, std::max(size.width() - left - right, 1.0), std::max(size.height() - top - bottom, 1.0));
  if (content.onGrid)
    layout.markRadius = radiusOnGrid(content, layout.plot);
  if (!roomy)
    return layout;
  layout.header = QRectF(space::Half, space::Half, size.width() - space::Half - space::Double - reserved, line);
  layout.footer = QRectF(layout.plot.left(), layout.plot.bottom() + line + space::Half, layout.plot.width(), line);
  if (content.colours)
    layout.colourBar = QRectF(layout.plot.right() + space::Double, layout.plot.top() + line, ColourBarWidth, layout.plot.height() - line);
  placeX(layout, content.x, metrics);
  placeY(layout, content.y, metrics);
  return layout;
}

} // namespace sweep::ui
