// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/failure_groups.h"
#include "core/study/snapshot.h"

#include <QFutureWatcher>
#include <QList>
#include <QWidget>
#include <memory>
#include <vector>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSplitter;
class QTableView;

namespace sweep::ui {

class FailureGroupModel;
class QuietLabel;
class Selection;

/// What failed and why: failed trials in groups, the end of one trial's output, and buttons that run them again. Choosing a
/// group selects its trials; selecting a failed trial elsewhere shows it here.
class FailuresPanel : public QWidget {
  Q_OBJECT
public:
  explicit FailuresPanel(Selection* selection, QWidget* parent = nullptr);
  ~FailuresPanel() override;

  /// Groups are found beside the UI thread; changed() follows when they are others than before.
  void setSnapshot(SnapshotPtr snapshot);
  const std::vector<FailureGroup>& groups() const;
  int failedCount() const;

Q_SIGNALS:
  void changed();
  void retryRequested(const QList<int>& trials);

protected:
  void resizeEvent(QResizeEvent* event) override;

private:
  QWidget* buildDetails();
  void buildTable();
  QPushButton* retryButton(const QString& name, QList<int> (FailuresPanel::*trials)() const);
  void findGroups();
  void take(std::vector<FailureGroup> groups);
  void choose();
  void follow();
  void showGroup(int row);
  void showButtons();
  int shownTrial() const;
  QList<int> thisTrial() const;
  QList<int> thisGroup() const;
  QList<int> allTrials() const;

  Selection* m_selection;
  FailureGroupModel* m_model;
  QTableView* m_table;
  QSplitter* m_split;
  QLabel* m_sentence;
  QuietLabel* m_trials;
  QPlainTextEdit* m_tail;
  QPushButton* m_retryTrial;
  QPushButton* m_retryGroup;
  QPushButton* m_retryAll;

  SnapshotPtr m_snapshot;
  /// The failed trials that the groups were found in, kept alive so that they can be told from others.
  std::vector<TrialPtr> m_failed;
  QFutureWatcher<std::vector<FailureGroup>> m_finder;
  bool m_again = false;
  int m_row = -1;
  bool m_syncing = false;
};

} // namespace sweep::ui
