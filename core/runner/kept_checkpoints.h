// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_spec.h"
#include "core/study/trial.h"

#include <map>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sweep {

/// What a trial may still go on from or hand on, its own checkpoints and others': what it reached last, what its last attempt
/// saves or had saved, and what that attempt went on from, back to the last one that was reached. None once it is complete or
/// pruned. A trial that has failed may be run again, so what it would go on from belongs to it.
std::vector<CheckpointSource> neededCheckpoints(const Trial& trial);

/// The attempts of a trial in the order in which their checkpoints are its newest usable one: those that came as far as they were to
/// go before those that did not, the latest first.
std::vector<int> newestCheckpoints(const Trial& trial);

/// What is to stay in one trial's folder; the rest may be deleted. What belongs to later attempts is none of its business.
struct KeptInFolder {
  int trial = 0;
  int lastAttempt = 0;
  /// Attempts whose checkpoints stay.
  std::set<int> attempts;
  /// The first of these whose checkpoint is there stays too.
  std::vector<int> newest;
  /// Every checkpoint stays.
  bool all = false;
  /// Attempts that may be reading a copy of another trial's checkpoint now.
  std::set<int> reading;
};

/// The deciding half of keeping checkpoints by a rule. Pure bookkeeping without threads or I/O.
///
/// A checkpoint goes only when neither the study as it stands on disk nor as it stands in memory needs it: killed at any
/// moment, a study finds all that it goes on from. What is not needed any more is never needed again.
class KeptCheckpoints {
public:
  /// A rule that cannot be followed (the best by several objectives, or none) keeps all.
  explicit KeptCheckpoints(const StudySpec& spec);

  void setRule(const CheckpointRule& rule);
  /// As it stands on disk now.
  void stored(const Trial& trial);
  /// Trials in whose folders more may be deleted, or was saved, since the last call.
  std::set<int> takeChanged() { return std::exchange(m_changed, {}); }
  /// now: the trial as it stands in memory.
  KeptInFolder keptOf(const Trial& now) const;

private:
  struct Stored {
    /// Of a complete trial, what it is ranked by.
    std::optional<double> loss;
    int lastAttempt = 0;
    bool running = false;
  };
  void need(int trial, std::vector<CheckpointSource> needed);
  bool keeps(CheckpointRule::Keep what) const { return m_rule.keep == what; }
  void rank(int trial);

  Objective m_objective;
  bool m_canRank;
  CheckpointRule m_rule;
  std::vector<Stored> m_stored;
  /// Per trial that needs any.
  std::unordered_map<int, std::vector<CheckpointSource>> m_needed;
  /// Per trial and attempt, how many trials need it.
  std::map<std::pair<int, int>, int> m_users;
  /// The best complete trials by loss and number, as many as the rule keeps; under that rule only.
  std::set<std::pair<double, int>> m_best;
  std::set<int> m_changed;
};

} // namespace sweep
