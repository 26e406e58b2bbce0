// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QActionGroup;
class QVBoxLayout;

namespace sweep::ui {

/// The modes of the window down its left side.
class ModeBar : public QWidget {
  Q_OBJECT
public:
  explicit ModeBar(QWidget* parent = nullptr);

  /// Adds a mode; its shortcut is Ctrl+ its number.
  QAction* add(const QString& name, const QString& icon, const QString& tip);
  void choose(int mode);
  int mode() const;

Q_SIGNALS:
  void chosen(int mode);

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  QActionGroup* m_group;
  QVBoxLayout* m_layout;
};

} // namespace sweep::ui
