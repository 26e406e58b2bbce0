// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QSpinBox;
class QToolButton;

namespace sweep::ui {

class Selection;
class StudyDocument;
class StudyProgressBar;

/// The strip above every mode: run controls, parallelism, progress, time left, the best score.
class RunHeader : public QWidget {
  Q_OBJECT
public:
  struct Actions {
    QAction* run;
    QAction* pause;
    QAction* stop;
    QAction* stopNow;
  };
  RunHeader(StudyDocument* document, Selection* selection, const Actions& actions, QWidget* parent = nullptr);

Q_SIGNALS:
  void parallelChosen(int count);
  /// The best score was clicked; its trial is selected.
  void bestClicked();

private:
  QToolButton* button(QAction* action, const QString& name);
  void showProgress();
  void showBest();
  QString progressText() const;

  StudyDocument* m_document;
  Selection* m_selection;
  QSpinBox* m_parallel;
  StudyProgressBar* m_bar;
  QLabel* m_text;
  QToolButton* m_best;
};

} // namespace sweep::ui
