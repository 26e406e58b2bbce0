// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/tpe_group.h"
#include "core/sampler/untried.h"

#include <optional>
#include <vector>

namespace sweep {

/// Searches one configuration that is likelier among the good trials than among the others: group by group, parents first, some
/// draws from l, of which the one with the largest l / g is taken that satisfies the constraints. When the whole has been tried
/// before, the next best of the last group follows, and so on back to the first.
class TpeProposal {
public:
  TpeProposal(const Untried& untried, const ParzenSpace& axes, const std::vector<TpeGroup>& groups,
              std::size_t candidates, Rng rng);

  struct Found {
    Configuration configuration;
    /// Sums over the groups that are active.
    double logGood = 0.0;
    double logBad = 0.0;
    int groups = 0;
    /// The trial whose kernel the first group came from; nothing for the prior's.
    std::optional<int> near;
  };
  /// Nothing when too many of the best were tried before or broke a constraint.
  std::optional<Found> find();

private:
  struct Candidate {
    std::vector<Value> values;
    std::optional<int> near;
    double logGood = 0.0;
    double logBad = 0.0;
  };

  bool complete(std::size_t group);
  bool tryCandidate(std::size_t group, const Candidate& candidate);
  std::vector<Candidate> candidatesOf(const TpeGroup& group);
  void score(const TpeGroup& group, std::vector<Candidate>& candidates) const;
  bool isFeasible(const TpeGroup& group, const Candidate& candidate);
  void place(const TpeGroup& group, const std::vector<Value>& values);
  void clear(const TpeGroup& group);
  const Value* valueOf(std::size_t parameter) const;
  bool isActive(std::size_t parameter) const;
  Configuration assembled() const;

  const Untried& m_untried;
  const SearchSpace& m_space;
  const ParzenSpace& m_axes;
  const std::vector<TpeGroup>& m_groups;
  std::size_t m_candidates;
  Rng m_rng;
  /// What is decided so far; parameters of one value from the start.
  std::vector<std::optional<Value>> m_values;
  Found m_found;
  int m_attemptsLeft;
};

} // namespace sweep
