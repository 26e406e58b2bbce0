// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>

class QAction;
class QLineEdit;
class QListWidget;
class QMenuBar;

namespace sweep::ui {

/// A box that finds any action of the menus by a part of its name and does it.
class ActionFinder : public QDialog {
  Q_OBJECT
public:
  ActionFinder(QMenuBar* menus, QWidget* parent);

protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

private:
  void list(const QString& part);
  void act();

  QList<QAction*> m_actions;
  QList<QAction*> m_listed;
  QLineEdit* m_part;
  QListWidget* m_list;
};

} // namespace sweep::ui
