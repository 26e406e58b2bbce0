// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QStackedWidget;
class QTableWidget;
class QPushButton;
class QTabBar;
class QPlainTextEdit;

namespace sweep {
struct Trial;
}

namespace sweep::ui {

class EngineLink;
class Selection;
class StudyDocument;

/// The Result mode: the best configuration (or a chosen one) as a card with what is known about it, and its export.
class ResultView : public QWidget {
  Q_OBJECT
public:
  ResultView(StudyDocument* document, Selection* selection, EngineLink* engine, QWidget* parent = nullptr);

  /// Asks where, and writes the shown format there.
  void saveAs();
  void copy();
  /// All trials as CSV or JSON, by the suffix of the file asked for.
  void saveTrials();
  /// How the shown trial was trained, as CSV, JSON or a shell script, by the suffix of the file asked for.
  void saveSchedule();

protected:
  void showEvent(QShowEvent* event) override;

private:
  QWidget* buildCard();
  QWidget* buildExport();
  /// At once when it is seen, else when it is shown.
  void refresh();
  void showChosen();
  void refreshChoices();
  void showTrial(const Trial& trial);
  void showParameters(const Trial& trial);
  void showText();
  const Trial* chosen() const;
  /// Whether its training went through several configurations, so that one alone does not say it.
  bool hasSchedule(const Trial& trial) const;
  void writeFile(const QString& path, const QByteArray& bytes);
  void runAgain();

  StudyDocument* m_document;
  Selection* m_selection;
  EngineLink* m_engine;
  QStackedWidget* m_pages;
  QComboBox* m_which;
  QLabel* m_score;
  QLabel* m_facts;
  QTableWidget* m_parameters;
  QTabBar* m_formats;
  QPlainTextEdit* m_text;
  QPushButton* m_schedule;
  QLabel* m_done;
  bool m_isOld = true;
};

} // namespace sweep::ui
