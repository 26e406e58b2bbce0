// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/failure_rules.h"

#include <array>

namespace sweep {

namespace {
constexpr std::array Retriable = {
    FailureClass::ExitCode, FailureClass::Signal,      FailureClass::NoOutput, FailureClass::CouldNotStart,
    FailureClass::Timeout,  FailureClass::OutOfMemory, FailureClass::NoMetric, FailureClass::NotANumber};
} // namespace

std::span<const FailureClass> retriableClasses() {
  return Retriable;
}

std::set<FailureClass> likelyPassingClasses() {
  return {FailureClass::ExitCode, FailureClass::Signal, FailureClass::NoOutput, FailureClass::CouldNotStart};
}

} // namespace sweep
