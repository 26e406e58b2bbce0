// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/repeats.h"

#include "core/numerics/welch_test.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <unordered_map>
#include <utility>

namespace sweep {

namespace {

/// To be minimised.
std::vector<double> lossesOf(const TriedConfiguration& tried, const Objective& objective) {
  std::vector<double> losses;
  for (const double value : tried.values)
    losses.push_back(lossOf(objective, value));
  return losses;
}

} // namespace

double TriedConfiguration::mean() const {
  // Around the first, so that equal results have exactly their value as the mean.
  double sum = 0.0;
  for (const double value : values)
    sum += value - values.front();
  return values.front() + sum / static_cast<double>(values.size());
}

double TriedConfiguration::deviation() const {
  if (values.size() < 2)
    return 0.0;
  const double middle = mean();
  double squares = 0.0;
  for (const double value : values)
    squares += (value - middle) * (value - middle);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

std::vector<TriedConfiguration> triedConfigurations(const Snapshot& snapshot) {
  std::vector<TriedConfiguration> tried;
  std::unordered_map<std::string, std::size_t> places;
  for (const auto& trial : snapshot.trials) {
    if (trial->state != TrialState::Complete || !trial->value())
      continue;
    const auto [place, isNew] = places.emplace(trial->configuration.json(), tried.size());
    if (isNew)
      tried.emplace_back();
    tried[place->second].trials.push_back(trial->number);
    tried[place->second].values.push_back(*trial->value());
  }
  for (const auto& trial : snapshot.trials)
    if (!isFinished(trial->state))
      if (const auto place = places.find(trial->configuration.json()); place != places.end())
        ++tried[place->second].pending;
  return tried;
}

std::vector<std::size_t> repeatedOf(const std::vector<TriedConfiguration>& tried,
                                    const Objective& objective) {
  std::vector<std::size_t> repeated;
  for (std::size_t i = 0; i < tried.size(); ++i)
    if (tried[i].trials.size() > 1)
      repeated.push_back(i);
  std::ranges::stable_sort(repeated, {}, [&](std::size_t i) { return lossOf(objective, tried[i].mean()); });
  return repeated;
}

std::vector<std::size_t> missingRuns(const std::vector<TriedConfiguration>& tried, const Objective& objective,
                                     int best, int runs) {
  std::vector<std::size_t> order(tried.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto count = std::min(order.size(), static_cast<std::size_t>(std::max(best, 0)));
  std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(count), {}, [&](std::size_t i) {
    return std::pair(lossOf(objective, tried[i].values.front()), i);
  });
  order.resize(count);
  std::vector<std::size_t> missing;
  for (int run = 0; run < runs; ++run)
    for (const std::size_t i : order)
      if (static_cast<int>(tried[i].trials.size()) + tried[i].pending <= run)
        missing.push_back(i);
  return missing;
}

double chanceOfOrder(const TriedConfiguration& better, const TriedConfiguration& other,
                     const Objective& objective) {
  return welchTest(lossesOf(better, objective), lossesOf(other, objective)).chance;
}

} // namespace sweep
