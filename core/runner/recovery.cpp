// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/recovery.h"

#include "core/executor/job.h"
#include "core/runner/interruption.h"

#include <QDateTime>
#include <algorithm>
#include <sys/stat.h>

namespace sweep {

namespace {

/// Milliseconds since 1970; 0 when it is not there.
std::int64_t changeOf(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0)
    return 0;
  return std::int64_t{status.st_mtim.tv_sec} * 1000 + status.st_mtim.tv_nsec / 1'000'000;
}

/// Report times count from the trial's first start, as if its attempts had followed each other at once.
std::int64_t lastReportOf(const Trial& trial) {
  const auto& attempt = trial.attempts.back();
  if (trial.reports.size() <= attempt.firstReport)
    return attempt.started;
  const double seconds = std::max(trial.reports.back().time - (trial.duration() - attempt.wallSeconds), 0.0);
  return attempt.started + static_cast<std::int64_t>(seconds * 1000.0);
}

void closeAttempt(Trial& trial, const std::string& folder) {
  auto& attempt = trial.attempts.back();
  attempt.ended = lastReportOf(trial);
  if (attempt.started > 0)
    for (const auto& log : {stdoutLog(attempt.number), stderrLog(attempt.number)})
      attempt.ended = std::max(attempt.ended, changeOf(folder + "/" + log));
  attempt.wallSeconds = static_cast<double>(attempt.ended - attempt.started) / 1000.0;
}

std::string timeText(std::int64_t milliseconds) {
  return milliseconds > 0 ? QDateTime::fromMSecsSinceEpoch(milliseconds)
                                .toString(QStringLiteral("yyyy-MM-dd HH:mm"))
                                .toStdString()
                          : "?";
}

} // namespace

Recovery recover(StoredStudy& study, const Checkpoints& checkpoints) {
  Recovery recovery;
  std::int64_t lastSign = 0;
  for (auto& trial : study.trials) {
    if (trial.state != TrialState::Running)
      continue;
    recovery.interrupted.push_back(trial.number);
    trial.state = TrialState::Waiting;
    if (trial.attempts.empty())
      continue;
    auto& attempt = trial.attempts.back();
    if (study.sameBoot && attempt.ended == 0 && attempt.pid > 0)
      recovery.processes.push_back({attempt.pid, attempt.processStart});
    if (attempt.ended == 0)
      closeAttempt(trial, checkpoints.folderOf(trial.number));
    attempt.interrupted = InterruptedRule::Ask;
    attempt.hasCheckpoint = checkpoints.isThereUnfinished({trial.number, attempt.number});
    lastSign = std::max(lastSign, attempt.ended);
  }
  for (const int number : recovery.interrupted)
    if (auto& attempts = study.trials[static_cast<std::size_t>(number)].attempts; !attempts.empty())
      attempts.back().failure = interruptedFailure(InterruptedRule::Ask, timeText(lastSign));
  return recovery;
}

} // namespace sweep
