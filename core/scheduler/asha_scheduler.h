// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scheduler/ranking.h"
#include "core/scheduler/registry.h"

#include <set>
#include <unordered_map>
#include <vector>

namespace sweep {

/// Asynchronous successive halving: L. Li, K. Jamieson, A. Rostamizadeh, E. Gonina, J. Ben-tzur, M. Hardt, B. Recht,
/// A. Talwalkar, "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020, algorithm 2.
///
/// Promotion, as in the paper: a trial runs to a rung and pauses; a free worker takes the best paused trial that is among
/// the best 1/eta of its rung, from the highest rung down, and else a new configuration.
/// Stopping: a trial runs on to the largest budget and is judged by its reports when they reach a rung.
class AshaScheduler final : public Scheduler {
public:
  /// When a trial of the stopping variant goes on past a rung, of m results there with its own among them:
  enum class Rule {
    /// It is no worse than the floor(m / eta)-th best, or the best.
    Count,
    /// At most m / eta of them are better.
    Rank,
    /// It is no worse than the 1/eta quantile of the earlier ones, interpolated.
    Quantile,
  };

  static std::vector<Option> options();
  static Result<std::unique_ptr<Scheduler>> create(SchedulerContext context);
  explicit AshaScheduler(const SchedulerContext& context);

  Placement place(int trial) const override;
  void observe(const Trial& trial) override;
  Verdict judge(const Trial& trial) override;
  Verdict reached(const Trial& trial) override;
  NextStep next(NewTrials newTrials) override;
  std::vector<Threshold> thresholds() override;

private:
  struct Level {
    double budget = 0.0;
    Ranking results;
    /// Paused here.
    Ranking paused;
  };
  struct Member {
    std::size_t bracket = 0;
    TrialState state = TrialState::Waiting;
    /// The rung that it goes to or has reached.
    std::size_t target = 0;
    /// Per rung, where it has one.
    std::vector<std::optional<double>> losses;
    /// Stopping: how much of its reports was looked at, and the first rung that they have not reached.
    std::size_t seen = 0;
    std::size_t open = 0;
  };

  std::vector<Level>& levelsOf(const Member& member) { return m_brackets[member.bracket]; }
  Member& memberFor(const Trial& trial);
  void forget(Member& member, int trial);
  void record(Member& member, int trial, std::size_t rung, double loss);
  void takeAttempts(Member& member, const Trial& trial);
  std::vector<std::size_t> takeReports(Member& member, const Trial& trial);
  bool goesOn(const Level& level, double loss) const;
  /// The loss of the last one that goes on past a level with results; nothing while it is nobody.
  std::optional<double> markOf(const Level& level) const;
  Message stopReason(const Level& level, double loss) const;
  std::optional<ContinueTrial> promotion() const;
  std::optional<EndTrial> farewell() const;

  Objective m_objective;
  std::uint64_t m_seed;
  bool m_promotes;
  int m_eta;
  Rule m_rule;
  double m_most;
  std::vector<std::vector<Level>> m_brackets;
  std::unordered_map<int, Member> m_members;
  std::set<int> m_active;
};

} // namespace sweep
