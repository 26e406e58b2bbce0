// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scheduler/pbt_explore.h"
#include "core/scheduler/registry.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace sweep {

/// Population based training: M. Jaderberg, V. Dalibard, S. Osindero, W. M. Czarnecki, J. Donahue, A. Razavi, O. Vinyals,
/// T. Green, I. Dunning, K. Simonyan, C. Fernando, K. Kavukcuoglu, arXiv:1711.09846, 2017, algorithm 1.
///
/// A population of trials trains side by side. After every interval of the budget a member pauses: if it does badly beside
/// the others (exploit), it goes on from the checkpoint and with the configuration of a better one, varied (explore); else it
/// goes on with its own. Asynchronous: nobody waits for the others, and the members that have come least far are run first.
///
/// A place in the population is a trial's bracket. A member that fails is replaced by a copy of one of the best, as a new trial
/// in the same place. A member looks only at those that are at most an interval behind it, and copies none that has left no
/// checkpoint.
class PbtScheduler final : public Scheduler {
public:
  enum class Exploit {
    /// Who is among the worst fraction copies one of the best fraction, drawn at random.
    Truncation,
    /// Copies another member, drawn at random, when that one is better.
    Tournament,
    /// The same, when its last reports are better by Welch's t-test.
    TTest,
  };

  static std::vector<Option> options();
  static Result<std::unique_ptr<Scheduler>> create(SchedulerContext context);
  static std::optional<std::uint64_t> plannedTrials(const SchedulerContext& context);
  explicit PbtScheduler(const SchedulerContext& context);

  /// How many members of `population` the best and the worst fraction hold: rounded up, but never more than half of them.
  static std::size_t truncationSize(std::size_t population, double fraction);

  Placement place(int trial) const override;
  void observe(const Trial& trial) override;
  Verdict judge(const Trial&) override { return {}; }
  Verdict reached(const Trial& trial) override;
  NextStep next(NewTrials newTrials) override;

private:
  struct Member {
    int trial = 0;
    int place = 0;
    TrialState state = TrialState::Waiting;
    /// Failed, and not because a person stopped it.
    bool isBroken = false;
    /// The budget of the last attempt that came as far as it was to go; 0 before the first has.
    double age = 0.0;
    double loss = 0.0;
    /// What that attempt trained with, and left.
    Configuration configuration;
    std::optional<CheckpointSource> checkpoint;
    /// Its last reports of the objective, as losses; only for the t-test.
    std::vector<double> recent;
  };
  using Entry = std::pair<double, int>;

  double budgetAfter(double age) const;
  std::uint64_t generationOf(double age) const;
  Rng rngFor(const Member& member) const;
  /// At most an interval behind.
  bool isClose(const Member& other, double age) const;
  bool isDonor(const Member& member, double age) const;
  /// The members that `member` is compared with, itself among them, the best first.
  std::vector<const Member*> rivalsOf(const Member& member) const;
  const Member* donorFor(const Member& member, Rng& rng, Message& why) const;
  const Member* truncated(const Member& member, Rng& rng, Message& why) const;
  const Member* challenged(const Member& member, Rng& rng, Message& why) const;
  NextStep onward(const Member& member) const;
  std::optional<CopyTrial> replacement() const;
  CopyTrial copyOf(const Member& donor, std::optional<int> trial, int place, Rng& rng,
                   const Message& why) const;
  std::string shown(double loss) const;

  SearchSpace m_space;
  Objective m_objective;
  std::uint64_t m_seed;
  std::size_t m_population;
  double m_interval;
  double m_most;
  Exploit m_exploit = Exploit::Truncation;
  double m_fraction;
  std::size_t m_window;
  ExploreRule m_explore;

  std::unordered_map<int, Member> m_members;
  /// The trials of each place, in order; the last one holds it now.
  std::map<int, std::set<int>> m_places;
  /// Paused members by age and number.
  std::set<Entry> m_ready;
  std::set<int> m_broken;
  std::set<int> m_active;
};

} // namespace sweep
