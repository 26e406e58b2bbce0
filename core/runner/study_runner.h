// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/executor.h"
#include "core/runner/checkpoint_use.h"
#include "core/runner/progress.h"
#include "core/runner/runner_places.h"
#include "core/storage/storage.h"
#include "core/study/known_result.h"
#include "core/study/study_spec.h"
#include "core/study/trial.h"

#include <QMetaType>
#include <QObject>
#include <functional>
#include <memory>
#include <vector>

namespace sweep {

/// What changed since the last update. A trial that is shown as finished is on disk.
struct RunnerUpdate {
  StudyState state = StudyState::Idle;
  Progress progress;
  std::vector<TrialPtr> trials;
  CheckpointNews checkpoints;
  /// What concerns the whole study (disk full, stopped itself and why, nothing left to try); empty otherwise.
  Message notice;
  bool noticeIsError = false;
};

/// The end of StudyRunner::saveCopy(): an empty error for success.
struct CopySaved {
  std::string path;
  Message error;
};

/// The loop of a study: asks sampler and scheduler, hands jobs to the executor, writes to the storage, tells by signals.
/// Lives on the engine thread; every slot and signal belongs to that thread, connect to it queued.
/// A slow sampler delays neither output nor reports: it thinks on a thread of its own.
class StudyRunner : public QObject {
  Q_OBJECT
public:
  using ExecutorFactory = std::function<std::unique_ptr<Executor>(Executor::Listener, int workers)>;
  /// Seconds that never go back and stand still while the machine sleeps.
  using Clock = std::function<double()>;

  /// Takes a study that storage has loaded or created. Nothing is started before run(). One that was opened for reading is
  /// followed live while another instance runs it.
  /// clock: empty for the machine's own.
  StudyRunner(std::unique_ptr<Storage> storage, RunnerPlaces places, ExecutorFactory makeExecutor,
              QObject* parent = nullptr, Clock clock = {});
  /// Ends what runs (those trials go back to Waiting) and writes what is left to write. Where that is not possible any more, the
  /// whole study goes into another file; the application's standard error says which.
  ~StudyRunner() override;

public Q_SLOTS:
  /// Loads the study and announces all its trials by updated(). Trials that were running when the program ended are put back
  /// to Waiting (their process ended first, if it is still there), and are for a person to decide on where the rule says so:
  /// `interrupted`, or nothing for the study's own.
  void load(std::optional<sweep::InterruptedRule> interrupted = {});
  /// Starts or goes on; a finished study whose limits were raised goes on too.
  void run();
  /// No new trials; running ones go on.
  void pause();
  /// No new trials, and ends once the running ones have finished.
  void stopAfterRunning();
  /// Ends running trials now; they go back to Waiting and run again on the next run().
  void stopNow();
  /// Ends one running trial; it fails with the class Stopped. A waiting one is dropped likewise.
  void stopTrial(int number);
  void setParallel(int count);
  /// Puts failed and interrupted trials back to Waiting, to begin anew; others are let be.
  void retryTrials(const std::vector<int>& numbers);
  /// What becomes of trials that were running when the program ended; others are let be.
  void decideInterrupted(const std::vector<int>& numbers, sweep::InterruptedRule decision);
  /// Tries a configuration next.
  void enqueue(sweep::Configuration configuration);
  /// Configurations whose outcome is known from elsewhere, for the method to learn from; see runner/known_results.h.
  void addKnown(std::vector<sweep::KnownResult> results);
  /// Replaces limits and failure rules, which may change while the study runs. What a study file could not hold is not taken.
  void setLimits(sweep::Limits limits, sweep::FailureRules failures);
  /// Writes the study as it is now, also what could not be saved, into a file of its own. copySaved() follows.
  void saveCopy(const std::string& path);

Q_SIGNALS:
  /// At most about ten a second while running.
  void updated(const sweep::RunnerUpdate& update);
  void copySaved(const sweep::CopySaved& what);

private:
  class Private;
  std::unique_ptr<Private> d;
};

} // namespace sweep

Q_DECLARE_METATYPE(sweep::RunnerUpdate)
Q_DECLARE_METATYPE(sweep::CopySaved)
