// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/executor.h"
#include "core/runner/job_builder.h"
#include "core/runner/progress.h"
#include "core/runner/study_method.h"
#include "core/runner/trial_ledger.h"
#include "core/runner/trial_share.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace sweep {

/// What a study does next, and what each event means for it: the deciding half of the runner. Pure but for what it is
/// handed: no threads, timers or signals of its own. Call step() after every batch of changes.
class StudyEngine {
public:
  struct World {
    /// Lets a job run.
    std::function<void(Job)> submit;
    std::function<void(int trial)> cancel;
    /// Takes back the jobs that wait for a worker.
    std::function<void()> withdrawQueued;
    /// Asks the sampler for one suggestion; suggested() brings it.
    std::function<void(SuggestionWorker::Question)> ask;
    /// A sampler that knows nothing yet, for ask() from now on.
    std::function<Result<void>()> renewSampler;
    /// Monotonic seconds.
    std::function<double()> now;
    /// The machine's processors that may be used now; empty for availableProcessors().
    std::function<std::vector<int>()> processors = {};
  };

  StudyEngine(StoredStudy study, RunnerPlaces places, World world);

  /// Refuses with a sentence, with nothing changed.
  Result<void> run();
  void pause();
  void stopAfterRunning();
  void stopNow();
  void stopTrial(int number);
  /// A failed one, or one that was interrupted.
  void retryTrial(int number);
  /// Of those among the trials that were running when the program ended and that nobody has decided on.
  void decideInterrupted(const std::vector<int>& numbers, InterruptedRule decision);
  /// Of all of them, when the study is opened; says what became of which.
  void decideInterrupted(InterruptedRule decision);
  void enqueue(Configuration configuration);
  /// For the method to learn from before it chooses the next trial.
  void addKnown(std::vector<KnownResult> results) { m_method.addKnown(std::move(results)); }
  void setLimits(const Limits& limits, const FailureRules& failures);

  /// For a study that is only looked at, for which step() is never called: what another instance has stored meanwhile.
  void follow(StoredStudy changes);
  /// The same: whether another instance has it open for running.
  void showElsewhere(bool runs);
  /// The study as it is now, whether saved or not.
  StoredStudy everything();

  void happened(const JobEvent& event);
  void suggested(Suggestions suggestions);
  /// While results cannot be saved, no trial is started.
  void setSaving(bool works) { m_saving = works; }
  /// Starts what may start, and moves on to the next state when everything is done and saved.
  /// saved: nothing is waiting to be written.
  void step(bool saved);
  /// Before the end of the program, with all processes gone: running trials go back to Waiting.
  void abandonRunning();

  StudyState state() const { return m_state; }
  /// The sampler was asked and has not answered.
  bool isAsking() const { return m_method.isAsking(); }
  /// Asked to stop, and nothing runs any more.
  bool isResting() const { return m_state == StudyState::Stopping && m_active.empty(); }
  const StudySpec& spec() const { return m_spec; }
  TrialLedger& ledger() { return m_ledger; }
  Progress progress();
  double runSeconds();
  /// Seconds until something is due by time alone: the end of the study's time or a new try after a passing problem.
  std::optional<double> due();

  struct Notice {
    Message message;
    bool isError = false;
  };
  /// The latest since the last call; an error is not replaced by anything milder.
  std::optional<Notice> takeNotice();
  void notify(Message message, bool isError);

private:
  /// A job in hand, and why we asked it to end.
  struct Active {
    int attempt = 1;
    std::shared_ptr<MetricReader> reader;
    enum class Wish { None, StopTrial, PutBack, Prune, Pause, ReachBudget } wish = Wish::None;
    Message reason;
    TrialShare share = {};
    /// It goes on from an unfinished checkpoint, and its first report says from where.
    bool repeats = false;
  };

  // What comes next
  std::optional<TrialShare> freeShare() const;
  bool mayStart();
  int mostActive() const;
  bool isOver() const { return !m_over.empty(); }
  bool startNext();
  bool chooseNext();
  bool take(const NextStep& step);
  void copyTrial(const CopyTrial& copy);
  void beginTrial(int number, std::optional<double> budget, std::optional<CheckpointSource> resume,
                  Message reason);
  double budgetOf(const CheckpointSource& source) const;
  void holdBack(const Message& reason);
  void couldNotStart(int number, const Message& reason);

  // What happens
  void reported(int number, Active& active, const JobReported& what);
  void finished(int number, JobFinished what, std::int64_t time);
  void endedByItself(int number, const Active& active, const JobFinished& what);
  void reachedBudget(int number, Outcome outcome);
  void notStarted(int number, const JobNotStarted& what);
  void endAsWished(int number, const Active& active);
  InterruptedRule decide(int number, InterruptedRule decision);
  void putBack(int number, std::optional<Failure> why = {});
  void interrupt(int number);
  bool startOver(int number, const Failure& failure);
  bool mayTryAgain(const Trial& trial, FailureClass kind) const;
  std::uint64_t nextSeed(const Trial& trial) const;
  void pauseTrial(int number, Message reason);
  void settleTrial(int number, Outcome outcome, Message verdict = {});
  void afterFinish(const Trial& trial);
  void countInitialFailure(const Failure& failure);
  void changed(int number);
  void warnOfMissingCheckpoint(int number);

  void checkTime();
  void moveOn(bool saved);
  void countTime();
  void findPlan();

  StudySpec m_spec;
  RunnerPlaces m_places;
  JobBuilder m_builder;
  World m_world;
  TrialLedger m_ledger;
  StudyMethod m_method;
  StudyState m_state = StudyState::Idle;
  std::map<int, Active> m_active;

  /// Why no new trial is begun any more; empty while there may be more.
  Message m_over;
  bool m_overIsFinal = false;
  bool m_nothingLeft = false;
  Message m_leftReason;
  /// Why nothing was begun although there may be more, when sampler or scheduler wait for running trials.
  bool m_waits = false;
  Message m_waitReason;
  int m_initialFailures = 0;
  int m_startFailures = 0;
  bool m_saving = true;
  bool m_warnedOfCheckpoint = false;
  double m_holdUntil = 0.0;
  double m_holdSeconds = 0.0;

  double m_runSeconds = 0.0;
  double m_lastTime = 0.0;
  bool m_counting = false;
  std::optional<std::uint64_t> m_planned;
  std::optional<Notice> m_notice;
};

} // namespace sweep
