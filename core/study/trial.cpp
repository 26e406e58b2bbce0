// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/trial.h"

#include <algorithm>
#include <array>

namespace sweep {

namespace {

constexpr std::array<std::string_view, 6> StateNames = {"waiting", "running", "paused", "complete", "pruned", "failed"};
} // namespace

double Trial::duration() const {
  double seconds = 0.0;
  for (const auto& attempt : attempts)
    seconds += attempt.wallSeconds;
  return seconds;
}

const Attempt* lastReached(const Trial& trial) {
  for (auto attempt = trial.attempts.rbegin(); attempt != trial.attempts.rend(); ++attempt)
    if (!attempt->values.empty())
      return &*attempt;
  return nullptr;
}

bool isUndecided(const Trial& trial) {
  return trial.state == TrialState::Waiting && !trial.attempts.empty() &&
         trial.attempts.back().interrupted == InterruptedRule::Ask;
}

bool canContinue(const Trial& trial) {
  return !trial.attempts.empty() && (trial.attempts.back().hasCheckpoint || trial.attempts.back().resumed);
}

bool isUnfinished(const Trial& trial, const CheckpointSource& source) {
  return source.trial == trial.number && std::ranges::any_of(trial.attempts, [&](const Attempt& attempt) {
           return attempt.number == source.attempt && attempt.values.empty();
         });
}

const Attempt& beginningOfStretch(const Trial& trial) {
  const Attempt* first = &trial.attempts.back();
  for (auto attempt = trial.attempts.rbegin(); attempt != trial.attempts.rend(); ++attempt)
    if (first->resumed && first->resumed->attempt == attempt->number && isUnfinished(trial, *first->resumed))
      first = &*attempt;
  return *first;
}

std::size_t reportsWorthKeeping(const Trial& trial) {
  if (trial.attempts.empty())
    return 0;
  const auto& last = trial.attempts.back();
  const bool mayGoOn = last.interrupted == InterruptedRule::Ask ||
                       (last.interrupted == InterruptedRule::Continue && last.hasCheckpoint);
  if (!last.values.empty() || mayGoOn)
    return trial.reports.size();
  const auto& begin = last.interrupted == InterruptedRule::Continue ? last : beginningOfStretch(trial);
  return std::min(begin.firstReport, trial.reports.size());
}

bool failedByItself(const Attempt& attempt) {
  return attempt.failure && !attempt.interrupted && attempt.failure->kind != FailureClass::Stopped;
}

int failuresOfItsOwn(const Trial& trial) {
  return static_cast<int>(std::ranges::count_if(trial.attempts, failedByItself));
}

std::string_view stateName(TrialState state) { return StateNames[static_cast<std::size_t>(state)]; }

std::optional<TrialState> stateFromName(std::string_view name) {
  for (std::size_t i = 0; i < StateNames.size(); ++i)
    if (StateNames[i] == name)
      return static_cast<TrialState>(i);
  return std::nullopt;
}

} // namespace sweep
