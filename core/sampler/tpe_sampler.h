// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/numerics/sobol.h"
#include "core/sampler/registry.h"
#include "core/sampler/tpe_group.h"
#include "core/sampler/tpe_ranking.h"
#include "core/sampler/untried.h"

#include <map>

namespace sweep {

/// Tree-structured Parzen estimator (Bergstra et al. 2011, "Algorithms for hyper-parameter optimization"; joint over parameters
/// as Falkner et al. 2018; component choices as Optuna 5.0): a density l of the best tenth of the trials, a density g of the
/// others; of some draws from l the one with the largest l / g is tried next.
///
/// Trials that run count as bad, so that several at a time keep apart; so do failed ones, unless the failure was not the
/// configuration's. Pruned trials, and those that have reached a budget and may go on, rank by how far they went. Draws that break a constraint or repeat a configuration are
/// passed over; when nothing else is left a uniform draw is made instead, and said to be.
/// Parameters under a condition are judged among the trials in which they take part: the good ones there are the best of those, so that a
/// branch is searched by its own results however well another one does.
/// Old bad trials are thinned out (thinned_history.h), so that the cost of a suggestion grows with the logarithm of their count.
class TpeSampler final : public Sampler {
public:
  static std::vector<Option> options();
  static Result<std::unique_ptr<Sampler>> create(SamplerContext context);
  static std::optional<std::uint64_t> plannedCount(const SamplerContext& context);

  explicit TpeSampler(SamplerContext context);
  void observe(std::span<const Trial> changed) override;
  Suggestions suggest(const SuggestRequest& request) override;

  /// A group's densities as the next suggestion would see them.
  const std::vector<TpeGroup>& groups();
  const ParzenSpace& axes() const { return m_axes; }
  /// The good trials, ascending by number.
  const std::vector<int>& good();
  /// How many trials have a result.
  std::size_t results() const { return m_ranking.size(); }

private:
  void learn(const Trial& trial);
  void learnFailed(const Trial& trial);
  void addToGroups(const Trial& trial);
  std::optional<Suggestion> suggestOne(int number);
  std::optional<Suggestion> modelled(int number);
  std::optional<Suggestion> startUp(int number) const;
  std::optional<Suggestion> uniformDraw(int number, const Message& why) const;
  void updateGroups();
  bool isConditional(const TpeGroup& group) const;

  SamplerContext m_context;
  ParzenSpace m_axes;
  Untried m_untried;
  SobolSequence m_sequence;
  std::size_t m_startUpCount;
  bool m_countsPending;
  TpeRanking m_ranking;
  std::vector<TpeGroup> m_groups;
  /// Positions of the trials without a result.
  std::map<int, std::vector<double>> m_pending;
  /// In answer to the current request.
  std::vector<TpeTrial> m_suggested;
  std::vector<int> m_good;
  /// Of each group.
  std::vector<std::vector<int>> m_groupGood;
  bool m_goodStale = true;
};

} // namespace sweep
