// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/storage/studies.h"

namespace sweep {

/// A study with something in every column that version 1 had, and with what later versions make of it.
inline StoredStudy studyOfVersion1() {
  StoredStudy study;
  study.spec = smallSpec();
  study.spec.description = "One of each: ü, \"quotes\", two\nlines";
  for (int i = 0; i < 6; ++i)
    study.trials.push_back(completeTrial(i, i + 1));
  Trial failed = waitingTrial(6);
  failed.state = TrialState::Failed;
  failed.failure =
      Failure{FailureClass::ExitCode, Message("Ended with exit code %1.", {"3"}), "Traceback:\nlast line"};
  failed.attempts = completeTrial(6).attempts;
  failed.attempts.front().exitCode = 3;
  failed.attempts.push_back(failed.attempts.front());
  failed.attempts.back().number = 2;
  failed.attempts.back().exitCode.reset();
  failed.attempts.back().signal = 9;
  failed.attempts.back().failure = failed.failure;
  study.trials.push_back(failed);
  Trial pruned = completeTrial(7);
  pruned.state = TrialState::Pruned;
  study.trials.push_back(pruned);
  Trial paused = completeTrial(8);
  paused.state = TrialState::Paused;
  paused.values.clear();
  paused.fromSampler = false;
  study.trials.push_back(paused);
  study.trials.push_back(waitingTrial(9));
  study.finishOrder = {3, 0, 1, 2, 4, 6, 5, 7};
  study.runSeconds = 12.5;
  return study;
}

} // namespace sweep
