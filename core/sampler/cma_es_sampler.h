// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/numerics/sobol.h"
#include "core/sampler/cma_model.h"
#include "core/sampler/registry.h"
#include "core/sampler/untried.h"

#include <deque>
#include <memory>
#include <set>

namespace sweep {

/// CMA-ES (Hansen 2016) in the unit cube, with margin for whole numbers (Hamano et al. 2022), learned chances for categories
/// (after CatCMA, Hamano et al. 2024) and restarts.
///
/// Trials are told in the order in which they finish, and every `population size` of them make a generation, whichever
/// distribution they were drawn from: no worker waits and no result is thrown away. What does not come from the last few
/// distributions (queued by hand, or finished very late) is pulled in to where the distribution's own points lie. Complete
/// trials rank before pruned ones, those before failed ones; a failed trial has a rank but never a value, and a generation
/// without any value teaches nothing. A parameter that is not active keeps its draw, which selection leaves as it is.
/// Draws outside the ranges, against the constraints or already tried are drawn again; then a uniform draw is made instead.
class CmaEsSampler final : public Sampler {
public:
  static std::vector<Option> options();
  /// Fails for several objectives.
  static Result<std::unique_ptr<Sampler>> create(SamplerContext context);
  static std::optional<std::uint64_t> plannedCount(const SamplerContext& context);

  explicit CmaEsSampler(SamplerContext context);
  void observe(std::span<const Trial> changed) override;
  Suggestions suggest(const SuggestRequest& request) override;

  /// Trials that it does not learn from; what they tried is not suggested again.
  void passOver(std::span<const Trial> changed) { m_untried.observe(changed); }
  /// Before it has been told anything: the first run begins around this place. step: of each range, > 0.
  void startFrom(const Configuration& place, double step);

private:
  enum class Restarts { None, Doubling, Alternating };
  enum class Tier { Complete, Pruned, Failed };
  struct Member {
    CmaPoint point;
    Tier tier = Tier::Failed;
    double value = 0.0;
    int number = 0;
  };
  class Candidates;
  using Model = std::shared_ptr<const CmaModel>;

  Member memberOf(const Trial& trial) const;
  CmaPoint pointOf(const Trial& trial) const;
  void endGeneration();
  void restart(CmaStop why);
  CmaModel::Start startOfRun(int run);
  std::optional<Suggestion> draw(int number, std::size_t position) const;
  Message originOf(std::size_t position) const;

  SamplerContext m_context;
  CmaSpace m_space;
  Untried m_untried;
  SobolSequence m_sequence;
  Restarts m_restarts;
  double m_step;
  /// Of the first run.
  int m_populationSize;
  /// The last distributions, the current one first.
  std::deque<Model> m_models;
  std::vector<Member> m_members;
  std::set<int> m_pending;
  int m_run = 0;
  Message m_whyRestarted;
  /// Trials told to runs of growing and of small populations.
  int m_largeTrials = 0;
  int m_smallTrials = 0;
  int m_largePopulation;
  bool m_inSmallRun = false;
};

} // namespace sweep
