// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/chart_dock.h"

#include "ui/charts/chart.h"
#include "ui/charts/registry.h"
#include "ui/text.h"
#include "ui/theme.h"

#include <QCloseEvent>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <utility>

namespace sweep::ui {

ChartDock::ChartDock(const ChartEntry& entry, int copy, Selection* selection, QWidget* parent)
    : QDockWidget(QCoreApplication::translate("charts", entry.name), parent), m_entry(entry), m_copy(copy),
      m_chart(entry.create(selection, this)) {
  setObjectName(QStringLiteral("explorer.%1.%2").arg(toQt(entry.id)).arg(copy));
  setAccessibleName(windowTitle());
  setTitleBarWidget(makeTitle());
  setWidget(m_chart);
  m_chart->installEventFilter(this);
}

QWidget* ChartDock::makeTitle() {
  auto* title = new QWidget(this);
  auto* row = new QHBoxLayout(title);
  row->setContentsMargins(space::Unit, space::Half, space::Half, space::Half);
  row->setSpacing(space::Double);
  auto* name = new QLabel(windowTitle(), title);
  QFont bold = name->font();
  bold.setWeight(QFont::DemiBold);
  name->setFont(bold);
  auto* question = new QLabel(QCoreApplication::translate("charts", m_entry.question), title);
  question->setFont(smallFont());
  question->setForegroundRole(QPalette::PlaceholderText);
  // The question gives way when the chart is narrow.
  question->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  question->setToolTip(question->text());
  auto* close = new QToolButton(title);
  close->setObjectName(objectName() + QStringLiteral(".close"));
  close->setAccessibleName(tr("Close the chart “%1”").arg(windowTitle()));
  close->setToolTip(tr("Close this chart"));
  close->setIcon(Theme::instance().icon(QStringLiteral("close")));
  close->setIconSize({14, 14});
  close->setAutoRaise(true);
  connect(close, &QToolButton::clicked, this, &QDockWidget::close);
  row->addWidget(name);
  row->addWidget(question, 1);
  row->addWidget(close);
  return title;
}

void ChartDock::setSnapshot(SnapshotPtr snapshot) {
  if (m_chart->isVisible())
    m_chart->setSnapshot(std::move(snapshot));
  else
    m_waiting = std::move(snapshot);
}

bool ChartDock::eventFilter(QObject* object, QEvent* event) {
  if (object == m_chart && event->type() == QEvent::Show && m_waiting)
    m_chart->setSnapshot(std::exchange(m_waiting, nullptr));
  return QDockWidget::eventFilter(object, event);
}

void ChartDock::closeEvent(QCloseEvent* event) {
  QDockWidget::closeEvent(event);
  Q_EMIT closed();
}

} // namespace sweep::ui
