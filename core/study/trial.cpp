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

std::size_t reportsWorthKeeping(const Trial& trial) {
  if (trial.attempts.empty())
    return 0;
  return trial.attempts.back().values.empty() ? trial.attempts.back().firstReport : trial.reports.size();
}

int failuresOfItsOwn(const Trial& trial) {
  return static_cast<int>(std::ranges::count_if(trial.attempts, [](const Attempt& attempt) {
    return attempt.failure && attempt.failure->kind != FailureClass::Stopped;
  }));
}

std::string_view stateName(TrialState state) { return StateNames[static_cast<std::size_t>(state)]; }

std::optional<TrialState> stateFromName(std::string_view name) {
  for (std::size_t i = 0; i < StateNames.size(); ++i)
    if (StateNames[i] == name)
      return static_cast<TrialState>(i);
  return std::nullopt;
}

} // namespace sweep
