// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/failure_rules.h"
#include "ui/models/trial_table_model.h"

#include <QTableView>
#include <QWidget>

class QLabel;
class QLineEdit;
class QMenu;
class QToolButton;

namespace sweep::ui {

class Selection;
class StudyDocument;

/// The live table of trials with its filter: columns are chosen and moved in the header, copying gives tab-separated text.
class TrialTable : public QWidget {
  Q_OBJECT
public:
  TrialTable(StudyDocument* document, Selection* selection, QWidget* parent = nullptr);

  void focusFilter();
  QTableView* view() const { return m_view; }

Q_SIGNALS:
  /// A row was activated by Enter or a double click.
  void activated(int trial);
  /// From the menu of the rows that are selected.
  void retryRequested(const QList<int>& trials);
  void interruptedDecided(const QList<int>& trials, sweep::InterruptedRule decision);

protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

private:
  void buildFilter();
  void buildStates();
  void fillStates();
  void showStates(const TrialTableModel::StateFilter& filter);
  void buildView();
  void showHeaderMenu(const QPoint& position);
  void showTrialMenu(const QPoint& position);
  void restoreColumns();
  void fitNote();
  void saveColumns();
  void copySelection();
  void takeSelection();
  void showSelection();
  void updateEmptyState();

  StudyDocument* m_document;
  Selection* m_selection;
  TrialTableModel* m_model;
  QLineEdit* m_filter;
  QToolButton* m_states;
  QMenu* m_stateMenu;
  QLabel* m_filterNote;
  QLabel* m_empty;
  QTableView* m_view;
  bool m_syncing = false;
};

} // namespace sweep::ui
