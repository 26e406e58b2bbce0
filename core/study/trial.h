// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/space/configuration.h"
#include "core/study/failure_rules.h"
#include "core/study/objective.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// Waiting → Running → Complete | Pruned | Failed; Running ⇄ Paused; Failed → Waiting by a retry. See ARCHITECTURE.md.
enum class TrialState { Waiting, Running, Paused, Complete, Pruned, Failed };

constexpr bool isFinished(TrialState state) {
  return state == TrialState::Complete || state == TrialState::Pruned || state == TrialState::Failed;
}

/// A checkpoint as the attempt that left it behind.
struct CheckpointSource {
  int trial = 0;
  int attempt = 1;
  friend bool operator==(const CheckpointSource&, const CheckpointSource&) = default;
};

/// One process started for a trial.
struct Attempt {
  /// 1, 2, … within the trial.
  int number = 1;
  std::vector<std::string> command;
  std::int64_t pid = 0;
  /// Clock ticks since boot as in /proc/PID/stat, which tells a process from a later one with the same pid.
  std::uint64_t processStart = 0;
  /// Milliseconds since 1970, UTC; 0 while not there yet.
  std::int64_t started = 0;
  std::int64_t ended = 0;
  std::optional<int> exitCode;
  std::optional<int> signal;
  double wallSeconds = 0.0;
  double cpuSeconds = 0.0;
  std::int64_t peakMemoryBytes = 0;
  /// Which worker ran it, from 0.
  int worker = 0;
  /// Handed to the program as ${seed}.
  std::uint64_t seed = 0;
  /// Why it came to nothing, when it did; the trial may have gone on after it.
  std::optional<Failure> failure;
  /// It was ended before its time, because the program ended or the study was stopped: what was decided then, Ask for nothing
  /// yet. RunAgain also where going on from a checkpoint that an ended attempt had left did not work.
  std::optional<InterruptedRule> interrupted;

  // In a study with budgets:
  /// How far it was to go, counted from the trial's very beginning.
  std::optional<double> budget;
  /// What it went on from; nothing for a fresh start.
  std::optional<CheckpointSource> resumed;
  /// The trial's configuration in this attempt: population based training changes it from one to the next.
  std::optional<Configuration> configuration;
  /// Why the scheduler started it, empty for the trial's first.
  Message reason;
  /// How many of the trial's reports are older than it.
  std::size_t firstReport = 0;
  /// What the trial was worth when this attempt had gone as far as it was to go, one per objective; empty unless it did.
  std::vector<double> values;
  /// It left a checkpoint behind: when it had gone as far as it was to go, or when it was ended before its time.
  bool hasCheckpoint = false;
  friend bool operator==(const Attempt&, const Attempt&) = default;
};

/// One configuration being judged. Once finished it never changes.
struct Trial {
  /// 0, 1, … in the order in which the trials were suggested.
  int number = 0;
  Configuration configuration;
  TrialState state = TrialState::Waiting;
  /// How far it goes or went last, in the study's unit, from its very beginning; nothing when the study has no budgets.
  std::optional<double> budget;
  /// The group of trials in which its scheduler compares it (a bracket, a place in a population); nothing before it was
  /// given one.
  std::optional<int> bracket;
  /// Why the scheduler paused or stopped it, in words and numbers; empty while it did not.
  Message verdict;
  Reports reports;
  /// One per objective when Complete (Pruned: of the reports so far), else empty. Finite.
  std::vector<double> values;
  std::optional<Failure> failure;
  /// Where the configuration came from and why.
  Message origin;
  /// Suggested by the sampler, as opposed to queued by hand. Samplers count only these when they continue a sequence.
  bool fromSampler = true;
  /// Of its last attempt, or of the first one that there will be.
  std::uint64_t seed = 0;
  /// How often the study's rule has tried it again: from its start on, from the last budget that it reached, or since a person
  /// had it run again.
  int retries = 0;
  std::vector<Attempt> attempts;

  /// The value of the first objective.
  std::optional<double> value() const { return values.empty() ? std::nullopt : std::optional(values.front()); }
  /// Wall seconds over all attempts.
  double duration() const;

  friend bool operator==(const Trial&, const Trial&) = default;
};

/// A trial as it was at one moment, shared unchanged between threads.
using TrialPtr = std::shared_ptr<const Trial>;

/// It was running when the program ended, and nobody has decided what becomes of it.
bool isUndecided(const Trial& trial);
/// Whether, as an interrupted trial, it has a checkpoint to go on from.
bool canContinue(const Trial& trial);

/// Whether the checkpoint is one of the trial's own that was left by an attempt which did not come as far as it was to go, so
/// that it may be cut short.
bool isUnfinished(const Trial& trial, const CheckpointSource& source);
/// Its last attempt, or, when that one went on from an unfinished checkpoint, the attempt with which the stretch began: where
/// running it again begins. Of a trial with attempts.
const Attempt& beginningOfStretch(const Trial& trial);

/// The last of its attempts that came as far as it was to go; null when there is none.
const Attempt* lastReached(const Trial& trial);

/// How many of the reports stay when the trial is put back: those that are older than the attempt from which it begins again; all
/// while it goes on from a checkpoint or may do so.
std::size_t reportsWorthKeeping(const Trial& trial);

/// Whether the attempt failed by itself, as opposed to being ended or interrupted.
bool failedByItself(const Attempt& attempt);
/// How many of its attempts did.
int failuresOfItsOwn(const Trial& trial);

/// Stable words for storage and exports: "waiting", "running", ….
std::string_view stateName(TrialState state);
std::optional<TrialState> stateFromName(std::string_view name);

} // namespace sweep
