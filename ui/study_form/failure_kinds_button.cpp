// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/failure_kinds_button.h"

#include "ui/text.h"
#include "ui/trial_text.h"

#include <QKeyEvent>
#include <QMenu>

namespace sweep::ui {

namespace {

bool isTick(const QEvent* event) {
  if (event->type() == QEvent::MouseButtonRelease)
    return true;
  if (event->type() != QEvent::KeyPress)
    return false;
  const int key = static_cast<const QKeyEvent*>(event)->key();
  return key == Qt::Key_Space || key == Qt::Key_Return || key == Qt::Key_Enter;
}

QStringList texts(const std::set<FailureClass>& kinds) {
  QStringList list;
  for (const auto kind : retriableClasses())
    if (kinds.contains(kind))
      list.append(failureClassText(kind));
  return list;
}

} // namespace

FailureKindsButton::FailureKindsButton(QWidget* parent) : QToolButton(parent) {
  auto* menu = new QMenu(this);
  for (const auto kind : retriableClasses()) {
    auto* action = menu->addAction(failureClassText(kind));
    action->setObjectName(QStringLiteral("retries.after.") + toQt(failureClassName(kind)));
    action->setCheckable(true);
    action->setData(static_cast<int>(kind));
    connect(action, &QAction::triggered, this, [this, kind](bool wanted) {
      auto kinds = m_kinds;
      wanted ? void(kinds.insert(kind)) : void(kinds.erase(kind));
      Q_EMIT kindsEdited(kinds);
    });
  }
  menu->installEventFilter(this);
  setMenu(menu);
  setPopupMode(QToolButton::InstantPopup);
  setToolButtonStyle(Qt::ToolButtonTextOnly);
  showWords();
}

void FailureKindsButton::show(const std::set<FailureClass>& kinds) {
  m_kinds = kinds;
  for (auto* action : menu()->actions())
    action->setChecked(m_kinds.contains(static_cast<FailureClass>(action->data().toInt())));
  showWords();
}

void FailureKindsButton::showWords() {
  const auto names = texts(m_kinds);
  setText(m_kinds.empty()                               ? tr("after no failure")
          : m_kinds.size() == retriableClasses().size() ? tr("after any failure")
          : names.size() == 1                           ? tr("after: %1").arg(names.front())
                              : tr("after %1 kinds of failure").arg(names.size()));
  setToolTip(names.isEmpty() ? tr("Choose after which failures a trial is tried again")
                             : tr("Tried again after: %1").arg(names.join(QStringLiteral(", "))));
  setAccessibleName(tr("Failures that are tried again"));
  setAccessibleDescription(toolTip());
}

/// Several are ticked one after the other.
bool FailureKindsButton::eventFilter(QObject* watched, QEvent* event) {
  auto* menu = qobject_cast<QMenu*>(watched);
  if (!menu || !isTick(event) || !menu->activeAction())
    return QToolButton::eventFilter(watched, event);
  menu->activeAction()->trigger();
  return true;
}

} // namespace sweep::ui
