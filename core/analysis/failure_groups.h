// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// Failed trials that failed in the same way.
struct FailureGroup {
  FailureClass kind = FailureClass::ExitCode;
  /// Numbers, ascending; at least one.
  std::vector<int> trials;
  /// Why the latest of them failed.
  Message message;
  /// The line of its output that says the cause, empty when none does. Not normalised.
  std::string cause;
  /// The last lines of its output.
  std::string tail;

  int example() const { return trials.back(); }
  friend bool operator==(const FailureGroup&, const FailureGroup&) = default;
};

/// The failed trials, those of one class, end (exit code or signal) and normalised message together. Most trials first, the
/// latest first among equals; what a person stopped comes last.
std::vector<FailureGroup> failureGroups(const Snapshot& snapshot);

/// A message without what differs from trial to trial: paths, addresses, hexadecimal names and numbers become "#".
std::string normalisedMessage(std::string_view text);

/// The line of a failed trial's output that says why: the last one that speaks of an error. Where none does it is the last
/// one for a program that ended with an exit code, and none otherwise: a program that was ended from outside prints metrics to
/// the last.
std::string causeLine(const Failure& failure);

} // namespace sweep
