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

class EstimatesWatch;
class RepeatBar;
class Selection;
class StudyDocument;

/// The Result mode: the best configuration (by score, by the mean of several runs, or by a model) or a chosen one as a card with what
/// is known about it, and its export.
class ResultView : public QWidget {
  Q_OBJECT
public:
  ResultView(StudyDocument* document, Selection* selection, QWidget* parent = nullptr);

  /// Asks where, and writes the shown format there.
  void saveAs();
  void copy();
  /// All trials as CSV or JSON, by the suffix of the file asked for.
  void saveTrials();
  /// How the shown trial was trained, as CSV, JSON or a shell script, by the suffix of the file asked for.
  void saveSchedule();

Q_SIGNALS:
  /// Trials whose configurations are to be tried once more, with other seeds.
  void repeatRequested(const QList<int>& trials);

protected:
  void showEvent(QShowEvent* event) override;

private:
  QWidget* buildCard();
  /// Facts and parameters.
  QWidget* buildKnown();
  QWidget* buildExport();
  /// At once when it is seen, else when it is shown.
  void refresh();
  void showChosen();
  void refreshChoices();
  /// An entry of the choice for what is best in one way, where there is such a trial.
  void offerBest(int way, const QString& words);
  void showTrial(const Trial& trial);
  void showScore(const Trial& trial);
  void showParameters(const Trial& trial);
  void showText();
  const Trial* chosen() const;
  /// Whether its training went through several configurations, so that one alone does not say it.
  bool hasSchedule(const Trial& trial) const;
  void writeFile(const QString& path, const QByteArray& bytes);

  StudyDocument* m_document;
  Selection* m_selection;
  EstimatesWatch* m_estimates;
  QStackedWidget* m_pages;
  QComboBox* m_which;
  QLabel* m_score;
  QLabel* m_facts;
  QTableWidget* m_parameters;
  QTabBar* m_formats;
  QPlainTextEdit* m_text;
  QPushButton* m_schedule;
  RepeatBar* m_repeat;
  QLabel* m_done;
  bool m_isOld = true;
  /// A person has picked which trial is shown, and not we.
  bool m_isPicked = false;
};

} // namespace sweep::ui
