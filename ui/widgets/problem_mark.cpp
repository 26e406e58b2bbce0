// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/problem_mark.h"

#include "ui/theme.h"

#include <QPainter>
#include <QVariant>
#include <QWidget>

namespace sweep::ui {

namespace {
constexpr char MarkProperty[] = "problemMark";
} // namespace

void setMark(QWidget* control, Mark mark) {
  if (markOf(control) == mark)
    return;
  control->setProperty(MarkProperty, static_cast<int>(mark));
  control->update();
}

Mark markOf(const QWidget* control) { return static_cast<Mark>(control->property(MarkProperty).toInt()); }

void paintMark(QWidget* control) {
  const Mark mark = markOf(control);
  if (mark == Mark::None)
    return;
  QPainter painter(control);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(mark == Mark::Error ? Theme::instance().failed() : Theme::instance().warning(), 1.5));
  painter.drawRoundedRect(QRectF(control->rect()).adjusted(0.75, 0.75, -0.75, -0.75), 2.5, 2.5);
}

} // namespace sweep::ui
