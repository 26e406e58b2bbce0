// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mode_bar.h"

#include "ui/theme.h"

#include <QActionGroup>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace sweep::ui {

namespace {

/// A mode's button: icon above text, the chosen one with a bar in the accent.
class ModeButton : public QToolButton {
public:
  using QToolButton::QToolButton;

protected:
  void paintEvent(QPaintEvent*) override {
    const auto& theme = Theme::instance();
    QPainter painter(this);
    if (isChecked() || underMouse()) {
      QColor wash = theme.accent();
      wash.setAlphaF(isChecked() ? 0.14F : 0.06F);
      painter.fillRect(rect(), wash);
    }
    if (isChecked())
      painter.fillRect(QRect(0, 0, 3, height()), theme.accent());
    const QRect iconArea((width() - 24) / 2, space::Unit, 24, 24);
    icon().paint(&painter, iconArea);
    painter.setFont(smallFont());
    painter.setPen(isChecked() ? theme.text() : theme.quietText());
    painter.drawText(QRect(0, iconArea.bottom() + space::Half, width(), height() - iconArea.bottom() - space::Half),
                     Qt::AlignHCenter | Qt::AlignTop, text());
    if (hasFocus()) {
      painter.setPen(QPen(theme.accent(), 1, Qt::DotLine));
      painter.drawRect(rect().adjusted(2, 2, -3, -3));
    }
  }
};

} // namespace

ModeBar::ModeBar(QWidget* parent) : QWidget(parent), m_group(new QActionGroup(this)), m_layout(new QVBoxLayout(this)) {
  setObjectName(QStringLiteral("modeBar"));
  m_layout->setContentsMargins(0, space::Unit, 0, 0);
  m_layout->setSpacing(0);
  m_layout->addStretch(1);
  connect(m_group, &QActionGroup::triggered, this,
          [this](QAction* action) { Q_EMIT chosen(static_cast<int>(m_group->actions().indexOf(action))); });
}

QAction* ModeBar::add(const QString& name, const QString& icon, const QString& tip) {
  const auto number = m_group->actions().size() + 1;
  auto* action = m_group->addAction(Theme::instance().icon(icon), name);
  action->setCheckable(true);
  action->setChecked(number == 1);
  action->setShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(number)));
  action->setToolTip(QStringLiteral("%1 (%2)").arg(tip, action->shortcut().toString(QKeySequence::NativeText)));
  auto* button = new ModeButton;
  button->setDefaultAction(action);
  button->setObjectName(QStringLiteral("mode%1").arg(number));
  button->setAccessibleName(name);
  button->setFixedSize(72, 24 + 2 * space::Unit + QFontMetrics(smallFont()).height() + space::Half);
  m_layout->insertWidget(m_layout->count() - 1, button);
  return action;
}

void ModeBar::choose(int mode) { m_group->actions().at(mode)->trigger(); }

int ModeBar::mode() const { return static_cast<int>(m_group->actions().indexOf(m_group->checkedAction())); }

void ModeBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setPen(Theme::instance().grid());
  painter.drawLine(width() - 1, 0, width() - 1, height());
}

} // namespace sweep::ui
