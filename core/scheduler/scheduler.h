// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/trial.h"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace sweep {

/// Whether new configurations can be had from the sampler.
enum class NewTrials {
  Now,
  /// Not at the moment: it thinks, or waits for results.
  Later,
  /// No more: all are tried, or the study's limit is reached.
  Never,
};

// What to do with a free worker:

/// A new configuration; see Scheduler::place.
struct StartNew {};
/// A paused trial goes on to a larger budget.
struct ContinueTrial {
  int trial = 0;
  double budget = 0.0;
  Message reason;
};
/// A paused trial goes on from another's checkpoint with another configuration.
struct CopyTrial {
  /// Nothing: a new trial, in the group `bracket`.
  std::optional<int> trial;
  CheckpointSource donor;
  Configuration configuration;
  double budget = 0.0;
  int bracket = 0;
  Message reason;
};
/// A paused trial does not go on.
struct EndTrial {
  int trial = 0;
  Message reason;
};
/// Nothing can start before a running trial reports or ends, or new configurations can be had.
struct WaitForTrials {
  Message reason;
};
struct NothingLeft {
  Message reason;
};
using NextStep = std::variant<StartNew, ContinueTrial, CopyTrial, EndTrial, WaitForTrials, NothingLeft>;

/// What a report, or the end of a budget, means for its trial.
struct Verdict {
  enum class Kind { GoOn, Pause, Stop };
  Kind kind = Kind::GoOn;
  /// In words and numbers, unless GoOn.
  Message reason;
};

/// Where a trial begins: how far it goes first, and in which group it is compared.
struct Placement {
  std::optional<double> budget;
  std::optional<int> bracket;
};

/// What trials are measured by at one point of their way, as things stand.
struct Threshold {
  /// The group of trials that it is for; nothing where all are compared.
  std::optional<int> bracket;
  /// A rung of the bracket, or a step.
  double budget = 0.0;
  /// How many trials are meant to come so far; nothing where that is open.
  std::optional<std::int64_t> planned;
  /// How many have a result there.
  std::size_t results = 0;
  /// The objective's value of the last one that goes on; nothing where it is not known yet, or nobody is held up.
  std::optional<double> value;
  /// The place as the reasons of verdicts name it, such as "rung 9"; empty where trials are compared at every step.
  Message place = {};
  /// Whether running trials are held to it up to the next place, and not at this one alone.
  bool lasts = false;
  friend bool operator==(const Threshold&, const Threshold&) = default;
};

/// Spends budget: which trial runs next and how far, and what each report means for its trial.
///
/// Called from one thread at a time. All its state comes from the trials it was shown: a new scheduler that is shown every
/// trial of a study once, in any order, decides as the old one would. Trials carry what it needs: their budget and bracket,
/// the attempts with the values that they reached, the reports.
class Scheduler {
public:
  virtual ~Scheduler() = default;

  /// Where the new trial of this number begins. Trials are placed in order of their numbers; each is observed before the
  /// next one is placed.
  virtual Placement place(int trial) const = 0;
  /// A trial was added, started, paused, put back or finished. A trial may be shown again in the same state.
  virtual void observe(const Trial& trial) = 0;
  /// The last of a running trial's reports has just come in. Reports may come late, twice, without the metric or with NaN.
  virtual Verdict judge(const Trial& trial) = 0;
  /// A running trial has come as far as its budget: its last attempt has values. GoOn makes it complete; Pause keeps it for
  /// a ContinueTrial, CopyTrial or EndTrial.
  virtual Verdict reached(const Trial& trial) = 0;
  /// Does not change what it will answer: the same question without an observation between has the same answer.
  virtual NextStep next(NewTrials newTrials) = 0;
  /// For people: where trials are compared, ascending by bracket and budget; of brackets that have begun and of those that
  /// belong to the same round. Empty for schedulers that compare nothing, or have nothing yet to compare with.
  virtual std::vector<Threshold> thresholds() { return {}; }
};

} // namespace sweep
