// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/numerics/pareto.h"
#include "core/study/objective.h"
#include "core/study/trial.h"

#include <compare>
#include <functional>
#include <set>
#include <span>
#include <unordered_map>
#include <vector>

namespace sweep {

/// A trial's place among the others, the best first (Optuna 5.0): complete trials by value; then pruned ones, those that went
/// farther first, by their last value (and so those that wait to go on, by the last budget that they reached); then those that break a constraint, by how much. Ties go to the smaller number.
struct TpeRank {
  int tier = 0;
  double steps = 0.0;
  double value = 0.0;
  int number = 0;
  std::weak_ordering operator<=>(const TpeRank& other) const;
};

/// The rank of a complete or pruned trial. violation: by how much it breaks constraints, 0 when it breaks none.
TpeRank tpeRankOf(const Trial& trial, const Objective& objective, double violation = 0.0);

/// Which trials are the good ones. State is a function of the trials added.
class TpeRanking {
public:
  explicit TpeRanking(std::vector<Objective> objectives) : m_objectives(std::move(objectives)) {}

  /// A complete or pruned trial, or a pending one that has reached a budget; it takes the place of what was told of it before.
  void put(const Trial& trial, double violation);
  /// Nothing happens when it is not there.
  void erase(int number);
  std::size_t size() const { return m_ranks.size(); }
  /// The numbers of the best `count` trials, ascending. With several objectives: complete trials front by front, and of the
  /// front that does not fit those that together dominate the largest hypervolume.
  std::vector<int> best(std::size_t count) const;
  /// Of the trials that belong, by the first objective: the best `share` of them, at most `most`, ascending.
  std::vector<int> bestOf(const std::function<bool(int number)>& belongs, double share, std::size_t most) const;
  /// The one with the best value.
  const TpeRank& first() const { return *m_ranks.begin(); }

private:
  struct Outcome {
    int number = 0;
    ObjectiveVector values;
  };
  std::vector<int> bestOfFronts(std::size_t count) const;

  std::vector<Objective> m_objectives;
  std::set<TpeRank> m_ranks;
  std::unordered_map<int, TpeRank> m_rankOf;
  /// With several objectives: of the complete trials that break no constraint, by number.
  std::vector<Outcome> m_outcomes;
};

/// ceil(share · count), at most `most`.
std::size_t tpeGoodCount(std::size_t count, double share, std::size_t most);

} // namespace sweep
