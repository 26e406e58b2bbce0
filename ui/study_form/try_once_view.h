// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/metric_reader.h"
#include "ui/study_form/try_once.h"

#include <QByteArray>
#include <QWidget>

#include <map>
#include <memory>
#include <optional>
#include <string>

class QPushButton;
class QTextBrowser;

namespace sweep::ui {

class ProblemLabel;
class QuietLabel;
class RunConsent;
class StudyDocument;

/// One run with the defaults, watched: its output with every number that was recognised as a metric highlighted. Pressing one
/// makes it the objective.
class TryOnceView : public QWidget {
  Q_OBJECT
public:
  TryOnceView(StudyDocument* document, RunConsent* consent, const QStringList& programFolders, QWidget* parent = nullptr);

Q_SIGNALS:
  void metricChosen(const QString& name);
  /// All that the program printed so far.
  void metricsKnown(const QStringList& names);
  /// A run that ended by itself and well took this long, for the budget that it was given.
  void timed(double seconds, std::optional<double> budget);
  /// Once a run has ended: what it printed, and what stands in its file of metrics.
  void sampled(const QString& output, const QString& file);

private:
  void build();
  void startOrStop();
  void begin(const QString& commandLine);
  void beginAgain(const QString& commandLine, const QString& what);
  void take(const QByteArray& bytes, bool isError);
  void appendLine(QByteArray line, bool isError);
  void appendText(std::string_view text, const std::vector<FoundMetric>& found, bool isError);
  void showFile(const QByteArray& content, const QString& problem);
  QString nextStep(const QString& metric, const QStringList& names) const;
  void showFinding(bool good, const QString& sentence);
  void conclude(bool failed, const QString& sentence, double seconds);
  void flushLines();
  void setBusy(bool busy);

  StudyDocument* m_document;
  RunConsent* m_consent;
  TryOnce* m_run;
  QPushButton* m_button;
  QuietLabel* m_status;
  /// Whether it goes on from its checkpoint: that it does, or what keeps it from that.
  QuietLabel* m_finding;
  ProblemLabel* m_doubt;
  QTextBrowser* m_text;
  std::shared_ptr<MetricReader> m_reader;
  /// The last line of each stream while it is not complete.
  QByteArray m_open[2];
  /// The last value of each metric.
  std::map<std::string, double> m_metrics;
  /// What it printed, as far as it is shown.
  QString m_output;
  QString m_file;
  QString m_fileProblem;
};

} // namespace sweep::ui
