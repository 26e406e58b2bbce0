// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/problem_link.h"

#include "ui/theme.h"

#include <QPainter>

namespace sweep::ui {

namespace {
constexpr int TextLeft = space::Section;
constexpr int Flags = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;
} // namespace

ProblemLink::ProblemLink(const QString& sentence, bool isWarning, QWidget* parent)
    : QAbstractButton(parent), m_isWarning(isWarning) {
  setText(sentence);
  setAccessibleName(sentence);
  setToolTip(tr("Go to the field"));
  setIcon(Theme::instance().icon(isWarning ? QStringLiteral("warning") : QStringLiteral("error")));
  setCursor(Qt::PointingHandCursor);
  setFocusPolicy(Qt::TabFocus);
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

QSize ProblemLink::sizeHint() const {
  constexpr int Width = 40 * space::Unit;
  return {Width, heightForWidth(Width)};
}

int ProblemLink::heightForWidth(int width) const {
  const QRect room(0, 0, width - TextLeft - space::Half, 10000);
  return fontMetrics().boundingRect(room, Flags, text()).height() + space::Half;
}

void ProblemLink::paintEvent(QPaintEvent*) {
  const auto& theme = Theme::instance();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(m_isWarning ? theme.warning() : theme.failed());
  const QPointF middle(space::Unit, 2 + fontMetrics().height() / 2.0);
  if (m_isWarning)
    painter.drawPolygon(QPolygonF({middle + QPointF(0, -5), middle + QPointF(5, 4), middle + QPointF(-5, 4)}));
  else
    painter.drawEllipse(middle, 4.0, 4.0);
  QFont font = this->font();
  font.setUnderline(underMouse() || hasFocus());
  painter.setFont(font);
  painter.setPen(theme.text());
  painter.drawText(rect().adjusted(TextLeft, 2, -space::Half, 0), Flags, text());
}

void ProblemLink::enterEvent(QEnterEvent* event) {
  QAbstractButton::enterEvent(event);
  update();
}

void ProblemLink::leaveEvent(QEvent* event) {
  QAbstractButton::leaveEvent(event);
  update();
}

} // namespace sweep::ui
