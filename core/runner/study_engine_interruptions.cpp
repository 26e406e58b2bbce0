// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of trials that were ended before their time.
#include "core/runner/interruption.h"
#include "core/runner/study_engine.h"

#include <set>
#include <utility>

namespace sweep {

void StudyEngine::decideInterrupted(const std::vector<int>& numbers, InterruptedRule decision) {
  for (const int number : numbers)
    if (decision != InterruptedRule::Ask && m_ledger.has(number) && isUndecided(m_ledger.trial(number)))
      decide(number, decision);
}

void StudyEngine::decideInterrupted(InterruptedRule decision) {
  if (decision == InterruptedRule::Ask)
    return;
  InterruptedTrials trials;
  for (const int number : std::set(m_ledger.undecided())) {
    const auto decided = decide(number, decision);
    (decided == InterruptedRule::Drop       ? trials.dropped
     : decided == InterruptedRule::Continue ? trials.continued
                                            : trials.runAgain)
        .push_back(number);
  }
  if (trials != InterruptedTrials())
    notify(interruptedNotice(trials), false);
}

/// What was decided in truth: without a checkpoint nothing goes on.
InterruptedRule StudyEngine::decide(int number, InterruptedRule decision) {
  const auto& trial = m_ledger.trial(number);
  const auto& attempt = trial.attempts.back();
  if (decision == InterruptedRule::Continue && !canContinue(trial))
    decision = InterruptedRule::RunAgain;
  auto failure = interruptedFailure(decision, attempt.failure.value_or(Failure()));
  m_ledger.interrupt(number, failure, decision, attempt.hasCheckpoint);
  if (decision == InterruptedRule::Drop)
    settleTrial(number, {TrialState::Failed, {}, std::move(failure)});
  else
    putBack(number);
  return decision;
}

/// Ended on request, together with the study: it goes on where it was, whatever the rule is for ends that nobody wanted, unless
/// that is to run again.
void StudyEngine::interrupt(int number) {
  const auto& trial = m_ledger.trial(number);
  if (trial.state == TrialState::Running) {
    const auto then = m_spec.failures.interrupted == InterruptedRule::RunAgain ? InterruptedRule::RunAgain
                                                                               : InterruptedRule::Continue;
    m_ledger.interrupt(number, endedWithTheStudy(), then,
                       m_builder.checkpoints().isThereUnfinished({number, trial.attempts.back().number}));
  }
  putBack(number);
}

void StudyEngine::abandonRunning() {
  for (const auto& [number, active] : std::exchange(m_active, {}))
    interrupt(number);
}

/// What an attempt had saved that was ended before its time may be cut short, or ahead of what was read of it. Then the trial begins where that attempt began, which
/// is no retry.
bool StudyEngine::startOver(int number, const Failure& failure) {
  const auto& trial = m_ledger.trial(number);
  const auto& resumed = trial.attempts.back().resumed;
  if (!resumed || !isUnfinished(trial, *resumed) || !mayComeFromACheckpoint(failure.kind))
    return false;
  m_ledger.interrupt(number, continuedInVain(resumed->attempt, failure), InterruptedRule::RunAgain, false);
  putBack(number);
  return true;
}

} // namespace sweep
