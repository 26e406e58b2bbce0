// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/numerics/brackets.h"
#include "core/scheduler/ranking.h"
#include "core/scheduler/registry.h"

#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace sweep {

/// Successive halving in brackets, synchronous: all trials of a rung end before the best of them go on. Workers that a
/// bracket has no work for begin the next bracket.
///
/// A rung is decided once every trial of it has a result. The best floor(n_i / eta) go on (of fewer trials than planned,
/// the best 1/eta of those, at least one); a failed trial counts as the worst and never goes on; of equals the earlier goes
/// on. What was decided stays: a trial that is tried again later goes on only when failures left a place.
class BracketScheduler final : public Scheduler {
public:
  /// The brackets of one round, in order; `rounds` times over, 0 for without end. eta >= 2.
  BracketScheduler(Objective objective, std::vector<Bracket> round, int rounds, int eta);

  Placement place(int trial) const override;
  void observe(const Trial& trial) override;
  Verdict judge(const Trial& trial) override;
  Verdict reached(const Trial& trial) override;
  NextStep next(NewTrials newTrials) override;
  std::vector<Threshold> thresholds() override;

private:
  struct Member {
    TrialState state = TrialState::Waiting;
    /// The rung that it goes to or has reached.
    std::size_t target = 0;
    /// Per rung that it has reached.
    std::vector<std::optional<double>> losses;
  };
  /// What a member says of one rung.
  struct Share {
    bool entered = false;
    bool left = false;
    bool pending = false;
    bool decides = false;
    std::optional<double> result;
    bool paused = false;
  };
  /// What all members of a course say of one rung; kept up to date by each that changes, so that a course may have a million.
  struct Level {
    /// How many came to it, and how many of them have gone further.
    std::size_t entered = 0;
    std::size_t left = 0;
    /// Without a result yet.
    std::size_t pending = 0;
    /// Ended here, or gone further: there is no way back.
    std::size_t decided = 0;
    Ranking results;
    /// Paused here with a result.
    Ranking paused;
  };
  /// A bracket that has begun.
  struct Course {
    const Bracket* plan = nullptr;
    std::unordered_map<int, Member> members;
    std::vector<Level> levels;
    /// What its decided rungs ask for next; worked out anew after a change.
    std::optional<NextStep> step;
  };

  const Bracket& planOf(std::size_t index) const { return m_round[index % m_round.size()]; }
  bool mayBegin(std::size_t index) const;
  bool isOpen(std::size_t index) const;
  std::optional<std::size_t> openCourse() const;
  Course& courseFor(std::size_t index);
  static Share shareOf(const Member& member, std::size_t rung);
  static void update(Level& level, int trial, const Share& before, const Share& after);
  void workOut(std::size_t index);
  std::optional<NextStep> stepOf(const Course& course) const;
  /// Whether every trial of a rung has a result, or what it decided stays; allEntered: nobody else will come to it.
  static bool isDecided(const Level& level, bool allEntered);
  bool hasAllTrials(const Course& course) const;
  /// How many of those that came to a rung, not the last, go on.
  std::size_t keptOf(const Course& course, std::size_t rung) const;
  NextStep decide(const Course& course, std::size_t rung) const;
  Message goOnReason(double budget, double loss, std::size_t rank, std::size_t kept, std::size_t all) const;
  Message endReason(double budget, double loss, double mark, std::size_t kept, std::size_t all) const;

  Objective m_objective;
  std::vector<Bracket> m_round;
  int m_rounds;
  int m_eta;
  std::map<std::size_t, Course> m_courses;
  /// All courses before it are full.
  std::size_t m_firstOpen = 0;
  /// Courses to be worked out, and those that have a step.
  std::set<std::size_t> m_changed;
  std::set<std::size_t> m_ready;
  /// Waiting or running, of any bracket or none.
  std::set<int> m_active;
  /// Whether the last question said that there are no more new trials.
  bool m_noMore = false;
};

/// What the methods that run brackets share: the options "eta" and "rounds", and what they mean for the brackets of one round.
Option etaOption();
Option roundsOption(std::string help);
Result<std::unique_ptr<Scheduler>> createBrackets(const SchedulerContext& context, std::vector<Bracket> round);
/// Nothing where rounds go on without end.
std::optional<std::uint64_t> trialsInRounds(const SchedulerContext& context, std::span<const Bracket> round);

} // namespace sweep
