// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/study_progress_bar.h"

#include "ui/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace sweep::ui {

StudyProgressBar::StudyProgressBar(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StudyProgressBar::setProgress(const Progress& progress) {
  m_progress = progress;
  update();
}

void StudyProgressBar::paintEvent(QPaintEvent*) {
  const auto& theme = Theme::instance();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF area = QRectF(rect()).adjusted(0.5, 3.5, -0.5, -3.5);
  QPainterPath shape;
  shape.addRoundedRect(area, area.height() / 2, area.height() / 2);
  painter.fillPath(shape, theme.grid());
  painter.setClipPath(shape);
  const double known = m_progress.finished() + m_progress.running + m_progress.waiting;
  const double total = m_progress.planned ? std::max(static_cast<double>(*m_progress.planned), known) : std::max(known, 1.0);
  double x = area.left();
  const auto part = [&](int count, const QColor& colour) {
    const double width = area.width() * count / std::max(total, 1.0);
    painter.fillRect(QRectF(x, area.top(), width, area.height()), colour);
    x += width;
  };
  QColor running = theme.accent();
  running.setAlphaF(0.4F);
  QColor pruned = theme.accent();
  pruned.setAlphaF(0.7F);
  part(m_progress.complete, theme.accent());
  part(m_progress.pruned, pruned);
  part(m_progress.failed, theme.failed());
  part(m_progress.running, running);
}

} // namespace sweep::ui
