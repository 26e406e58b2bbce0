// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/executor/executor.h"
#include "core/runner/continuation.h"
#include "core/runner/job_builder.h"
#include "core/runner/metric_file.h"
#include "core/study/study_spec.h"
#include "core/study/trial.h"
#include "ui/call_queue.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <string>
#include <vector>

class QTemporaryDir;

namespace sweep::ui {

class OutputRelay;

/// Runs the program once with every parameter at its default, as a trial would be run: the same words, environment, limits and
/// process group, and the smallest budget where trials have one: where they are ended in flight, it is ended there too. Where they
/// continue from checkpoints it is run a second time, from what it saved to a larger budget, to see whether it goes on there. Nothing
/// of it is kept. All calls return at once; what happens comes by signals on the thread of this object.
class TryOnce : public QObject {
  Q_OBJECT
public:
  /// What a run without a limit of its own is given.
  static constexpr double DefaultLimit = 60.0;

  explicit TryOnce(const QStringList& programFolders, QObject* parent = nullptr);
  /// Ends what runs.
  ~TryOnce() override;

  /// Fails when there is nothing that can be started, and while a run is going on.
  Result<void> start(const StudySpec& spec, const QString& studyFolder);
  void stop();
  bool isRunning() const { return m_executor != nullptr; }
  /// How far the first run was to go; nothing when trials have no budget.
  std::optional<double> budget() const { return m_budget; }

Q_SIGNALS:
  void started(const QString& commandLine);
  /// The second run was started; `what` says from where to where.
  void resumed(const QString& commandLine, const QString& what);
  /// Whole lines and pieces of lines, as they come.
  void output(const QByteArray& bytes, bool isError);
  /// Before finished(), of a study whose metrics are read from a file: what stands in it after the first run, or the sentence that
  /// says why nothing can be read.
  void fileRead(const QByteArray& content, const QString& problem);
  /// Before finished(): whether the program goes on from its checkpoint, or can be ended in flight. good: so it is.
  void judged(bool good, const QString& sentence);
  /// The first run, or both, have ended. failed: the first was not the program's own, successful end. sentence says how it ended, and
  /// seconds how long it took.
  void finished(bool failed, const QString& sentence, double seconds);

private:
  Result<QString> launch(std::optional<double> budget, std::optional<CheckpointSource> resume);
  std::shared_ptr<OutputRelay> relayFor(const Job& job, int run);
  void noteSteps(OutputRelay& relay, const MetricSource& source, const Job& job, int run);
  void tellFile(const QString& path, const MetricFile::Content& content);
  void take(const JobEvent& event, int run, const OutputRelay& relay);
  void firstEnded(const JobFinished& job, const OutputRelay& relay);
  bool endsInFlight() const { return m_spec.budget && m_spec.budget->way == BudgetWay::StopInFlight; }
  void reachedBudget(int run);
  void judgeFlight(const JobFinished& job, const OutputRelay& relay);
  void secondEnded(const JobFinished& job, const OutputRelay& relay);
  void resume();
  void judge(const std::optional<WatchedRun>& then, const QString& end = {});
  void end(bool failed, const QString& sentence, double seconds);
  QString endSentence(const JobFinished& job) const;

  std::vector<std::string> m_programFolders;
  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<JobBuilder> m_builder;
  /// What the executor's threads have to say.
  CallQueue m_news;
  std::unique_ptr<Executor> m_executor;
  StudySpec m_spec;
  QString m_studyFolder;
  /// The default configuration, and the attempts so far.
  Trial m_trial;
  std::optional<double> m_budget;
  /// It was ended in flight.
  bool m_reachedBudget = false;
  /// When continuing is to be tried.
  std::optional<ContinuationBudgets> m_budgets;
  /// What the first run has shown, how it ended and how long it took.
  WatchedRun m_first;
  QString m_firstEnd;
  double m_firstSeconds = 0.0;
  /// Written on the worker's thread before its job is told to have finished.
  std::shared_ptr<bool> m_leftCheckpoint;
  double m_limit = DefaultLimit;
  /// Events of a run that was ended meanwhile are let go.
  int m_run = 0;
};

} // namespace sweep::ui
