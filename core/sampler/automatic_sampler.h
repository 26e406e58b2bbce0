// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/automatic_choice.h"
#include "core/sampler/cma_es_sampler.h"
#include "core/sampler/gp_sampler.h"
#include "core/sampler/nsga2_sampler.h"
#include "core/sampler/rank_evidence.h"
#include "core/sampler/registry.h"
#include "core/sampler/tpe_sampler.h"

#include <memory>
#include <set>

namespace sweep {

/// Asks other samplers, each where it is good (automatic_choice.h): a Gaussian process with steps of a local model where there are few
/// parameters, tree-structured Parzen estimators where the process ranks badly, costs too much or stops improving and where trials are cut
/// short, CMA-ES from the best trial on in high dimensions and after many trials, NSGA-II or TPE for several objectives. Every one of them that the study may come to is told of all trials from the start, so that each knows everything
/// when it is asked. The choice depends on the history and the number of the trial alone.
class AutomaticSampler final : public Sampler {
public:
  static std::vector<Option> options();
  static Result<std::unique_ptr<Sampler>> create(SamplerContext context);
  static std::optional<std::uint64_t> plannedCount(const SamplerContext& context);

  explicit AutomaticSampler(SamplerContext context);
  void observe(std::span<const Trial> changed) override;
  Suggestions suggest(const SuggestRequest& request) override;

  /// What the next choice rests on.
  AutomaticFacts facts();
  /// The sampler that is asked for the trial of this number, were it suggested now.
  Sampler& asked(int number);

private:
  void count(const Trial& trial);
  void tellStrategy(const Trial& trial);
  Sampler& asked(AutomaticWay way);

  SamplerContext m_context;
  AutomaticFacts m_facts;
  TpeSampler m_densities;
  /// With several objectives this one, with one the others.
  std::unique_ptr<Nsga2Sampler> m_population;
  std::unique_ptr<GpSampler> m_model;
  /// On spaces of numbers alone.
  std::unique_ptr<CmaEsSampler> m_strategy;
  std::optional<RankEvidence> m_ranks;

  /// By what was told of them last.
  std::set<int> m_pending;
  std::set<int> m_partial;
  double m_lowest = 0.0;
  Configuration m_best;
};

} // namespace sweep
