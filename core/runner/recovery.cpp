// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/recovery.h"

#include <algorithm>

namespace sweep {

namespace {

/// The time of its end is not known: the last report is the last sign of life.
void closeAttempt(Attempt& attempt, const Reports& reports) {
  if (!reports.empty())
    attempt.wallSeconds = reports.back().time;
  attempt.ended = attempt.started + static_cast<std::int64_t>(attempt.wallSeconds * 1000.0);
}

} // namespace

Recovery recover(StoredStudy& study) {
  Recovery recovery;
  for (auto& trial : study.trials) {
    if (trial.state != TrialState::Running)
      continue;
    recovery.interrupted.push_back(trial.number);
    if (!trial.attempts.empty() && trial.attempts.back().ended == 0) {
      auto& attempt = trial.attempts.back();
      if (study.sameBoot && attempt.pid > 0)
        recovery.processes.push_back({attempt.pid, attempt.processStart});
      closeAttempt(attempt, trial.reports);
    }
    trial.state = TrialState::Waiting;
    trial.reports.truncate(reportsWorthKeeping(trial));
  }
  return recovery;
}

} // namespace sweep
