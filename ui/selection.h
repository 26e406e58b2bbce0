// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSet>
#include <QString>

namespace sweep::ui {

/// Which trials are chosen and which one is pointed at: one object, shared by the table and every chart.
class Selection : public QObject {
  Q_OBJECT
public:
  using QObject::QObject;

  const QSet<int>& trials() const { return m_trials; }
  bool contains(int trial) const { return m_trials.contains(trial); }
  bool empty() const { return m_trials.isEmpty(); }
  /// The trial chosen last, whose details are shown; -1 for none.
  int current() const { return m_current; }
  /// The trial under the pointer; -1 for none.
  int hovered() const { return m_hovered; }

public Q_SLOTS:
  /// The last one becomes current.
  void set(const QList<int>& trials);
  void choose(int trial) { set({trial}); }
  /// Adds it, or takes it out.
  void toggle(int trial);
  void clear() { set({}); }
  void hover(int trial);

Q_SIGNALS:
  void changed();
  void hoverChanged(int trial);

private:
  QSet<int> m_trials;
  int m_current = -1;
  int m_hovered = -1;
};

} // namespace sweep::ui
