// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/believed_best.h"

#include "core/sampler/gp_sampler.h"

#include <algorithm>

namespace sweep {

namespace {

constexpr const char* Model = "gp";

/// The same trials as those of a study by Bayesian optimisation.
Snapshot asModelled(const Snapshot& snapshot) {
  Snapshot modelled = snapshot;
  if (modelled.spec.method.sampler != Model) {
    modelled.spec.method.sampler = Model;
    modelled.spec.method.samplerOptions = {};
  }
  return modelled;
}

} // namespace

const BelievedBest::Belief* BelievedBest::of(int trial) const {
  const auto found = std::ranges::lower_bound(beliefs, trial, {}, &Belief::trial);
  return found != beliefs.end() && found->trial == trial ? &*found : nullptr;
}

Result<BelievedBest> believedBest(const Snapshot& snapshot, RetoldSampler& sampler) {
  if (snapshot.trials.size() > MostTrialsForBelief)
    return Error(SWEEP_TEXT("The model does not look at more than %1 trials."),
                 {std::to_string(MostTrialsForBelief)});
  const Snapshot modelled = asModelled(snapshot);
  if (auto made = createSampler(modelled.spec); !made)
    return made.error();
  auto* gp = dynamic_cast<GpSampler*>(sampler.at(modelled, static_cast<int>(modelled.trials.size())));
  const auto beliefs = gp ? gp->beliefs() : std::nullopt;
  if (!beliefs || beliefs->trials.empty())
    return Error(SWEEP_TEXT("There are too few results for a model."));
  const Objective& objective = snapshot.spec.objective();
  BelievedBest answer;
  for (const auto& belief : beliefs->trials)
    answer.beliefs.push_back({belief.trial, lossOf(objective, belief.loss), belief.deviation});
  const auto best = std::ranges::min_element(beliefs->trials, {}, &GpSampler::TrialBelief::loss);
  answer.best = static_cast<std::size_t>(best - beliefs->trials.begin());
  answer.noise = beliefs->noise;
  return answer;
}

} // namespace sweep
