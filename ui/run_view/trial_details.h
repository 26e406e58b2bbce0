// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/checkpoint_use.h"
#include "core/study/trial.h"

#include <QList>
#include <QWidget>

class QFormLayout;
class QLabel;
class QPlainTextEdit;
class QStackedWidget;
class QTabWidget;
class QToolButton;

namespace sweep::ui {

class EngineLink;
class LogView;
class ReportsSketch;
class Selection;
class StudyDocument;

/// The drawer with all that is known of the selected trial: parameters, reports, command, times, output followed live.
class TrialDetails : public QWidget {
  Q_OBJECT
public:
  TrialDetails(StudyDocument* document, Selection* selection, EngineLink* engine, QWidget* parent = nullptr);

Q_SIGNALS:
  void retryRequested(const QList<int>& trials);

private:
  QWidget* buildHead();
  QWidget* buildBody();
  QToolButton* headButton(const QString& name, const QString& icon, const QString& tip);
  void show();
  void showHead(const Trial& trial);
  void showFacts(const Trial& trial);
  void showLogs(const Trial& trial);
  void turnToErrors(const Trial& trial, const QString& errors);
  void addFact(QFormLayout* form, const QString& name, const QString& value);

  StudyDocument* m_document;
  Selection* m_selection;
  EngineLink* m_engine;
  QStackedWidget* m_pages;
  QLabel* m_mark;
  QLabel* m_title;
  QLabel* m_sentence;
  QToolButton* m_stop;
  QToolButton* m_retry;
  QToolButton* m_copyCommand;
  QToolButton* m_openFolder;
  QWidget* m_facts = nullptr;
  ReportsSketch* m_sketch;
  QPlainTextEdit* m_command;
  /// The whole of what it shows, to be copied.
  QString m_commandLine;
  QTabWidget* m_logs;
  CheckpointUse m_shownUse;
  int m_turnedFor = -1;
  LogView* m_output;
  LogView* m_errors;
};

} // namespace sweep::ui
