// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/trial.h"

#include <vector>

namespace sweep {

/// A configuration whose outcome is known from elsewhere: it becomes a complete trial without a program being run.
struct KnownResult {
  /// Inside the study's space.
  Configuration configuration;
  Reports reports;
  /// One per objective, finite.
  std::vector<double> values;
  /// Where it is known from.
  Message origin;
};

/// Whether a trial is one: complete without a process having been started for it. Limits do not count it.
bool isKnownResult(const Trial& trial);

} // namespace sweep
