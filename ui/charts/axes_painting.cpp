// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_painting.h"

#include "ui/theme.h"

#include <QFontMetricsF>
#include <QLinearGradient>
#include <QPainter>

namespace sweep::ui {

namespace {

void paintGrid(QPainter& painter, const ChartContent& content, const ChartLayout& layout) {
  // Across colours a grid would be all that is seen.
  if (content.heat)
    return;
  const QRectF& plot = layout.plot;
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setPen(QPen(Theme::instance().grid(), 1));
  for (const auto& tick : layout.yTicks)
    if (content.y.grid)
      painter.drawLine(QPointF(plot.left(), tick.at), QPointF(plot.right(), tick.at));
  if (content.x.scale == AxisScale::Log || !content.x.categories.isEmpty())
    for (const auto& tick : layout.xTicks)
      painter.drawLine(QPointF(tick.at, plot.top()), QPointF(tick.at, plot.bottom()));
}

/// The two axes as thin lines with short marks outside the plot.
void paintLines(QPainter& painter, const ChartLayout& layout) {
  constexpr double Mark = 4;
  const QRectF& plot = layout.plot;
  QColor line = Theme::instance().quietText();
  line.setAlphaF(0.6F);
  painter.setPen(QPen(line, 1));
  painter.drawLine(plot.bottomLeft(), plot.bottomRight());
  for (const auto& tick : layout.xTicks)
    painter.drawLine(QPointF(tick.at, plot.bottom()), QPointF(tick.at, plot.bottom() + Mark));
  for (const double at : layout.xMinor)
    painter.drawLine(QPointF(at, plot.bottom()), QPointF(at, plot.bottom() + Mark / 2));
  for (const double at : layout.yMinor)
    painter.drawLine(QPointF(plot.left() - Mark / 2, at), QPointF(plot.left(), at));
}

void paintLabels(QPainter& painter, const ChartLayout& layout) {
  const QFontMetricsF metrics(painter.font());
  painter.setPen(Theme::instance().quietText());
  for (const auto& tick : layout.yTicks) {
    const QRectF cell(0, tick.at - metrics.height() / 2, layout.plot.left() - space::Unit, metrics.height());
    painter.drawText(cell, Qt::AlignRight | Qt::AlignVCenter, tick.label);
  }
  for (const auto& tick : layout.xTicks) {
    const double width = metrics.horizontalAdvance(tick.label) + 2;
    // The last label leans inwards rather than being cut.
    const double left = std::clamp(tick.at - width / 2, 0.0, std::max(layout.size.width() - width, 0.0));
    painter.drawText(QRectF(left, layout.plot.bottom() + 5, width, metrics.height()), Qt::AlignCenter, tick.label);
  }
}

/// A title, its note behind it in quiet, both cut to the room there is.
void paintTitle(QPainter& painter, const QRectF& room, const ChartAxis& axis, double left) {
  const QFontMetricsF metrics(painter.font());
  const QString title = metrics.elidedText(axis.title, Qt::ElideMiddle, room.right() - left);
  painter.setPen(Theme::instance().text());
  painter.drawText(QRectF(left, room.top(), room.right() - left, room.height()), Qt::AlignLeft | Qt::AlignVCenter, title);
  const double after = left + metrics.horizontalAdvance(title) + space::Double;
  painter.setPen(Theme::instance().quietText());
  if (after + metrics.horizontalAdvance(axis.note) <= room.right())
    painter.drawText(QRectF(after, room.top(), room.right() - after, room.height()), Qt::AlignLeft | Qt::AlignVCenter, axis.note);
}

void paintTitles(QPainter& painter, const ChartContent& content, const ChartLayout& layout) {
  if (layout.header.isEmpty())
    return;
  const QFontMetricsF metrics(painter.font());
  QRectF header = layout.header;
  const double titleWidth = metrics.horizontalAdvance(content.y.title);
  const QString note = metrics.elidedText(content.note, Qt::ElideRight, header.width() - titleWidth - space::Section);
  // What is cut to a word or two says nothing.
  if (note == content.note ? !note.isEmpty() : note.size() > 12) {
    painter.setPen(Theme::instance().text());
    painter.drawText(header, Qt::AlignRight | Qt::AlignVCenter, note);
    header.setRight(header.right() - metrics.horizontalAdvance(note) - space::Section);
  }
  paintTitle(painter, header, content.y, header.left());
  const double xWidth = metrics.horizontalAdvance(content.x.title);
  paintTitle(painter, layout.footer, content.x, std::max(layout.footer.left(), layout.footer.center().x() - xWidth / 2));
}

void paintRules(QPainter& painter, const ChartContent& content, const ChartLayout& layout) {
  const QFontMetricsF metrics(painter.font());
  // From the right: where lines crowd, the last of them keeps its words.
  double free = layout.plot.right();
  for (auto rule = content.rules.rbegin(); rule != content.rules.rend(); ++rule) {
    const double at = layout.plot.left() + content.x.unit(rule->x) * layout.plot.width();
    const QLineF line(QPointF(at, layout.plot.top()), QPointF(at, layout.plot.bottom()));
    if (content.heat) {
      painter.setPen(QPen(Theme::instance().surface(), 3));
      painter.drawLine(line);
    }
    painter.setPen(QPen(Theme::instance().quietText(), 1, Qt::DashLine));
    painter.drawLine(line);
    painter.setPen(Theme::instance().quietText());
    const double width = metrics.horizontalAdvance(rule->text) + 2;
    const bool fits = at + space::Half + width <= free;
    // Beside a line at the edge there is room on its other side only.
    const double left = fits ? at + space::Half : at - width - space::Half;
    if (!fits && free < layout.plot.right())
      continue;
    painter.drawText(QRectF(std::max(left, 0.0), layout.plot.top(), width, metrics.height()), Qt::AlignLeft, rule->text);
    free = std::min(left, at) - space::Half;
  }
}

void paintPlaces(QPainter& painter, const ChartContent& content, const ChartLayout& layout) {
  QColor colour = Theme::instance().quietText();
  colour.setAlphaF(0.35F);
  painter.setPen(QPen(colour, 1));
  painter.setBrush(Qt::NoBrush);
  for (const auto& [x, y] : content.places)
    painter.drawEllipse(layout.at(content, x, y), layout.markRadius * 0.8, layout.markRadius * 0.8);
}

/// Without its last parts, rather than with a part of a number, where there is no room.
QString fitting(QString text, const QFontMetricsF& metrics, double width) {
  const QString between = QStringLiteral(" · ");
  while (metrics.horizontalAdvance(text) > width && text.contains(between))
    text.truncate(text.lastIndexOf(between));
  return metrics.elidedText(text, Qt::ElideRight, width);
}

void paintWords(QPainter& painter, const ChartContent& content, const ChartLayout& layout) {
  const QFontMetricsF metrics(painter.font());
  painter.setPen(Theme::instance().quietText());
  const double unit = layout.plot.width() / (content.x.high - content.x.low);
  for (const auto& label : content.labels) {
    const QPointF at = layout.at(content, label.x, label.y);
    const QRectF room(at.x(), at.y() - metrics.height(), label.width * unit, metrics.height());
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, fitting(label.text, metrics, room.width()));
  }
}

void paintColourBar(QPainter& painter, const ChartContent& content, const ChartLayout& layout) {
  if (!content.colours || layout.colourBar.isEmpty() || content.colours->labels.isEmpty())
    return;
  const QFontMetricsF metrics(painter.font());
  const QRectF& bar = layout.colourBar;
  QLinearGradient gradient(bar.bottomLeft(), bar.topLeft());
  for (int i = 0; i <= 16; ++i)
    gradient.setColorAt(i / 16.0, Theme::instance().score(i / 16.0));
  painter.fillRect(bar, gradient);
  painter.setPen(Theme::instance().text());
  const QRectF title(bar.left(), layout.plot.top() - space::Half, layout.size.width() - bar.left(), metrics.height());
  painter.drawText(title, Qt::AlignLeft, metrics.elidedText(content.colours->title, Qt::ElideMiddle, title.width()));
  painter.setPen(Theme::instance().quietText());
  const auto& labels = content.colours->labels;
  for (qsizetype i = 0; i < labels.size(); ++i) {
    const double share = labels.size() > 1 ? static_cast<double>(i) / static_cast<double>(labels.size() - 1) : 0.5;
    const double middle = std::clamp(bar.bottom() - share * bar.height(), bar.top() + metrics.height() / 2, bar.bottom() - metrics.height() / 2);
    const QRectF cell(bar.right() + space::Half, middle - metrics.height() / 2, layout.size.width() - bar.right() - space::Half, metrics.height());
    painter.drawText(cell, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(labels[i], Qt::ElideRight, cell.width()));
  }
}

} // namespace

void paintAxes(QPainter& painter, const ChartContent& content, const ChartLayout& layout) {
  painter.setFont(smallFont());
  if (content.isEmpty()) {
    painter.setPen(Theme::instance().quietText());
    const QRectF room = QRectF(QPointF(), layout.size).adjusted(space::Double, space::Unit, -space::Double, -space::Unit);
    painter.drawText(room, Qt::AlignCenter | Qt::TextWordWrap, content.emptyText);
    return;
  }
  paintGrid(painter, content, layout);
  paintLines(painter, layout);
  painter.setRenderHint(QPainter::Antialiasing);
  paintRules(painter, content, layout);
  paintPlaces(painter, content, layout);
  paintWords(painter, content, layout);
  paintLabels(painter, layout);
  paintTitles(painter, content, layout);
  paintColourBar(painter, content, layout);
}

} // namespace sweep::ui
