// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/known_result.h"

namespace sweep {

bool isKnownResult(const Trial& trial) {
  return trial.state == TrialState::Complete && trial.attempts.empty();
}

} // namespace sweep
