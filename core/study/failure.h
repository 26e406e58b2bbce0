// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"

#include <optional>
#include <string>
#include <string_view>

namespace sweep {

/// Why an attempt or its trial did not give a value.
enum class FailureClass {
  ExitCode,
  Signal,
  Timeout,
  NoOutput,
  OutOfMemory,
  NoMetric,
  NotANumber,
  CouldNotStart,
  Lost,
  Stopped
};

/// Whether the configuration may be what failed, as opposed to the machine or a person.
constexpr bool mayBlameConfiguration(FailureClass kind) {
  return kind != FailureClass::CouldNotStart && kind != FailureClass::Lost && kind != FailureClass::Stopped;
}

struct Failure {
  FailureClass kind = FailureClass::ExitCode;
  /// One sentence.
  Message message;
  /// The last lines of the trial's output.
  std::string tail;
  friend bool operator==(const Failure&, const Failure&) = default;
};

/// Stable words for storage, study files and exports: "exit code", "timeout", ….
std::string_view failureClassName(FailureClass kind);
std::optional<FailureClass> failureClassFromName(std::string_view name);

} // namespace sweep
