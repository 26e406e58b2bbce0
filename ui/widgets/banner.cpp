// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/banner.h"

#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace sweep::ui {

Banner::Banner(const QString& name, QWidget* parent)
    : QWidget(parent), m_layout(new QHBoxLayout(this)), m_icon(new QLabel), m_text(new QLabel) {
  setObjectName(name);
  m_text->setObjectName(name + QStringLiteral("Text"));
  m_text->setWordWrap(true);
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* close = new QToolButton;
  close->setObjectName(name + QStringLiteral("Close"));
  close->setAutoRaise(true);
  close->setIcon(Theme::instance().icon(QStringLiteral("close")));
  close->setToolTip(tr("Close this message"));
  close->setAccessibleName(close->toolTip());
  connect(close, &QToolButton::clicked, this, &QWidget::hide);
  connect(&Theme::instance(), &Theme::changed, this, &Banner::showIcon);
  m_layout->setContentsMargins(space::Double, space::Half, space::Unit, space::Half);
  m_layout->setSpacing(space::Unit);
  m_layout->addWidget(m_icon);
  m_layout->addWidget(m_text, 1);
  m_layout->addWidget(close);
  hide();
}

void Banner::addButton(QWidget* button) { m_layout->insertWidget(m_layout->count() - 1, button); }

void Banner::show(const QString& sentence, bool isError) {
  m_isError = isError;
  m_text->setText(sentence);
  m_text->setAccessibleName(sentence);
  showIcon();
  setVisible(!sentence.isEmpty());
  update();
}

void Banner::showIcon() {
  m_icon->setPixmap(Theme::instance().icon(m_isError ? QStringLiteral("error") : QStringLiteral("info")).pixmap(18, 18));
}

QString Banner::sentence() const { return isHidden() ? QString() : m_text->text(); }

void Banner::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  QColor colour = m_isError ? Theme::instance().failed() : Theme::instance().accent();
  painter.fillRect(QRect(0, 0, 4, height()), colour);
  colour.setAlphaF(0.12F);
  painter.fillRect(rect(), colour);
}

} // namespace sweep::ui
