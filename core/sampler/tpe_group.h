// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/parzen_space.h"
#include "core/sampler/thinned_history.h"

#include <span>
#include <unordered_map>
#include <vector>

namespace sweep {

/// Which parameters are modelled together.
enum class TpeGrouping {
  /// Each alone.
  Independent,
  /// Those without a condition together, each other one alone.
  JointUnconditional,
  /// Those with the same condition together: they are active in the same trials.
  JointByCondition
};

/// Parameters of more than one value in groups, parents before what depends on them. The parameters of a group are active
/// together.
std::vector<std::vector<std::size_t>> tpeGroups(const SearchSpace& space, const ParzenSpace& axes,
                                                TpeGrouping grouping);

/// A trial as the model sees it.
struct TpeTrial {
  int number = 0;
  /// ParzenSpace::positions.
  std::vector<double> positions;
};

/// Two densities over the parameters of a group: l of the good trials, g of the others, from the trials in which the group is
/// active. Kept up to date by differences.
class TpeGroup {
public:
  /// good, bad: of the two densities. newest: as in ThinnedHistory, of the trials behind g.
  TpeGroup(std::vector<std::size_t> parameters, const ParzenSpace& space, ParzenOptions good,
           ParzenOptions bad, std::size_t newest);

  const std::vector<std::size_t>& parameters() const { return m_parameters; }
  /// A finished trial; one in which the group is not active is passed over.
  void add(const TpeTrial& trial);
  /// Whether it is active in a finished trial.
  bool contains(int number) const { return m_positions.contains(number); }
  /// Makes l of the good finished trials and g of the other ones and the pending ones. good, pending: ascending by number.
  void update(std::span<const int> good, std::span<const TpeTrial> pending);

  const ParzenEstimator& good() const { return m_good; }
  const ParzenEstimator& bad() const { return m_bad; }

private:
  using Positions = std::vector<double>;
  using Kept = ThinnedHistory::Kept;

  std::optional<Positions> positionsOf(const TpeTrial& trial) const;
  template <class At> static void adapt(ParzenEstimator& estimator, const std::vector<Kept>& wanted, At at);

  std::vector<std::size_t> m_parameters;
  ParzenEstimator m_good;
  ParzenEstimator m_bad;
  ThinnedHistory m_history;
  std::unordered_map<int, Positions> m_positions;
};

} // namespace sweep
