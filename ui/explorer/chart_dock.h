// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/snapshot.h"

#include <QDockWidget>

namespace sweep::ui {

class Chart;
class Selection;
struct ChartEntry;

/// A chart with its name and its question above it. Draws only while it can be seen: what arrives meanwhile is shown when it can.
class ChartDock : public QDockWidget {
  Q_OBJECT
public:
  /// `copy` tells several charts of one kind apart.
  ChartDock(const ChartEntry& entry, int copy, Selection* selection, QWidget* parent);

  const ChartEntry& entry() const { return m_entry; }
  int copy() const { return m_copy; }
  void setSnapshot(SnapshotPtr snapshot);

Q_SIGNALS:
  void closed();

protected:
  bool eventFilter(QObject* object, QEvent* event) override;
  void closeEvent(QCloseEvent* event) override;

private:
  QWidget* makeTitle();

  const ChartEntry& m_entry;
  int m_copy;
  Chart* m_chart;
  SnapshotPtr m_waiting;
};

} // namespace sweep::ui
