// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/best_choice.h"

#include "core/analysis/believed_best.h"
#include "core/analysis/repeats.h"
#include "core/base/text.h"

namespace sweep {

namespace {

constexpr int Digits = 5;

std::string plusMinus(double mean, double deviation) {
  return roundedText(mean, Digits) + " ± " + roundedText(deviation, 2);
}

Result<BestChoice> bestMean(const Snapshot& snapshot) {
  const auto tried = triedConfigurations(snapshot);
  const auto repeated = repeatedOf(tried, snapshot.spec.objective());
  if (repeated.empty())
    return Error(SWEEP_TEXT("No configuration has been run more than once. `sweepscope run STUDY "
                            "--repeat-best 3` runs the best ones again."));
  const auto& best = tried[repeated.front()];
  const int first = best.trials.front();
  return BestChoice{snapshot.trials[static_cast<std::size_t>(first)].get(),
                    "trial " + std::to_string(first) + ": " + plusMinus(best.mean(), best.deviation()) +
                        ", mean and standard deviation of " + std::to_string(best.trials.size()) + " runs"};
}

Result<BestChoice> bestByModel(const Snapshot& snapshot) {
  RetoldSampler sampler;
  const auto believed = believedBest(snapshot, sampler);
  if (!believed)
    return believed.error();
  const auto& best = believed->beliefs[believed->best];
  return BestChoice{snapshot.trials[static_cast<std::size_t>(best.trial)].get(),
                    "trial " + std::to_string(best.trial) + ": a model of all results expects " +
                        plusMinus(best.mean, best.deviation)};
}

} // namespace

Result<BestChoice> bestChoice(const Snapshot& snapshot, std::string_view by) {
  if (by == "mean")
    return bestMean(snapshot);
  if (by == "model")
    return bestByModel(snapshot);
  return BestChoice{snapshot.best(), {}};
}

std::string repeatsTable(const Snapshot& snapshot) {
  const auto tried = triedConfigurations(snapshot);
  std::string table;
  for (const std::size_t i : repeatedOf(tried, snapshot.spec.objective()))
    table += "  " + plusMinus(tried[i].mean(), tried[i].deviation()) + "  over " +
             std::to_string(tried[i].trials.size()) + " runs of trial " +
             std::to_string(tried[i].trials.front()) + "\n";
  return table;
}

} // namespace sweep
