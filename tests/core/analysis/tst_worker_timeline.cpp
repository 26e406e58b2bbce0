// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/worker_timeline.h"

#include <gmock/gmock.h>

namespace sweep {
namespace {

using testing::ElementsAre;

Attempt attempt(int number, std::int64_t started, std::int64_t ended) {
  Attempt made;
  made.number = number;
  made.started = started;
  made.ended = ended;
  return made;
}

TEST(WorkerTimeline, TellsAttemptsThatFailedFromThoseThatTheirTrialWentOnFrom) {
  auto trial = std::make_shared<Trial>();
  trial->state = TrialState::Complete;
  auto crashed = attempt(1, 1000, 2000);
  crashed.failure = Failure{FailureClass::ExitCode, Message("Ended with exit code 1."), {}};
  auto killed = attempt(2, 3000, 4000);
  killed.failure = Failure{FailureClass::Lost, Message("It was running when the program ended."), {}};
  killed.interrupted = InterruptedRule::Continue;
  auto promoted = attempt(3, 5000, 6000);
  promoted.values = {0.5};
  trial->attempts = {crashed, killed, promoted, attempt(4, 7000, 8000)};
  Snapshot snapshot;
  snapshot.trials = {trial};
  std::vector<TrialState> states;
  for (const auto& bar : workerTimeline(snapshot, {}).bars)
    states.push_back(bar.state);
  EXPECT_THAT(states,
              ElementsAre(TrialState::Failed, TrialState::Paused, TrialState::Paused, TrialState::Complete));
}

} // namespace
} // namespace sweep
