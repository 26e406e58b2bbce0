// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/failure_rules.h"

#include <QList>
#include <QWidget>

class QSplitter;

namespace sweep::ui {

class Chart;
class EngineLink;
class FailuresDrawer;
class Selection;
class StudyDocument;
class TrialTable;

/// The Run mode: the score of every configuration, what the workers do, the table of trials, and a drawer for the chosen one.
class RunView : public QWidget {
  Q_OBJECT
public:
  RunView(StudyDocument* document, Selection* selection, EngineLink* engine, QWidget* parent = nullptr);

  void focusFilter();
  QByteArray layoutState() const;
  void restoreLayoutState(const QByteArray& state);

Q_SIGNALS:
  /// A person wants these failed trials to run again.
  void retryRequested(const QList<int>& trials);
  void interruptedDecided(const QList<int>& trials, sweep::InterruptedRule decision);

protected:
  void showEvent(QShowEvent* event) override;

private:
  void updateChart();
  void makeRoomForFailures(bool open);

  StudyDocument* m_document;
  Chart* m_history;
  TrialTable* m_table;
  FailuresDrawer* m_failures;
  QSplitter* m_across;
  QSplitter* m_down;
  /// The table, and the failures under it.
  QSplitter* m_trials;
  bool m_chartIsOld = true;
};

} // namespace sweep::ui
