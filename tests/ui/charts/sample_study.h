// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/snapshot.h"

#include <string>
#include <string_view>

namespace sweep::test {

struct SampleOptions {
  int trials = 60;
  /// Reports of each trial; 0 for none.
  int reports = 12;
  bool constantScore = false;
  bool allFail = false;
  /// One trial in this many fails, is pruned, still runs; 0 for none.
  int failEvery = 11;
  int pruneEvery = 7;
  int running = 2;
  Direction direction = Direction::Maximise;
  /// With another than "full" the trials have the budgets and brackets that it gives: "asha", "pbt".
  std::string scheduler = "full";
  /// With "gp" the trials' origins say predictions.
  std::string sampler = "random";
};

/// A made-up study: lr (log), momentum (linear), layers (int), optimizer (categorical), nesterov (only when optimizer is sgd), and
/// a score with its best near lr = 0.01. The same for the same options.
SnapshotPtr sampleStudy(const SampleOptions& options = {});
/// A study that the chart has something to show of.
SampleOptions suitedTo(std::string_view chart, SampleOptions options = {});

} // namespace sweep::test
