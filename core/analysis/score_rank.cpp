// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/score_rank.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace sweep {

namespace {

struct Scores {
  std::vector<double> values;
  /// Of which trial each is.
  std::vector<std::size_t> trials;
};

Scores scoresOf(const Snapshot& snapshot, std::size_t objective) {
  Scores scores;
  if (objective >= snapshot.spec.objectives.size())
    return scores;
  for (std::size_t i = 0; i < snapshot.trials.size(); ++i)
    if (objective < snapshot.trials[i]->values.size() && !std::isnan(snapshot.trials[i]->values[objective])) {
      scores.values.push_back(snapshot.trials[i]->values[objective]);
      scores.trials.push_back(i);
    }
  return scores;
}

} // namespace

std::vector<double> ranksOf(const std::vector<double>& values, const Objective& objective) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return objective.better(values[b], values[a]); });
  std::vector<double> ranks(values.size(), 0.5);
  for (std::size_t first = 0, end = 0; first < order.size(); first = end) {
    while (end < order.size() && values[order[end]] == values[order[first]])
      ++end;
    const double mean = (static_cast<double>(first) + static_cast<double>(end) - 1) / 2;
    for (std::size_t i = first; i < end && order.size() > 1; ++i)
      ranks[order[i]] = mean / static_cast<double>(order.size() - 1);
  }
  return ranks;
}

std::vector<double> valuesAt(std::vector<double> values, const std::vector<double>& shares, const Objective& objective) {
  std::ranges::sort(values, [&](double a, double b) { return objective.better(b, a); });
  std::vector<double> found;
  for (std::size_t i = 0; i < shares.size() && !values.empty(); ++i)
    found.push_back(values[static_cast<std::size_t>(std::lround(shares[i] * static_cast<double>(values.size() - 1)))]);
  return found;
}

std::vector<double> scoreRanks(const Snapshot& snapshot, std::size_t objective) {
  std::vector<double> ranks(snapshot.trials.size(), std::numeric_limits<double>::quiet_NaN());
  const auto scores = scoresOf(snapshot, objective);
  if (scores.values.empty())
    return ranks;
  const auto ofScores = ranksOf(scores.values, snapshot.spec.objectives[objective]);
  for (std::size_t i = 0; i < ofScores.size(); ++i)
    ranks[scores.trials[i]] = ofScores[i];
  return ranks;
}

std::vector<double> scoresAt(const Snapshot& snapshot, const std::vector<double>& shares, std::size_t objective) {
  auto scores = scoresOf(snapshot, objective);
  if (scores.values.empty())
    return {};
  return valuesAt(std::move(scores.values), shares, snapshot.spec.objectives[objective]);
}

} // namespace sweep
