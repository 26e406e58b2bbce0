// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trial_mark.h"

#include "ui/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

#include <cmath>
#include <numbers>

namespace sweep::ui {

namespace {

QPainterPath starPath(QPointF at, qreal radius) {
  QPainterPath path;
  for (int i = 0; i < 10; ++i) {
    const qreal r = i % 2 == 0 ? radius : radius * 0.45;
    const qreal angle = std::numbers::pi * (i / 5.0 - 0.5);
    const QPointF corner = at + QPointF(r * std::cos(angle), r * std::sin(angle));
    i == 0 ? path.moveTo(corner) : path.lineTo(corner);
  }
  path.closeSubpath();
  return path;
}

} // namespace

void drawTrialMark(QPainter& painter, QPointF at, qreal radius, TrialState state, bool best, const QColor& colour) {
  painter.setRenderHint(QPainter::Antialiasing);
  if (best) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawPath(starPath(at, radius * 1.4));
    return;
  }
  const QPen line(colour, std::max<qreal>(1.5, radius * 0.35), Qt::SolidLine, Qt::RoundCap);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(line);
  switch (state) {
  case TrialState::Complete:
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(at, radius, radius);
    break;
  case TrialState::Running:
    painter.drawEllipse(at, radius * 0.85, radius * 0.85);
    break;
  case TrialState::Paused:
    for (const qreal side : {-0.4, 0.4})
      painter.drawLine(at + QPointF(side, -0.6) * radius, at + QPointF(side, 0.6) * radius);
    break;
  case TrialState::Pruned:
    painter.drawEllipse(at, radius * 0.6, radius * 0.6);
    break;
  case TrialState::Waiting:
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(at, radius * 0.4, radius * 0.4);
    break;
  case TrialState::Failed:
    painter.drawLine(at - QPointF(radius, radius) * 0.8, at + QPointF(radius, radius) * 0.8);
    painter.drawLine(at - QPointF(radius, -radius) * 0.8, at + QPointF(radius, -radius) * 0.8);
    break;
  }
}

QColor stateColour(TrialState state) {
  const auto& theme = Theme::instance();
  switch (state) {
  case TrialState::Running:
    return theme.accent();
  case TrialState::Complete:
    return theme.good();
  case TrialState::Failed:
    return theme.failed();
  default:
    return theme.quietText();
  }
}

QPixmap trialMark(TrialState state, bool best, int size, qreal devicePixelRatio, const QColor& colour) {
  QPixmap pixmap(QSize(size, size) * devicePixelRatio);
  pixmap.setDevicePixelRatio(devicePixelRatio);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  const qreal centre = size / 2.0;
  const QColor own = best ? Theme::instance().accent() : stateColour(state);
  drawTrialMark(painter, {centre, centre}, size * 0.3, state, best, colour.isValid() ? colour : own);
  return pixmap;
}

} // namespace sweep::ui
