// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/study_runner.h"
#include "core/storage/sqlite_storage.h"
#include "ui/call_queue.h"
#include "ui/update_pacer.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QThread>

#include <functional>
#include <memory>

namespace sweep::ui {

/// The way from the window to the engine and back: owns the engine thread and the runner on it. Every call returns at once;
/// what happened comes back by signals on the UI thread. Answers of a study that was closed meanwhile never arrive.
class EngineLink : public QObject {
  Q_OBJECT
public:
  /// programFolders as in RunnerPlaces.
  explicit EngineLink(QStringList programFolders, QObject* parent = nullptr);
  ~EngineLink() override;

  /// Makes the study's file (one without trials is given the spec) and, when wanted, runs it at once. opened() or openFailed()
  /// follows.
  void create(const QString& path, const StudySpec& spec, const QString& studyFolder, bool runAtOnce);
  /// opened(), then updated() with all trials; or openFailed(). A study that cannot be opened for running is opened for reading,
  /// a damaged one as far as it can be read: the first update's notice says why.
  void open(const QString& path);
  /// Writes a copy of the open study as it is now; copied() follows.
  void copyTo(const QString& path);
  /// Ends what runs (trials go back to Waiting) and lets the study go.
  void close();

  void run();
  void pause();
  void stopAfterRunning();
  void stopNow();
  void stopTrial(int number);
  void retryTrials(const QList<int>& numbers);
  void decideInterrupted(const QList<int>& numbers, InterruptedRule decision);
  void enqueue(const Configuration& configuration);
  /// For the method to learn from; results that are there already are passed over.
  void addKnown(const std::vector<KnownResult>& results);
  void setParallel(int count);
  void setLimits(const Limits& limits, const FailureRules& failures);

  const QStringList& programFolders() const { return m_programFolders; }
  /// The folder of a trial's logs and files.
  QString trialFolder(int number) const;

Q_SIGNALS:
  void opened(const QString& path, const sweep::StudySpec& spec, bool readOnly);
  void openFailed(const QString& path, const QString& sentence);
  void updated(const sweep::RunnerUpdate& update);
  /// An empty sentence for success.
  void copied(const QString& path, const QString& sentence);

private:
  class Session;
  template <class Call> void tell(Call call);
  void start(const QString& path, const QString& studyFolder, bool runAtOnce, std::function<Result<std::unique_ptr<Storage>>()> make);

  QStringList m_programFolders;
  /// What the engine thread has to say.
  CallQueue m_answers;
  QThread m_thread;
  QObject* m_context = nullptr;
  Session* m_session = nullptr;
  quint64 m_generation = 0;
  QString m_trialsFolder;
  UpdatePacer* m_pacer;
};

} // namespace sweep::ui
