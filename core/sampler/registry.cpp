// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/registry.h"

#include "core/base/text.h"
#include "core/sampler/automatic_sampler.h"
#include "core/sampler/cma_es_sampler.h"
#include "core/sampler/gp_sampler.h"
#include "core/sampler/grid_refinement_sampler.h"
#include "core/sampler/grid_sampler.h"
#include "core/sampler/kde_sampler.h"
#include "core/sampler/latin_hypercube_sampler.h"
#include "core/sampler/nsga2_sampler.h"
#include "core/sampler/random_sampler.h"
#include "core/sampler/sobol_sampler.h"
#include "core/sampler/tpe_sampler.h"

#include <algorithm>

namespace sweep {

std::span<const SamplerEntry> samplers() {
  static const std::vector<SamplerEntry> entries = {
      {"automatic", SWEEP_TEXT("Automatic"),
       SWEEP_TEXT("Looks at the space, the number of trials and their results, and asks the method that suits them; every trial "
                  "says which one and why: a good choice when in doubt."),
       AutomaticSampler::options, AutomaticSampler::create, AutomaticSampler::plannedCount},
      {"random", SWEEP_TEXT("Random search"),
       SWEEP_TEXT(
           "Independent draws from every range: a sound first choice, whatever the number of parameters."),
       RandomSampler::options, RandomSampler::create, RandomSampler::plannedCount, false, false},
      {"grid", SWEEP_TEXT("Grid search"),
       SWEEP_TEXT("Every combination of a few levels: for one to three parameters, or when all combinations "
                  "are wanted."),
       GridSampler::options, GridSampler::create, GridSampler::plannedCount, true, false},
      {"grid-refinement", SWEEP_TEXT("Grid search with refinement"),
       SWEEP_TEXT("A grid that is divided more finely around its best points, round after round: for few "
                  "parameters and a smooth "
                  "objective."),
       GridRefinementSampler::options, GridRefinementSampler::create, GridRefinementSampler::plannedCount, true},
      {"sobol", SWEEP_TEXT("Sobol sequence"),
       SWEEP_TEXT(
           "Covers the space more evenly than random search, at any number of trials: for a first look, "
           "or for tables of results to study."),
       SobolSampler::options, SobolSampler::create, SobolSampler::plannedCount, false, false},
      {"latin-hypercube", SWEEP_TEXT("Latin hypercube"),
       SWEEP_TEXT(
           "Spreads a number of trials that is known beforehand so that each has its own slice of every "
           "range."),
       LatinHypercubeSampler::options, LatinHypercubeSampler::create, LatinHypercubeSampler::plannedCount,
       false, false},
      {"gp", SWEEP_TEXT("Bayesian optimisation (Gaussian process)"),
       SWEEP_TEXT("Learns a model of the objective from all trials and asks where it expects the most: for "
                  "expensive trials, up to about a thousand of them."),
       GpSampler::options, GpSampler::create, GpSampler::plannedCount},
      {"tpe", SWEEP_TEXT("Tree-structured Parzen estimator (TPE)"),
       SWEEP_TEXT(
           "Learns where good trials lie and where others do: for mixed and conditional spaces, and for "
           "thousands of trials."),
       TpeSampler::options, TpeSampler::create, TpeSampler::plannedCount},
      {"kde", SWEEP_TEXT("Kernel densities (the model of BOHB)"),
       SWEEP_TEXT("Learns from every budget where good trials lie: for Hyperband and successive halving; the two together "
                  "are BOHB."),
       KdeSampler::options, KdeSampler::create, KdeSampler::plannedCount},
      {"cma-es", SWEEP_TEXT("CMA-ES"),
       SWEEP_TEXT(
           "An evolution strategy that learns which way the objective falls: for several hundred trials "
           "on numbers, several at a time."),
       CmaEsSampler::options, CmaEsSampler::create, CmaEsSampler::plannedCount},
      {"nsga-ii", SWEEP_TEXT("NSGA-II"),
       SWEEP_TEXT("An evolutionary search for the best compromises between several objectives."),
       Nsga2Sampler::options, Nsga2Sampler::create, Nsga2Sampler::plannedCount},
  };
  return entries;
}

const SamplerEntry* findSampler(std::string_view id) {
  for (const auto& entry : samplers())
    if (entry.id == id)
      return &entry;
  return nullptr;
}

Result<SamplerContext> samplerContext(const StudySpec& spec) {
  const SamplerEntry* entry = findSampler(spec.method.sampler);
  if (!entry) {
    std::vector<std::string> known;
    for (const auto& row : samplers())
      known.emplace_back(row.id);
    return Error(SWEEP_TEXT("There is no search method “%1”; there are: %2."),
                 {spec.method.sampler, joined(known, ", ")});
  }
  auto space = SearchSpace::create(spec.space);
  if (!space)
    return space.error();
  auto options = completedOptions(entry->options(), spec.method.samplerOptions);
  if (!options)
    return options.error();
  return SamplerContext{std::move(space).value(), spec.objectives, std::move(options).value(), spec.seed,
                        spec.limits.trials};
}

Result<std::unique_ptr<Sampler>> createSampler(const StudySpec& spec) {
  auto context = samplerContext(spec);
  if (!context)
    return context.error();
  return findSampler(spec.method.sampler)->create(std::move(context).value());
}

Result<std::optional<std::uint64_t>> ownTrialCount(const StudySpec& spec) {
  auto context = samplerContext(spec);
  if (!context)
    return context.error();
  const SamplerEntry* entry = findSampler(spec.method.sampler);
  if (auto sampler = entry->create(*context); !sampler)
    return sampler.error();
  return entry->plannedCount ? entry->plannedCount(*context) : std::nullopt;
}

std::optional<std::uint64_t> withinLimit(std::optional<std::uint64_t> count, const Limits& limits) {
  if (!limits.trials)
    return count;
  const auto limit = static_cast<std::uint64_t>(std::max(*limits.trials, 0));
  return std::min(count.value_or(limit), limit);
}

Result<std::optional<std::uint64_t>> plannedTrialCount(const StudySpec& spec) {
  auto own = ownTrialCount(spec);
  if (own)
    *own = withinLimit(*own, spec.limits);
  return own;
}

} // namespace sweep
