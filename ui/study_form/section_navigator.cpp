// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/section_navigator.h"

#include "ui/theme.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QPainter>

namespace sweep::ui {

/// A title that can be pressed.
class SectionTab : public QAbstractButton {
  Q_OBJECT
public:
  explicit SectionTab(const QString& title) {
    setText(title);
    setCheckable(true);
    setObjectName(QStringLiteral("section.%1").arg(title));
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setErrors(0);
  }

  void setErrors(int count) {
    m_errors = count;
    const QString problems = count == 1 ? tr("1 problem") : tr("%n problems", nullptr, count);
    setAccessibleName(count == 0 ? text() : tr("%1, %2").arg(text(), problems));
    setToolTip(count == 0 ? QString() : problems);
    update();
  }

  QSize sizeHint() const override {
    return {fontMetrics().horizontalAdvance(text()) + 2 * space::Double, fontMetrics().height() + 2 * space::Unit};
  }

protected:
  void paintEvent(QPaintEvent*) override {
    const auto& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(isChecked() || underMouse() ? theme.text() : theme.quietText());
    painter.drawText(rect(), Qt::AlignCenter, text());
    if (isChecked())
      painter.fillRect(QRect(space::Unit, height() - 2, width() - 2 * space::Unit, 2), theme.accent());
    if (m_errors > 0) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(theme.failed());
      painter.drawEllipse(QPointF(width() - space::Unit, height() / 2.0 - space::Half), 3.0, 3.0);
    }
    if (hasFocus()) {
      painter.setBrush(Qt::NoBrush);
      painter.setPen(QPen(theme.accent(), 1.0));
      painter.drawRoundedRect(QRectF(rect()).adjusted(2.5, 4.5, -2.5, -4.5), 3.0, 3.0);
    }
  }
  void enterEvent(QEnterEvent* event) override {
    QAbstractButton::enterEvent(event);
    update();
  }
  void leaveEvent(QEvent* event) override {
    QAbstractButton::leaveEvent(event);
    update();
  }

private:
  int m_errors = 0;
};

SectionNavigator::SectionNavigator(QWidget* parent) : QWidget(parent), m_layout(new QHBoxLayout(this)) {
  m_layout->setContentsMargins(space::Unit, 0, space::Unit, 1);
  m_layout->setSpacing(0);
  m_layout->addStretch(1);
  setObjectName(QStringLiteral("form.sections"));
  setAccessibleName(tr("Sections of the study"));
}

void SectionNavigator::addSection(const QString& title) {
  const int index = static_cast<int>(m_tabs.size());
  auto* tab = new SectionTab(title);
  m_layout->insertWidget(index, tab);
  m_tabs.push_back(tab);
  connect(tab, &QAbstractButton::clicked, this, [this, index] { Q_EMIT chosen(index); });
}

void SectionNavigator::setCurrent(int section) {
  for (std::size_t i = 0; i < m_tabs.size(); ++i)
    m_tabs[i]->setChecked(static_cast<int>(i) == section);
}

void SectionNavigator::setErrors(int section, int count) { m_tabs.at(static_cast<std::size_t>(section))->setErrors(count); }

void SectionNavigator::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(QRect(0, height() - 1, width(), 1), Theme::instance().grid());
}

} // namespace sweep::ui

#include "section_navigator.moc"
