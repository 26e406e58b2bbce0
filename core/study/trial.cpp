// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/trial.h"

#include <array>
#include <utility>

namespace sweep {

namespace {

constexpr std::array<std::string_view, 6> StateNames = {"waiting", "running", "paused", "complete", "pruned", "failed"};
constexpr std::array<std::string_view, 10> FailureNames = {"exit code", "signal",    "timeout",      "no output",
                                                           "out of memory", "no metric", "not a number", "could not start",
                                                           "lost",      "stopped"};

template <class Enum, std::size_t N>
std::optional<Enum> fromName(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == name)
      return static_cast<Enum>(i);
  return std::nullopt;
}

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

std::string_view stateName(TrialState state) { return StateNames[static_cast<std::size_t>(state)]; }

std::optional<TrialState> stateFromName(std::string_view name) { return fromName<TrialState>(StateNames, name); }

std::string_view failureClassName(FailureClass kind) { return FailureNames[static_cast<std::size_t>(kind)]; }

std::optional<FailureClass> failureClassFromName(std::string_view name) {
  return fromName<FailureClass>(FailureNames, name);
}

} // namespace sweep
