// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/study_check.h"

#include <QStringList>
#include <QWidget>

#include <optional>

class QLabel;
class QVBoxLayout;

namespace sweep::ui {

class BracketTable;
class CommandPreview;
class MethodPicture;
class ProblemList;
class QuietLabel;
class RunConsent;
class StudyDocument;
class TryOnceView;

/// What pressing Run would do, kept beside the form while it is filled in.
class PreviewPane : public QWidget {
  Q_OBJECT
public:
  PreviewPane(StudyDocument* document, RunConsent* consent, const QStringList& programFolders, QWidget* parent = nullptr);

Q_SIGNALS:
  void problemChosen(const sweep::StudyProblem& problem);
  /// A number in the output of a try was pressed.
  void metricChosen(const QString& name);
  void metricsKnown(const QStringList& names);
  /// A try has ended, see TryOnceView::sampled().
  void sampled(const QString& output, const QString& file);

private:
  void build();
  void showCheck();
  QString plan() const;
  QString estimate() const;
  QString estimateOfTime() const;

  StudyDocument* m_document;
  /// How long one trial took and how far it went, for an estimate.
  std::optional<double> m_secondsPerTrial;
  std::optional<double> m_triedBudget;
  QVBoxLayout* m_layout;
  QLabel* m_plan;
  QuietLabel* m_estimate;
  ProblemList* m_problems;
  QWidget* m_commandsTitle;
  CommandPreview* m_commands;
  BracketTable* m_brackets;
  QWidget* m_pictureTitle;
  MethodPicture* m_picture;
  QWidget* m_tryTitle;
  TryOnceView* m_tryOnce;
};

} // namespace sweep::ui
