// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/trial.h"

#include <optional>
#include <span>
#include <variant>

namespace sweep {

/// What to do with a free worker.
struct StartNew {
  /// Up to this budget in the study's unit; nothing for a study without budgets.
  std::optional<double> budget;
};
struct ContinueTrial {
  int trial = 0;
  double budget = 0.0;
  Message reason;
};
/// Continue `trial` from the checkpoint of `donor` with another configuration.
struct CopyTrial {
  int trial = 0;
  int donor = 0;
  Configuration configuration;
  double budget = 0.0;
  Message reason;
};
/// Nothing can start before a running trial reports or ends.
struct WaitForTrials {
  Message reason;
};
struct NothingLeft {
  Message reason;
};
using NextStep = std::variant<StartNew, ContinueTrial, CopyTrial, WaitForTrials, NothingLeft>;

/// What a report means for its trial.
struct Verdict {
  enum class Kind { GoOn, Pause, Stop };
  Kind kind = Kind::GoOn;
  /// In words and numbers, unless GoOn.
  Message reason;
};

/// Spends budget: which trial runs next and how far, and what each report means for its trial.
/// Called from one thread at a time. All its state comes from what it was told, as with samplers.
class Scheduler {
public:
  virtual ~Scheduler() = default;

  /// A trial was started, continued or finished.
  virtual void observe(const Trial& trial) = 0;
  /// The last of the trial's reports has just come in.
  virtual Verdict judge(const Trial& trial) = 0;
  virtual NextStep next() = 0;
};

} // namespace sweep
