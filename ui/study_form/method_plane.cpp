// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/method_plane.h"

#include "ui/text.h"
#include "ui/theme.h"

#include <QPainter>

#include <cmath>

namespace sweep::ui {

namespace {

constexpr int ShadowLength = 7;
constexpr int Gap = 3;
constexpr double Radius = 2.25;

/// Where a position lies between the two ends of an axis, 0 to 1.
double shareOf(const ParameterAxis& axis, double position) {
  if (axis.high <= axis.low)
    return 0.5;
  if (axis.scale == AxisScale::Log)
    return std::log(position / axis.low) / std::log(axis.high / axis.low);
  return (position - axis.low) / (axis.high - axis.low);
}

/// The two ends of an axis in words.
std::pair<QString, QString> endsOf(const ParameterAxis& axis) {
  if (axis.isCategorical())
    return {toQt(axis.categories.front()), toQt(axis.categories.back())};
  return {shortNumber(axis.low, 3), shortNumber(axis.high, 3)};
}

} // namespace

MethodPlane::MethodPlane(QWidget* parent) : QWidget(parent) {
  setFont(smallFont());
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void MethodPlane::display(const QString& title, const MethodPreview& preview, bool emphasised) {
  m_title = title;
  m_preview = preview;
  m_emphasised = emphasised;
  const QString sentence = tr("%1: %2 points with %3 different values of %4 and %5 of %6")
                               .arg(title)
                               .arg(preview.points.size())
                               .arg(preview.xShadow.size())
                               .arg(toQt(preview.xAxis.name))
                               .arg(preview.yShadow.size())
                               .arg(toQt(preview.yAxis.name));
  setAccessibleDescription(sentence);
  setToolTip(sentence);
  updateGeometry();
  update();
}

int MethodPlane::heightForWidth(int width) const { return width + fontMetrics().height() + space::Half; }

QSize MethodPlane::sizeHint() const { return {22 * space::Unit, heightForWidth(22 * space::Unit)}; }

QSize MethodPlane::minimumSizeHint() const { return {15 * space::Unit, heightForWidth(15 * space::Unit)}; }

QRectF MethodPlane::plane() const {
  const int line = fontMetrics().height();
  const int side = line + ShadowLength + 2 * Gap;
  return QRectF(rect()).adjusted(side, line + Gap, -1.0, -side);
}

QPointF MethodPlane::at(double x, double y) const {
  const QRectF room = plane().adjusted(5, 5, -5, -5);
  return {room.left() + shareOf(m_preview.xAxis, x) * room.width(), room.bottom() - shareOf(m_preview.yAxis, y) * room.height()};
}

QColor MethodPlane::colour() const { return m_emphasised ? Theme::instance().accent() : Theme::instance().quietText(); }

void MethodPlane::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(m_emphasised ? Theme::instance().text() : Theme::instance().quietText());
  const QRectF top(plane().left(), 0, plane().width(), fontMetrics().height());
  painter.drawText(top, Qt::AlignLeft | Qt::AlignVCenter, fontMetrics().elidedText(m_title, Qt::ElideRight, static_cast<int>(top.width())));
  paintAxes(painter);
  paintShadows(painter);
  paintPoints(painter);
}

void MethodPlane::paintAxes(QPainter& painter) const {
  const QRectF room = plane();
  painter.setPen(QPen(Theme::instance().grid(), 1.0));
  painter.setBrush(Theme::instance().surface());
  painter.drawRect(room);
  painter.setPen(Theme::instance().quietText());
  const auto write = [&](const QRectF& box, const ParameterAxis& axis) {
    const auto [low, high] = endsOf(axis);
    painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, low);
    painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, high);
    const int taken = 2 * std::max(fontMetrics().horizontalAdvance(low), fontMetrics().horizontalAdvance(high)) + space::Double;
    painter.drawText(box, Qt::AlignCenter,
                     fontMetrics().elidedText(toQt(axis.name), Qt::ElideRight, static_cast<int>(box.width()) - taken));
  };
  const double line = fontMetrics().height();
  write({room.left(), room.bottom() + ShadowLength + 2 * Gap, room.width(), line}, m_preview.xAxis);
  painter.save();
  painter.translate(0.0, room.bottom());
  painter.rotate(-90.0);
  write({0.0, 0.0, room.height(), line}, m_preview.yAxis);
  painter.restore();
}

void MethodPlane::paintShadows(QPainter& painter) const {
  const QRectF room = plane();
  QColor tone = colour();
  tone.setAlphaF(0.8F);
  painter.setPen(QPen(tone, 1.0));
  for (const double x : m_preview.xShadow) {
    const double left = at(x, m_preview.yAxis.low).x();
    painter.drawLine(QPointF(left, room.bottom() + Gap), QPointF(left, room.bottom() + Gap + ShadowLength));
  }
  for (const double y : m_preview.yShadow) {
    const double top = at(m_preview.xAxis.low, y).y();
    painter.drawLine(QPointF(room.left() - Gap - ShadowLength, top), QPointF(room.left() - Gap, top));
  }
}

void MethodPlane::paintPoints(QPainter& painter) const {
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour());
  for (const auto& point : m_preview.points)
    painter.drawEllipse(at(point.x, point.y), Radius, Radius);
}

} // namespace sweep::ui
