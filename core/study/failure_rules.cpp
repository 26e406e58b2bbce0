// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/failure_rules.h"

#include <array>

namespace sweep {

namespace {
constexpr std::array Retriable = {
    FailureClass::ExitCode, FailureClass::Signal,      FailureClass::NoOutput, FailureClass::CouldNotStart,
    FailureClass::Timeout,  FailureClass::OutOfMemory, FailureClass::NoMetric, FailureClass::NotANumber};
constexpr std::array<std::string_view, 4> InterruptedNames = {"ask", "run again", "continue", "drop"};
} // namespace

std::span<const FailureClass> retriableClasses() {
  return Retriable;
}

std::set<FailureClass> likelyPassingClasses() {
  return {FailureClass::ExitCode, FailureClass::Signal, FailureClass::NoOutput, FailureClass::CouldNotStart};
}

std::string_view interruptedRuleName(InterruptedRule rule) {
  return InterruptedNames[static_cast<std::size_t>(rule)];
}

std::optional<InterruptedRule> interruptedRuleFromName(std::string_view name) {
  for (std::size_t i = 0; i < InterruptedNames.size(); ++i)
    if (InterruptedNames[i] == name)
      return static_cast<InterruptedRule>(i);
  return std::nullopt;
}

} // namespace sweep
