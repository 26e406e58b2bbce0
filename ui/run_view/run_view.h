// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QSplitter;

namespace sweep::ui {

class Chart;
class EngineLink;
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

protected:
  void showEvent(QShowEvent* event) override;

private:
  void updateChart();

  StudyDocument* m_document;
  Chart* m_history;
  TrialTable* m_table;
  QSplitter* m_across;
  QSplitter* m_down;
  bool m_chartIsOld = true;
};

} // namespace sweep::ui
