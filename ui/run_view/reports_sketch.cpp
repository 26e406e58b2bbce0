// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run_view/reports_sketch.h"

#include "ui/text.h"
#include "ui/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace sweep::ui {

ReportsSketch::ReportsSketch(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ReportsSketch::show(const Trial& trial, const std::string& metric) {
  m_points.clear();
  for (const auto& report : trial.reports)
    if (const auto found = report.metrics.find(metric); found != report.metrics.end() && std::isfinite(found->second))
      m_points.append({static_cast<double>(report.step), found->second});
  const auto byY = [](QPointF a, QPointF b) { return a.y() < b.y(); };
  if (!m_points.isEmpty()) {
    const auto [low, high] = std::minmax_element(m_points.begin(), m_points.end(), byY);
    m_low = low->y();
    m_high = high->y();
  }
  const auto count = static_cast<int>(m_points.size());
  const QString last = count == 0 ? QString() : shortNumber(m_points.back().y());
  setAccessibleDescription(count == 0   ? tr("No reports")
                           : count == 1 ? tr("1 report: %1").arg(last)
                                        : tr("%n reports, last %1", nullptr, count).arg(last));
  update();
}

void ReportsSketch::paintEvent(QPaintEvent*) {
  const auto& theme = Theme::instance();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(smallFont());
  painter.setPen(theme.quietText());
  if (m_points.size() < 2) {
    painter.drawText(rect(), Qt::AlignCenter, tr("The reports of this trial will be drawn here."));
    return;
  }
  const int label = std::max(painter.fontMetrics().horizontalAdvance(shortNumber(m_low)),
                             painter.fontMetrics().horizontalAdvance(shortNumber(m_high)));
  const QRectF area = QRectF(rect()).adjusted(label + space::Unit, space::Half, -space::Half, -space::Half);
  painter.drawText(QRectF(0, area.top(), label, area.height()), Qt::AlignRight | Qt::AlignTop, shortNumber(m_high));
  painter.drawText(QRectF(0, area.top(), label, area.height()), Qt::AlignRight | Qt::AlignBottom, shortNumber(m_low));
  painter.setPen(theme.grid());
  painter.drawLine(area.bottomLeft(), area.bottomRight());
  painter.drawLine(area.topLeft(), area.topRight());

  const double width = std::max(m_points.back().x() - m_points.front().x(), 1.0);
  const double height = m_high > m_low ? m_high - m_low : 1.0;
  QPolygonF line;
  for (const QPointF& point : m_points)
    line.append({area.left() + (point.x() - m_points.front().x()) / width * area.width(),
                 area.bottom() - (point.y() - m_low) / height * area.height()});
  painter.setPen(QPen(theme.accent(), 1.0));
  for (qsizetype i = 1; i < line.size(); ++i)
    painter.drawLine(line[i - 1], line[i]);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.accent());
  painter.drawEllipse(line.back(), 3, 3);
}

} // namespace sweep::ui
