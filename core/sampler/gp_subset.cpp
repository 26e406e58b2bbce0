// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/gp_subset.h"

#include "core/sampler/thinned_history.h"

#include <algorithm>
#include <numeric>

namespace sweep {

namespace {
constexpr std::size_t Best = 150;
constexpr std::size_t Newest = 128;
} // namespace

std::vector<std::size_t> learnedSubset(std::span<const int> trials, std::span<const double> losses) {
  std::vector<std::size_t> all(trials.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  if (all.size() <= MostLearned)
    return all;
  const std::size_t settled = all.size() - (all.size() - MostLearned) % SubsetStep;
  std::vector<char> chosen(all.size(), 0);
  std::fill(chosen.begin() + static_cast<std::ptrdiff_t>(settled), chosen.end(), 1);

  std::vector<std::size_t> order(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(settled));
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return losses[a] < losses[b]; });
  for (std::size_t i = 0; i < Best; ++i)
    chosen[order[i]] = 1;

  ThinnedHistory thinned(Newest);
  for (std::size_t i = 0; i < settled; ++i)
    thinned.insert(trials[i]);
  for (const auto& kept : thinned.kept())
    chosen[static_cast<std::size_t>(std::ranges::lower_bound(trials, kept.number) - trials.begin())] = 1;

  std::erase_if(all, [&](std::size_t i) { return !chosen[i]; });
  return all;
}

} // namespace sweep
