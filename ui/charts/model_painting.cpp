// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_painting.h"
#include "ui/theme.h"

#include <QPainter>
#include <QPolygonF>

namespace sweep::ui {

namespace {

QPointF placeOf(const ChartContent& content, const ChartLayout& layout, double x, double y) {
  return {layout.plot.left() + content.x.unit(x) * layout.plot.width(), layout.plot.bottom() - content.y.unit(y) * layout.plot.height()};
}

/// Halfway between the positions, and as far beyond the first and the last.
std::vector<double> edgesOf(const std::vector<double>& centres) {
  std::vector<double> edges;
  for (std::size_t i = 0; i + 1 < centres.size(); ++i)
    edges.push_back((centres[i] + centres[i + 1]) / 2);
  const double half = centres.size() > 1 ? (centres[1] - centres[0]) / 2 : 1e6;
  const double last = centres.size() > 1 ? (centres.back() - centres[centres.size() - 2]) / 2 : 1e6;
  edges.insert(edges.begin(), centres.front() - half);
  edges.push_back(centres.back() + last);
  return edges;
}

void paintCells(QPainter& painter, const ChartContent& content, const ChartLayout& layout) {
  const auto& heat = *content.heat;
  if (heat.x.empty() || heat.y.empty())
    return;
  std::vector<double> across, up;
  for (const double x : heat.x)
    across.push_back(placeOf(content, layout, x, content.y.low).x());
  for (const double y : heat.y)
    up.push_back(placeOf(content, layout, content.x.low, y).y());
  const auto columns = edgesOf(across);
  const auto rows = edgesOf(up);
  painter.setRenderHint(QPainter::Antialiasing, false);
  for (std::size_t row = 0; row < heat.y.size(); ++row)
    for (std::size_t column = 0; column < heat.x.size(); ++column) {
      // Whole pixels leave no seams.
      const QRectF cell(QPointF(std::round(columns[column]), std::round(rows[row])), QPointF(std::round(columns[column + 1]), std::round(rows[row + 1])));
      painter.fillRect(cell.normalized(), Theme::instance().score(heat.shares[row * heat.x.size() + column]));
    }
  painter.setRenderHint(QPainter::Antialiasing);
}

void paintBand(QPainter& painter, const ChartContent& content, const ChartLayout& layout, const ChartBand& band) {
  QPolygonF area;
  for (const auto& at : band.points)
    area.append(placeOf(content, layout, at.x, at.high));
  for (auto at = band.points.rbegin(); at != band.points.rend(); ++at)
    area.append(placeOf(content, layout, at->x, at->low));
  QColor colour = Theme::instance().category(band.colour);
  colour.setAlphaF(0.25F);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawPolygon(area);
}

void paintCurve(QPainter& painter, const ChartContent& content, const ChartLayout& layout, const ChartCurve& curve) {
  QPolygonF line;
  for (const auto& [x, y] : curve.points)
    line.append(placeOf(content, layout, x, y));
  const QColor colour = curve.dashed ? Theme::instance().quietText() : curve.colour < 0 ? Theme::instance().text() : Theme::instance().category(curve.colour);
  painter.setPen(curve.dashed ? QPen(colour, 1, Qt::DashLine) : QPen(colour, 1.75));
  painter.setBrush(Qt::NoBrush);
  painter.drawPolyline(line);
}

} // namespace

void paintHeat(QPainter& painter, const ChartContent& content, const ChartLayout& layout) {
  if (!content.heat)
    return;
  painter.save();
  painter.setClipRect(layout.plot);
  paintCells(painter, content, layout);
  painter.restore();
}

void paintModel(QPainter& painter, const ChartContent& content, const ChartLayout& layout) {
  if (content.bands.empty() && content.curves.empty())
    return;
  painter.save();
  painter.setClipRect(layout.plot.adjusted(0, 0, 1, 1));
  painter.setRenderHint(QPainter::Antialiasing);
  for (const auto& band : content.bands)
    paintBand(painter, content, layout, band);
  for (const auto& curve : content.curves)
    paintCurve(painter, content, layout, curve);
  painter.restore();
}

} // namespace sweep::ui
