// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/action_finder.h"

#include "ui/theme.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QVBoxLayout>

namespace sweep::ui {

namespace {

void collect(const QList<QAction*>& actions, QList<QAction*>& found) {
  for (auto* action : actions) {
    if (action->menu())
      collect(action->menu()->actions(), found);
    else if (!action->isSeparator() && !action->text().isEmpty())
      found.append(action);
  }
}

} // namespace

ActionFinder::ActionFinder(QMenuBar* menus, QWidget* parent)
    : QDialog(parent), m_part(new QLineEdit), m_list(new QListWidget) {
  setObjectName(QStringLiteral("actionFinder"));
  setWindowTitle(tr("Find action"));
  resize(420, 360);
  collect(menus->actions(), m_actions);
  m_part->setObjectName(QStringLiteral("actionPart"));
  m_part->setAccessibleName(tr("Part of the action's name"));
  m_part->setPlaceholderText(tr("Type a part of its name, then Enter"));
  m_part->installEventFilter(this);
  m_list->setObjectName(QStringLiteral("actionList"));
  m_list->setAccessibleName(tr("Actions that match"));
  auto* layout = new QVBoxLayout(this);
  layout->setSpacing(space::Unit);
  layout->addWidget(m_part);
  layout->addWidget(m_list);
  connect(m_part, &QLineEdit::textChanged, this, &ActionFinder::list);
  connect(m_part, &QLineEdit::returnPressed, this, &ActionFinder::act);
  connect(m_list, &QListWidget::itemActivated, this, &ActionFinder::act);
  list({});
}

void ActionFinder::list(const QString& part) {
  m_list->clear();
  m_listed.clear();
  for (auto* action : m_actions) {
    const QString name = QString(action->text()).remove(QLatin1Char('&'));
    if (!action->isEnabled() || !name.contains(part, Qt::CaseInsensitive))
      continue;
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    m_list->addItem(new QListWidgetItem(action->icon(), keys.isEmpty() ? name : name + QStringLiteral("    ") + keys));
    m_listed.append(action);
  }
  m_list->setCurrentRow(0);
}

void ActionFinder::act() {
  const int row = m_list->currentRow();
  if (row < 0)
    return;
  accept();
  // After the box is gone, so that the action finds the window as it was.
  QMetaObject::invokeMethod(m_listed.at(row), &QAction::trigger, Qt::QueuedConnection);
}

bool ActionFinder::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Up) {
      QApplication::sendEvent(m_list, event);
      return true;
    }
  }
  return QDialog::eventFilter(watched, event);
}

} // namespace sweep::ui
