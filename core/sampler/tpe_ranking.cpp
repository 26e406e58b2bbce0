// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/tpe_ranking.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sweep {

namespace {

constexpr int CompleteTier = 0;
constexpr int PrunedTier = 1;
constexpr int UnreportedTier = 2;
constexpr int InfeasibleTier = 3;

/// The last step that has the objective's metric.
const Report* lastReport(const Trial& trial, const Objective& objective) {
  const Report* last = nullptr;
  for (const auto& report : trial.reports)
    if (report.metrics.contains(objective.metric) && (!last || report.step >= last->step))
      last = &report;
  return last;
}

/// Of a trial that is not complete: at the largest budget that it reached, else by its reports.
TpeRank partialRank(const Trial& trial, const Objective& objective) {
  if (const Attempt* attempt = lastReached(trial); attempt && attempt->budget)
    return {PrunedTier, -*attempt->budget, lossOf(objective, attempt->values.front()), trial.number};
  const Report* last = lastReport(trial, objective);
  if (!last)
    return {UnreportedTier, 0.0, 0.0, trial.number};
  const double reported = last->metrics.at(objective.metric);
  const double value = lossOf(objective, trial.value().value_or(reported));
  return {PrunedTier, -static_cast<double>(last->step),
          std::isnan(value) ? std::numeric_limits<double>::infinity() : value, trial.number};
}

/// A point that every point of the set is better than, by a tenth of its distance from zero.
ObjectiveVector referenceOf(std::span<const ObjectiveVector> points) {
  ObjectiveVector worst = points.front();
  for (const auto& point : points)
    for (std::size_t i = 0; i < worst.size(); ++i)
      worst[i] = std::max(worst[i], point[i]);
  for (double& w : worst) {
    w = std::max(1.1 * w, 0.9 * w);
    if (w == 0.0)
      w = std::numeric_limits<float>::epsilon();
  }
  return worst;
}

} // namespace

std::weak_ordering TpeRank::operator<=>(const TpeRank& other) const {
  const auto order = [](double a, double b) {
    return a < b   ? std::weak_ordering::less
           : b < a ? std::weak_ordering::greater
                   : std::weak_ordering::equivalent;
  };
  if (tier != other.tier)
    return tier <=> other.tier;
  if (const auto bySteps = order(steps, other.steps); bySteps != 0)
    return bySteps;
  if (const auto byValue = order(value, other.value); byValue != 0)
    return byValue;
  return number <=> other.number;
}

TpeRank tpeRankOf(const Trial& trial, const Objective& objective, double violation) {
  if (violation > 0.0)
    return {InfeasibleTier, 0.0, violation, trial.number};
  if (trial.state == TrialState::Complete && trial.value())
    return {CompleteTier, 0.0, lossOf(objective, *trial.value()), trial.number};
  return partialRank(trial, objective);
}

void TpeRanking::put(const Trial& trial, double violation) {
  const TpeRank rank = tpeRankOf(trial, m_objectives.front(), violation);
  const auto [held, isNew] = m_rankOf.try_emplace(trial.number, rank);
  if (!isNew)
    m_ranks.erase(std::exchange(held->second, rank));
  m_ranks.insert(rank);
  if (m_objectives.size() < 2 || rank.tier != CompleteTier || trial.values.size() != m_objectives.size())
    return;
  Outcome outcome{trial.number, {}};
  for (std::size_t i = 0; i < m_objectives.size(); ++i)
    outcome.values.push_back(lossOf(m_objectives[i], trial.values[i]));
  const auto place = std::upper_bound(m_outcomes.begin(), m_outcomes.end(), trial.number,
                                      [](int number, const Outcome& held) { return number < held.number; });
  m_outcomes.insert(place, std::move(outcome));
}

void TpeRanking::erase(int number) {
  if (const auto held = m_rankOf.extract(number))
    m_ranks.erase(held.mapped());
}

std::vector<int> TpeRanking::best(std::size_t count) const {
  std::vector<int> numbers;
  if (m_objectives.size() > 1)
    numbers = bestOfFronts(count);
  const std::set<int> chosen(numbers.begin(), numbers.end());
  for (auto at = m_ranks.begin(); at != m_ranks.end() && numbers.size() < count; ++at)
    if (!chosen.contains(at->number))
      numbers.push_back(at->number);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

std::vector<int> TpeRanking::bestOf(const std::function<bool(int number)>& belongs, double share, std::size_t most) const {
  std::vector<int> numbers;
  for (const TpeRank& rank : m_ranks)
    if (belongs(rank.number))
      numbers.push_back(rank.number);
  numbers.resize(tpeGoodCount(numbers.size(), share, most));
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

std::vector<int> TpeRanking::bestOfFronts(std::size_t count) const {
  std::vector<ObjectiveVector> points;
  for (const auto& outcome : m_outcomes)
    points.push_back(outcome.values);
  const auto fronts = nonDominationRanks(points);
  std::vector<int> numbers;
  for (int front = 0; numbers.size() < std::min(count, points.size()); ++front) {
    std::vector<std::size_t> members;
    std::vector<ObjectiveVector> values;
    for (std::size_t i = 0; i < points.size(); ++i)
      if (fronts[i] == front) {
        members.push_back(i);
        values.push_back(points[i]);
      }
    for (const std::size_t i : greedyHypervolumeSubset(values, referenceOf(values), count - numbers.size()))
      numbers.push_back(m_outcomes[members[i]].number);
  }
  return numbers;
}

std::size_t tpeGoodCount(std::size_t count, double share, std::size_t most) {
  // The product may exceed a whole number by its rounding.
  const double good = std::ceil(share * static_cast<double>(count) * (1.0 - 1e-15));
  return std::min(static_cast<std::size_t>(good), most);
}

} // namespace sweep
