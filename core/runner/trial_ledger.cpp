// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/trial_ledger.h"

#include "core/study/known_result.h"

#include <algorithm>
#include <utility>

namespace sweep {

namespace {

/// The trial as it was when it had been put back, with so many reports.
Trial waitingAgain(const Trial& trial, std::size_t reports) {
  Trial copy = trial;
  copy.state = TrialState::Waiting;
  copy.values.clear();
  copy.failure.reset();
  copy.verdict = {};
  copy.reports.truncate(reports);
  return copy;
}

} // namespace

void TrialLedger::load(std::vector<Trial> trials, std::vector<int> finishOrder) {
  *this = TrialLedger(m_objective);
  m_finishOrder = std::move(finishOrder);
  for (auto& loaded : trials) {
    m_trials.push_back(std::make_shared<Trial>(std::move(loaded)));
    const auto& trial = *m_trials.back();
    m_savedReports.push_back(trial.reports.size());
    m_untold.insert(trial.number);
    sort(trial);
    count(trial, 1);
    m_known += isKnownResult(trial);
  }
  findBest();
}

void TrialLedger::replace(Trial trial) {
  const int number = trial.number;
  while (size() <= number) {
    auto unknown = std::make_shared<Trial>();
    unknown->number = size();
    m_trials.push_back(std::move(unknown));
    m_savedReports.push_back(0);
  }
  auto& entry = m_trials[static_cast<std::size_t>(number)];
  const bool wasBest = m_counts.bestTrial == number;
  if (isFinished(entry->state)) {
    std::erase(m_finishOrder, number);
    count(*entry, -1);
  }
  takeOut(*entry);
  entry = std::make_shared<Trial>(std::move(trial));
  m_savedReports[static_cast<std::size_t>(number)] = entry->reports.size();
  sort(*entry);
  m_untold.insert(number);
  if (isFinished(entry->state)) {
    m_finishOrder.push_back(number);
    count(*entry, 1);
  }
  wasBest ? findBest() : considerBest(*entry);
}

Trial& TrialLedger::change(int number) {
  m_unsaved.insert(number);
  m_untold.insert(number);
  return ownedBy(m_trials[static_cast<std::size_t>(number)]);
}

std::vector<Trial> TrialLedger::all() const {
  std::vector<Trial> trials;
  trials.reserve(m_trials.size());
  for (const auto& trial : m_trials)
    trials.push_back(*trial);
  return trials;
}

void TrialLedger::setState(Trial& trial, TrialState state) {
  takeOut(trial);
  trial.state = state;
  sort(trial);
}

/// From among the others of its state.
void TrialLedger::takeOut(const Trial& trial) {
  if (trial.state == TrialState::Waiting && m_waiting.erase(trial.number) == 0)
    m_undecided.erase(trial.number);
  if (trial.state == TrialState::Running)
    m_running.erase(trial.number);
  if (trial.state == TrialState::Paused)
    m_paused.erase(trial.number);
}

/// Among the others of its state.
void TrialLedger::sort(const Trial& trial) {
  if (trial.state == TrialState::Paused)
    m_paused.insert(trial.number);
  if (trial.state == TrialState::Waiting)
    (isUndecided(trial) ? m_undecided : m_waiting).insert(trial.number);
  if (trial.state == TrialState::Running)
    m_running.insert(trial.number);
}

int TrialLedger::add(Trial trial) {
  const int number = size();
  trial.number = number;
  m_trials.push_back(std::make_shared<Trial>(std::move(trial)));
  m_savedReports.push_back(0);
  setState(change(number), TrialState::Waiting);
  return number;
}

int TrialLedger::addKnown(Trial trial) {
  Outcome outcome{TrialState::Complete, std::move(trial.values), {}};
  trial.values.clear();
  const int number = add(std::move(trial));
  ++m_known;
  finish(number, std::move(outcome));
  return number;
}

void TrialLedger::place(int number, const Placement& placement) {
  auto& trial = change(number);
  trial.budget = placement.budget;
  trial.bracket = placement.bracket;
}

void TrialLedger::start(int number, Attempt attempt) {
  auto& trial = change(number);
  if (!attempt.resumed)
    dropReports(trial, 0);
  else if (!trial.attempts.empty() && trial.attempts.back().values.empty() && !isUnfinished(trial, *attempt.resumed))
    dropReports(trial, beginningOfStretch(trial).firstReport);
  attempt.firstReport = trial.reports.size();
  trial.budget = attempt.budget;
  trial.seed = attempt.seed;
  trial.verdict = {};
  trial.attempts.push_back(std::move(attempt));
  setState(trial, TrialState::Running);
}

bool TrialLedger::dropRepeated(int number, std::int64_t step) {
  auto& trial = change(number);
  auto kept = beginningOfStretch(trial).firstReport;
  while (kept < trial.reports.size() && trial.reports[kept].step < step)
    ++kept;
  if (kept >= trial.reports.size())
    return false;
  dropReports(trial, kept);
  trial.attempts.back().firstReport = trial.reports.size();
  return true;
}

void TrialLedger::dropReports(Trial& trial, std::size_t kept) {
  auto& saved = m_savedReports[static_cast<std::size_t>(trial.number)];
  trial.reports.truncate(kept);
  saved = std::min(saved, trial.reports.size());
}

void TrialLedger::started(int number, const JobStarted& what, std::int64_t time) {
  auto& attempt = change(number).attempts.back();
  attempt.pid = what.pid;
  attempt.processStart = what.processStart;
  attempt.worker = what.worker;
  attempt.started = time;
}

void TrialLedger::report(int number, Report report) {
  if (report.metrics.empty())
    return;
  auto& trial = change(number);
  report.time += trial.duration();
  trial.reports.push_back(std::move(report));
}

void TrialLedger::endAttempt(int number, const JobFinished& what, std::int64_t time) {
  auto& attempt = change(number).attempts.back();
  attempt.ended = time;
  attempt.exitCode = what.exitCode;
  attempt.signal = what.signal;
  attempt.wallSeconds = what.wallSeconds;
  attempt.cpuSeconds = what.cpuSeconds;
  attempt.peakMemoryBytes = what.peakMemoryBytes;
}

void TrialLedger::reachBudget(int number, std::vector<double> values, bool hasCheckpoint) {
  auto& trial = change(number);
  auto& attempt = trial.attempts.back();
  attempt.values = std::move(values);
  attempt.hasCheckpoint = hasCheckpoint;
  trial.retries = 0;
}

void TrialLedger::finish(int number, Outcome outcome, Message verdict) {
  auto& trial = change(number);
  if (trial.state == TrialState::Running)
    trial.attempts.back().failure = outcome.failure;
  trial.verdict = std::move(verdict);
  setState(trial, outcome.state);
  trial.values = std::move(outcome.values);
  trial.failure = std::move(outcome.failure);
  m_finishOrder.push_back(number);
  m_unsavedFinishes.push_back(number);
  m_unconfirmed.insert(number);
}

void TrialLedger::putBack(int number, std::optional<Failure> why) {
  auto& trial = change(number);
  if (why && trial.state == TrialState::Running)
    trial.attempts.back().failure = std::move(why);
  if (isFinished(trial.state)) {
    m_reopened.insert(number);
    std::erase(m_finishOrder, number);
    std::erase(m_unsavedFinishes, number);
    if (!m_unconfirmed.erase(number))
      count(trial, -1);
  }
  trial.values.clear();
  trial.failure.reset();
  trial.verdict = {};
  dropReports(trial, reportsWorthKeeping(trial));
  setState(trial, TrialState::Waiting);
  if (m_counts.bestTrial == number)
    findBest();
}

void TrialLedger::interrupt(int number, Failure why, InterruptedRule then, bool hasCheckpoint) {
  auto& attempt = change(number).attempts.back();
  attempt.failure = std::move(why);
  attempt.interrupted = then;
  attempt.hasCheckpoint = hasCheckpoint;
}

void TrialLedger::takeBack(int number) {
  auto& trial = change(number);
  trial.attempts.pop_back();
  setState(trial, TrialState::Waiting);
}

void TrialLedger::pause(int number, Message verdict) {
  auto& trial = change(number);
  trial.verdict = std::move(verdict);
  setState(trial, TrialState::Paused);
}

void TrialLedger::setConfiguration(int number, Configuration configuration, Message origin) {
  auto& trial = change(number);
  trial.configuration = std::move(configuration);
  trial.origin = std::move(origin);
}

std::vector<Storage::TrialChange> TrialLedger::takeUnsaved() {
  std::vector<int> order = m_unsaved.take();
  std::erase_if(order, [this](int number) { return isFinished(trial(number).state); });
  order.insert(order.end(), m_unsavedFinishes.begin(), m_unsavedFinishes.end());
  std::vector<Storage::TrialChange> changes;
  changes.reserve(order.size());
  for (const int number : order) {
    const auto& whole = trial(number);
    auto& first = m_savedReports[static_cast<std::size_t>(number)];
    if (m_reopened.contains(number) && whole.state != TrialState::Waiting)
      changes.push_back({waitingAgain(whole, first), first});
    changes.push_back({shared(number), first});
    first = whole.reports.size();
  }
  m_unsavedFinishes.clear();
  m_reopened.clear();
  return changes;
}

void TrialLedger::saved(const std::vector<Storage::TrialChange>& changes) {
  for (const auto& [written, first] : changes) {
    const int number = written->number;
    if (!isFinished(written->state) || !m_unconfirmed.contains(number) || !isFinished(trial(number).state))
      continue;
    confirm(number);
  }
}

void TrialLedger::confirm(int number) {
  m_unconfirmed.erase(number);
  m_untold.insert(number);
  count(trial(number), 1);
  considerBest(trial(number));
}

void TrialLedger::countAsSaved() {
  for (const int number : std::exchange(m_unsavedFinishes, {}))
    if (m_unconfirmed.contains(number) && isFinished(trial(number).state))
      confirm(number);
  m_unsaved.take();
  m_reopened.clear();
  m_untold.take();
}

std::vector<TrialPtr> TrialLedger::takeUntold() {
  std::vector<TrialPtr> trials;
  trials.reserve(m_untold.size());
  for (const int number : m_untold.take())
    if (!m_unconfirmed.contains(number))
      trials.push_back(shared(number));
  return trials;
}

void TrialLedger::count(const Trial& trial, int by) {
  if (!isFinished(trial.state) || isKnownResult(trial))
    return;
  (trial.state == TrialState::Complete ? m_counts.complete
   : trial.state == TrialState::Failed ? m_counts.failed
                                       : m_counts.pruned) += by;
  m_durations += by * trial.duration();
}

void TrialLedger::considerBest(const Trial& trial) {
  if (trial.state != TrialState::Complete || !trial.value())
    return;
  const double value = *trial.value();
  const bool tie = m_counts.bestValue == value && trial.number < *m_counts.bestTrial;
  if (!m_counts.bestValue || tie || m_objective.better(value, *m_counts.bestValue)) {
    m_counts.bestTrial = trial.number;
    m_counts.bestValue = value;
  }
}

void TrialLedger::findBest() {
  m_counts.bestTrial.reset();
  m_counts.bestValue.reset();
  for (const auto& trial : m_trials)
    if (!m_unconfirmed.contains(trial->number))
      considerBest(*trial);
}

Progress TrialLedger::progress() const {
  Progress progress = m_counts;
  progress.running = static_cast<int>(m_running.size() + m_unconfirmed.size());
  progress.waiting = static_cast<int>(m_waiting.size() + m_undecided.size());
  progress.paused = static_cast<int>(m_paused.size());
  return progress;
}

double TrialLedger::meanDuration() const {
  const int finished = m_counts.finished();
  return finished > 0 ? m_durations / finished : 0.0;
}

std::optional<double> estimateRemaining(const Progress& progress, double meanDuration) {
  if (!progress.planned || progress.finished() == 0)
    return std::nullopt;
  const double left = static_cast<double>(*progress.planned) - progress.finished();
  if (left <= 0.0)
    return 0.0;
  // Running trials are half done on average.
  const double work = std::max(left - 0.5 * progress.running, 0.5);
  return work * meanDuration / std::min<double>(std::max(progress.parallel, 1), left);
}

} // namespace sweep
