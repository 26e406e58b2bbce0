// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/number_set.h"
#include "core/executor/job.h"
#include "core/runner/progress.h"
#include "core/runner/trial_judge.h"
#include "core/scheduler/scheduler.h"
#include "core/storage/storage.h"
#include "core/study/objective.h"
#include "core/study/trial.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace sweep {

/// All trials of a study and what is known of each, from moment to moment: which wait, run or are finished, what has not been
/// saved, what has not been told. Pure bookkeeping without clock, threads or I/O.
///
/// Trials that were handed out are shared and never change: what happens to them later happens to a copy.
/// A finished trial counts in progress() and is handed out by takeTold() only after it was saved; until then it looks running.
class TrialLedger {
public:
  explicit TrialLedger(Objective objective = {}) : m_objective(std::move(objective)) {}
  /// Replaces everything by what is stored; nothing of it is unsaved.
  void load(std::vector<Trial> trials, std::vector<int> finishOrder);

  /// A trial as another instance has stored it, a new one or a changed one; nothing of it is unsaved.
  void replace(Trial trial);

  int size() const { return static_cast<int>(m_trials.size()); }
  bool has(int number) const { return number >= 0 && number < size(); }
  /// Valid until this trial is changed.
  const Trial& trial(int number) const { return *m_trials[static_cast<std::size_t>(number)]; }
  /// The trial as it is now, for good: what changes later is a copy.
  TrialPtr shared(int number) const { return m_trials[static_cast<std::size_t>(number)]; }
  /// By number.
  const std::set<int>& waiting() const { return m_waiting; }
  bool hasRunning() const { return !m_running.empty(); }
  std::vector<int> running() const { return m_running.numbers(); }
  bool hasPaused() const { return !m_paused.empty(); }
  /// Waiting too, but for a person to decide what becomes of them: not among waiting().
  const std::set<int>& undecided() const { return m_undecided; }
  /// Numbers in the order in which they finished.
  const std::vector<int>& finishOrder() const { return m_finishOrder; }
  /// Copies of all, as they are now.
  std::vector<Trial> all() const;

  /// A new waiting trial; its number is given to it.
  int add(Trial trial);
  /// A new complete trial that no program was run for; its number is given to it.
  int addKnown(Trial trial);
  /// How many of those there are.
  int known() const { return m_known; }
  /// Of a waiting trial that has not begun.
  void place(int number, const Placement& placement);
  /// Waiting or Paused → Running, as a new attempt with the attempt's budget. Without a checkpoint to go on from the trial
  /// begins anew, and its reports are dropped.
  void start(int number, Attempt attempt);
  void started(int number, const JobStarted& what, std::int64_t time);
  /// An attempt that goes on from an unfinished checkpoint reports steps again that the attempts before it had reported: what these
  /// said from that step on is dropped. Whether anything was.
  bool dropRepeated(int number, std::int64_t step);
  /// Report times, which count from the attempt's start, become times since the first attempt's.
  void report(int number, Report report);
  void endAttempt(int number, const JobFinished& what, std::int64_t time);
  /// The attempt has come as far as its budget.
  void reachBudget(int number, std::vector<double> values, bool hasCheckpoint);
  /// → Complete, Pruned or Failed, its attempt likewise. verdict: of the scheduler, when it is what ends the trial.
  void finish(int number, Outcome outcome, Message verdict = {});
  /// → Waiting, without what it has reported in an attempt that did not come as far as its budget: from Running, or from Failed
  /// for a retry. why: what became of the attempt that ran.
  void putBack(int number, std::optional<Failure> why = {});
  void setRetries(int number, int count) { change(number).retries = count; }
  /// The last attempt was ended before its time, and what becomes of the trial then. putBack() or finish() follow.
  void interrupt(int number, Failure why, InterruptedRule then, bool hasCheckpoint);
  /// An attempt that never became a process is forgotten. → Waiting
  void takeBack(int number);
  /// → Paused, with its reports.
  void pause(int number, Message verdict);
  /// It was changed while loading and is to be saved.
  void touch(int number) { change(number); }
  void setConfiguration(int number, Configuration configuration, Message origin);

  bool hasUnsaved() const { return !m_unsaved.empty(); }
  /// Changes since the last call, in the order in which trials finished; without reports that were handed out before. A trial
  /// that had finished and was put back since comes twice when it has gone on from Waiting: storage wants to see that it was.
  std::vector<Storage::TrialChange> takeUnsaved();
  /// What takeUnsaved() gave is on disk.
  void saved(const std::vector<Storage::TrialChange>& changes);
  /// Everything counts as saved and told: for a study that is kept nowhere.
  void countAsSaved();
  /// Whether a finished trial is not on disk.
  bool hasUnconfirmed() const { return !m_unconfirmed.empty(); }

  bool hasUntold() const { return !m_untold.empty(); }
  /// What changed since the last call and may be told, by number.
  std::vector<TrialPtr> takeUntold();

  /// All but elapsed time, plan and parallel; see estimateRemaining(). Known results are among none of the counts, and may be best.
  Progress progress() const;
  double meanDuration() const;

private:
  Trial& change(int number);
  void setState(Trial& trial, TrialState state);
  void sort(const Trial& trial);
  void takeOut(const Trial& trial);
  void dropReports(Trial& trial, std::size_t kept);
  void count(const Trial& trial, int by);
  void confirm(int number);
  void considerBest(const Trial& trial);
  void findBest();

  Objective m_objective;
  std::vector<std::shared_ptr<Trial>> m_trials;
  std::set<int> m_waiting;
  NumberSet m_running;
  NumberSet m_paused;
  std::set<int> m_undecided;
  std::vector<int> m_finishOrder;
  NumberSet m_unsaved;
  std::vector<int> m_unsavedFinishes;
  /// Put back after they had finished, since the last call.
  std::set<int> m_reopened;
  /// Per trial, how many of its reports were handed out for saving.
  std::vector<std::size_t> m_savedReports;
  NumberSet m_unconfirmed;
  NumberSet m_untold;
  int m_known = 0;
  /// Over confirmed trials.
  Progress m_counts;
  double m_durations = 0.0;
};

/// Seconds until `planned` trials are finished when each takes as long as those so far.
std::optional<double> estimateRemaining(const Progress& progress, double meanDuration);

} // namespace sweep
