// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/failure.h"

#include <set>
#include <span>

namespace sweep {

/// What a study may try again by itself after: everything but Stopped, which a person wanted, and Lost, which is what an
/// interruption of the whole study leaves.
std::span<const FailureClass> retriableClasses();

/// What a program may well not do again with the same configuration: it crashed, was killed, fell silent or could not be
/// started. Left out is what the configuration itself decides, so that a new try would cost as much and end the same: a limit of
/// time or memory, a metric that is not printed, a value that is no number.
std::set<FailureClass> likelyPassingClasses();

/// When a failed trial is tried again by itself.
struct RetryRule {
  /// How often at most, 0 … MostTimes: from its start on, from the last budget that it reached, or since a person had it run again.
  int times = 0;
  /// After which failures; among retriableClasses().
  std::set<FailureClass> classes = likelyPassingClasses();
  /// Each new try gets a ${seed} of its own instead of the trial's; see retrySeed() in runner/trial_naming.h.
  bool newSeed = false;

  static constexpr int MostTimes = 1000;
  bool covers(FailureClass kind) const { return classes.contains(kind); }
  friend bool operator==(const RetryRule&, const RetryRule&) = default;
};

/// What becomes of trials that were running when the program ended without having been asked to.
enum class InterruptedRule {
  /// A person decides when the study is opened the next time. Where nobody is there to be asked: Continue.
  Ask,
  /// They go back to where their last attempt began, which is the beginning unless an earlier budget was reached.
  RunAgain,
  /// They go on from the checkpoint of that attempt; those that have left none run again.
  Continue,
  /// They have failed, as Lost.
  Drop,
};

/// Stable words for storage and study files: "ask", "run again", "continue", "drop".
std::string_view interruptedRuleName(InterruptedRule rule);
std::optional<InterruptedRule> interruptedRuleFromName(std::string_view name);

/// What is done after failures.
struct FailureRules {
  RetryRule retry;
  /// The study stops itself when this many trials in a row, from the first on, have failed; 0 for never.
  int stopAfterInitialFailures = 5;
  InterruptedRule interrupted = InterruptedRule::Ask;
  friend bool operator==(const FailureRules&, const FailureRules&) = default;
};

} // namespace sweep
