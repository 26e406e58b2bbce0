// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/gp_region.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sweep {

namespace {

/// A local model learns from so many trials and so many more per dimension.
constexpr std::size_t FewestTrials = 10;
constexpr std::size_t TrialsPerDimension = 4;
/// In the kernel's metric no parameter reaches less far than this share of the farthest.
constexpr double LeastShare = 0.3;
constexpr double LeastReach = 1e-12;

double distance(std::span<const double> a, std::span<const double> b, std::span<const ColumnKind> kinds, std::span<const double> weights) {
  double sum = 0.0;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    const double difference = a[k] - b[k];
    sum += weights[k] * (kinds[k] == ColumnKind::Number ? difference * difference : double(difference != 0.0));
  }
  return sum;
}

/// Nearest first.
std::vector<std::size_t> nearest(std::size_t centre, const GpEncoding& encoding, const GpHistory& history, std::span<const double> weights) {
  const auto& observed = history.observed();
  std::vector<double> distances;
  for (const auto& entry : observed)
    distances.push_back(distance(entry.point, observed[centre].point, encoding.kinds(), weights));
  std::vector<std::size_t> order(observed.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return distances[a] < distances[b]; });
  order.resize(std::min(order.size(), FewestTrials + TrialsPerDimension * encoding.dimensions()));
  return order;
}

/// As far as the nearer half of the trials lies.
std::vector<double> reachOf(std::span<const std::size_t> near, std::size_t centre, const GpEncoding& encoding, const GpHistory& history,
                            std::span<const double> weights) {
  const auto& observed = history.observed();
  const auto isRange = [&](std::size_t k) { return encoding.coordinateOf(k) && !encoding.isCategory(k); };
  std::vector<double> reach(encoding.parameters(), 0.0);
  double widest = 0.0;
  for (std::size_t k = 0; k < reach.size(); ++k) {
    if (!isRange(k))
      continue;
    for (const std::size_t i : near.first(near.size() / 2))
      reach[k] = std::max(reach[k], std::abs(observed[i].place[k] - observed[centre].place[k]));
    widest = std::max(widest, reach[k] * std::sqrt(weights[*encoding.coordinateOf(k)]));
  }
  for (std::size_t k = 0; k < reach.size(); ++k)
    if (isRange(k))
      reach[k] = std::max({reach[k], LeastShare * widest / std::sqrt(weights[*encoding.coordinateOf(k)]), LeastReach});
  return reach;
}

} // namespace

GpRegion regionAround(std::size_t centre, const GpEncoding& encoding, const GpHistory& history, std::span<const double> weights) {
  GpRegion region;
  region.trials = nearest(centre, encoding, history, weights);
  region.reach = reachOf(region.trials, centre, encoding, history, weights);
  std::sort(region.trials.begin(), region.trials.end());
  return region;
}

} // namespace sweep
