// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/snapshot.h"

#include <QPointer>
#include <QWidget>

namespace sweep::ui {

class Selection;

/// A figure of the study. It draws what core/analysis computed and shares the selection with the table and all other charts:
/// hovering tells, clicking selects, what is not selected is dimmed. Follows Theme.
class Chart : public QWidget {
  Q_OBJECT
public:
  explicit Chart(Selection* selection, QWidget* parent = nullptr);

  /// Called at most about ten times a second, only while the chart is visible (and once when it becomes so).
  virtual void setSnapshot(SnapshotPtr snapshot) = 0;
  /// The chart as it is shown, at a size of its own. The file's suffix decides: png, svg.
  virtual bool save(const QString& path, QSize size) = 0;

protected:
  QPointer<Selection> m_selection;
};

} // namespace sweep::ui
