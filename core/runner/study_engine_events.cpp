// SPDX-License-Identifier: GPL-3.0-or-later
// What each event means for its trial.
#include "core/base/text.h"
#include "core/runner/interruption.h"
#include "core/runner/secrets.h"
#include "core/runner/study_engine.h"

#include <utility>

namespace sweep {

void StudyEngine::happened(const JobEvent& event) {
  const auto found = m_active.find(event.trial);
  if (found == m_active.end() || found->second.attempt != event.attempt)
    return;
  if (const auto* started = std::get_if<JobStarted>(&event.what)) {
    m_ledger.started(event.trial, *started, event.time);
    m_holdSeconds = 0.0;
    m_startFailures = 0;
  } else if (const auto* what = std::get_if<JobReported>(&event.what)) {
    reported(event.trial, found->second, *what);
  } else if (const auto* end = std::get_if<JobFinished>(&event.what)) {
    finished(event.trial, *end, event.time);
  } else {
    notStarted(event.trial, std::get<JobNotStarted>(event.what));
  }
}

void StudyEngine::reported(int number, Active& active, const JobReported& what) {
  using Wish = Active::Wish;
  for (const auto& report : what.reports) {
    // What comes after the scheduler's word is late, and so is what lies beyond the budget.
    if (active.wish == Wish::Prune || active.wish == Wish::Pause || active.wish == Wish::ReachBudget)
      return;
    if (active.repeats && !report.metrics.empty()) {
      active.repeats = false;
      if (m_ledger.dropRepeated(number, report.step))
        m_method.changed(number);
    }
    m_ledger.report(number, report);
    if (active.wish != Wish::None)
      continue;
    auto verdict = m_method.judge(number);
    if (verdict.kind == Verdict::Kind::Stop)
      active.wish = Wish::Prune;
    else if (verdict.kind == Verdict::Kind::Pause)
      active.wish = Wish::Pause;
    else if (hasReachedBudget(m_ledger.trial(number), m_spec))
      active.wish = Wish::ReachBudget;
    else
      continue;
    active.reason = std::move(verdict.reason);
    m_world.cancel(number);
  }
}

void StudyEngine::finished(int number, JobFinished what, std::int64_t time) {
  what.tail = withoutSecrets(std::move(what.tail), m_spec.program);
  const Active active = std::move(m_active.extract(number).mapped());
  m_ledger.endAttempt(number, what, time);
  if (!what.warning.empty())
    notify(what.warning, true);
  using Wish = Active::Wish;
  if (active.wish == Wish::ReachBudget || active.wish == Wish::Pause || active.wish == Wish::Prune ||
      what.cause == JobFinished::Cause::Cancelled)
    endAsWished(number, active);
  else
    endedByItself(number, active, what);
}

void StudyEngine::endedByItself(int number, const Active& active, const JobFinished& what) {
  OutputSeen seen;
  if (active.reader)
    seen = {active.reader->namesSeen(), active.reader->complaint(), active.reader->file(), {}};
  // A program that was ended at its budget may have been ended in the middle of writing.
  if (active.reader && active.wish != Active::Wish::ReachBudget)
    seen.fault = active.reader->fault();
  auto outcome = judgeTrial(what, m_ledger.trial(number).reports, seen, m_spec.objectives, m_spec.limits);
  // An older report is no result.
  if (!outcome.failure && mayLackReports(m_ledger.trial(number)))
    outcome = failedOutcome(FailureClass::NoMetric, Message(SWEEP_TEXT("Nothing was reported.")), what.tail);
  if (!outcome.failure)
    return reachedBudget(number, std::move(outcome));
  const auto& trial = m_ledger.trial(number);
  if (startOver(number, *outcome.failure))
    return;
  if (!mayTryAgain(trial, outcome.failure->kind))
    return settleTrial(number, std::move(outcome));
  m_ledger.setRetries(number, trial.retries + 1);
  putBack(number, std::move(outcome.failure));
}

bool StudyEngine::mayTryAgain(const Trial& trial, FailureClass kind) const {
  const auto& rule = m_spec.failures.retry;
  return rule.covers(kind) && trial.retries < rule.times;
}

void StudyEngine::reachedBudget(int number, Outcome outcome) {
  const auto& trial = m_ledger.trial(number);
  if (!trial.budget)
    return settleTrial(number, std::move(outcome));
  const bool continues = m_spec.budget && m_spec.budget->way == BudgetWay::Continue;
  const bool isThere = continues && m_builder.checkpoints().isThere({number, trial.attempts.back().number});
  m_ledger.reachBudget(number, outcome.values, isThere);
  auto verdict = m_method.reached(number);
  if (verdict.kind == Verdict::Kind::GoOn)
    return settleTrial(number, std::move(outcome));
  if (verdict.kind == Verdict::Kind::Stop)
    return settleTrial(number, prunedOutcome(m_ledger.trial(number), m_spec.objectives), std::move(verdict.reason));
  if (continues && !isThere)
    warnOfMissingCheckpoint(number);
  pauseTrial(number, std::move(verdict.reason));
}

void StudyEngine::warnOfMissingCheckpoint(int number) {
  if (std::exchange(m_warnedOfCheckpoint, true))
    return;
  notify(
      Message(
          SWEEP_TEXT(
              "Trial %1 has left no checkpoint, so it begins anew when it goes on. Let the program save to "
              "${checkpoint} and read ${resume}."),
          {std::to_string(number)}),
      true);
}

void StudyEngine::endAsWished(int number, const Active& active) {
  switch (active.wish) {
  case Active::Wish::StopTrial:
    return settleTrial(number, failedOutcome(FailureClass::Stopped, Message(SWEEP_TEXT("Stopped by hand."))));
  case Active::Wish::Pause:
    return pauseTrial(number, active.reason);
  case Active::Wish::Prune:
    return settleTrial(number, prunedOutcome(m_ledger.trial(number), m_spec.objectives), active.reason);
  case Active::Wish::ReachBudget:
    return endedByItself(number, active, JobFinished{});
  case Active::Wish::None:
  case Active::Wish::PutBack:
    return interrupt(number);
  }
}

void StudyEngine::notStarted(int number, const JobNotStarted& what) {
  const Active active = std::move(m_active.extract(number).mapped());
  m_ledger.takeBack(number);
  if (active.wish != Active::Wish::None || what.withdrawn)
    return endAsWished(number, active);
  changed(number);
  if (what.passing)
    holdBack(what.reason);
  else
    couldNotStart(number, what.reason);
}

void StudyEngine::putBack(int number, std::optional<Failure> why) {
  m_ledger.putBack(number, std::move(why));
  changed(number);
}

void StudyEngine::pauseTrial(int number, Message reason) {
  m_ledger.pause(number, std::move(reason));
  changed(number);
}

void StudyEngine::settleTrial(int number, Outcome outcome, Message verdict) {
  m_ledger.finish(number, std::move(outcome), std::move(verdict));
  changed(number);
  afterFinish(m_ledger.trial(number));
}

void StudyEngine::changed(int number) {
  m_method.changed(number);
  m_waits = false;
  m_nothingLeft = false;
}

void StudyEngine::afterFinish(const Trial& trial) {
  const auto& target = m_spec.objective().target;
  if (trial.state == TrialState::Complete && target && trial.value() &&
      !m_spec.objective().better(*target, *trial.value())) {
    m_over = Message(SWEEP_TEXT("Trial %1 reached the target: %2."),
                     {std::to_string(trial.number), roundedText(*trial.value(), 6)});
    m_overIsFinal = true;
  }
  if (trial.state == TrialState::Failed && trial.failure->kind != FailureClass::Stopped &&
      trial.failure->kind != FailureClass::Lost)
    countInitialFailure(*trial.failure);
}

void StudyEngine::countInitialFailure(const Failure& failure) {
  ++m_initialFailures;
  const int most = m_spec.failures.stopAfterInitialFailures;
  if (most <= 0 || m_initialFailures < most || isOver())
    return;
  // A trial that came as far as its first budget shows that the program works, whatever becomes of it later.
  for (int number = 0; number < m_ledger.size(); ++number)
    if (const auto& trial = m_ledger.trial(number);
        trial.state == TrialState::Complete || trial.state == TrialState::Pruned || lastReached(trial))
      return;
  m_over = Message(
      SWEEP_TEXT(
          "The study stopped itself: its first %1 trials all failed. The last one said: “%2”. Mend the "
          "program or the command, then run again."),
      {std::to_string(m_initialFailures), lastLineOf(failure)});
  m_overIsFinal = false;
}

void StudyEngine::suggested(Suggestions suggestions) {
  m_method.suggested(std::move(suggestions));
}

} // namespace sweep
