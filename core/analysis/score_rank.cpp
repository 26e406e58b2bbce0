// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/score_rank.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sweep {

namespace {

struct Score {
  double value;
  std::size_t trial;
};

/// Worst first.
std::vector<Score> sortedScores(const Snapshot& snapshot, std::size_t objective) {
  std::vector<Score> scores;
  if (objective >= snapshot.spec.objectives.size())
    return scores;
  for (std::size_t i = 0; i < snapshot.trials.size(); ++i)
    if (objective < snapshot.trials[i]->values.size() && !std::isnan(snapshot.trials[i]->values[objective]))
      scores.push_back({snapshot.trials[i]->values[objective], i});
  const Objective& goal = snapshot.spec.objectives[objective];
  std::sort(scores.begin(), scores.end(), [&](const Score& a, const Score& b) { return goal.better(b.value, a.value); });
  return scores;
}

} // namespace

std::vector<double> scoreRanks(const Snapshot& snapshot, std::size_t objective) {
  std::vector<double> ranks(snapshot.trials.size(), std::numeric_limits<double>::quiet_NaN());
  const auto scores = sortedScores(snapshot, objective);
  for (std::size_t first = 0, end = 0; first < scores.size(); first = end) {
    while (end < scores.size() && scores[end].value == scores[first].value)
      ++end;
    const double mean = (static_cast<double>(first) + static_cast<double>(end) - 1) / 2;
    for (std::size_t i = first; i < end; ++i)
      ranks[scores[i].trial] = scores.size() > 1 ? mean / static_cast<double>(scores.size() - 1) : 0.5;
  }
  return ranks;
}

std::vector<double> scoresAt(const Snapshot& snapshot, const std::vector<double>& shares, std::size_t objective) {
  const auto scores = sortedScores(snapshot, objective);
  std::vector<double> values;
  if (scores.empty())
    return values;
  for (const double share : shares)
    values.push_back(scores[static_cast<std::size_t>(std::lround(share * static_cast<double>(scores.size() - 1)))].value);
  return values;
}

} // namespace sweep
