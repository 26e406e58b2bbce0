// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/study_check.h"

#include <QStringList>
#include <QWidget>

#include <optional>

class QLabel;
class QVBoxLayout;

namespace sweep::ui {

class CommandPreview;
class ProblemList;
class QuietLabel;
class StudyDocument;

/// What pressing Run would do, kept beside the form while it is filled in.
class PreviewPane : public QWidget {
  Q_OBJECT
public:
  explicit PreviewPane(StudyDocument* document, QWidget* parent = nullptr);

  /// How long one trial took, for an estimate.
  void setSecondsPerTrial(double seconds);

Q_SIGNALS:
  void problemChosen(const sweep::StudyProblem& problem);

private:
  void build();
  void showCheck();
  QString plan() const;
  QString estimate() const;

  StudyDocument* m_document;
  std::optional<double> m_secondsPerTrial;
  QVBoxLayout* m_layout;
  QLabel* m_plan;
  QuietLabel* m_estimate;
  ProblemList* m_problems;
  QWidget* m_commandsTitle;
  CommandPreview* m_commands;
};

} // namespace sweep::ui
