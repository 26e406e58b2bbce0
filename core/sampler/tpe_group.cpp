// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/tpe_group.h"

#include <algorithm>
#include <cmath>

namespace sweep {

namespace {

/// The group that a parameter can join, or none.
std::vector<std::size_t>* groupFor(const Parameter& parameter, const SearchSpace& space,
                                   std::vector<std::vector<std::size_t>>& groups, TpeGrouping grouping) {
  if (grouping == TpeGrouping::Independent ||
      (grouping == TpeGrouping::JointUnconditional && parameter.condition))
    return nullptr;
  for (auto& group : groups)
    if (space.parameters()[group.front()].condition == parameter.condition)
      return &group;
  return nullptr;
}

std::vector<ParzenAxis> axesOf(const std::vector<std::size_t>& parameters, const ParzenSpace& space) {
  std::vector<ParzenAxis> axes;
  for (const std::size_t parameter : parameters)
    axes.push_back(space.axis(parameter));
  return axes;
}

} // namespace

std::vector<std::vector<std::size_t>> tpeGroups(const SearchSpace& space, const ParzenSpace& axes,
                                                TpeGrouping grouping) {
  std::vector<std::vector<std::size_t>> groups;
  for (const std::size_t parameter : space.parentsFirst()) {
    if (!axes.isSearched(parameter))
      continue;
    if (auto* group = groupFor(space.parameters()[parameter], space, groups, grouping))
      group->push_back(parameter);
    else
      groups.push_back({parameter});
  }
  return groups;
}

TpeGroup::TpeGroup(std::vector<std::size_t> parameters, const ParzenSpace& space, ParzenOptions good,
                   ParzenOptions bad, std::size_t newest)
    : m_parameters(std::move(parameters)), m_good(axesOf(m_parameters, space), good),
      m_bad(axesOf(m_parameters, space), bad), m_history(newest) {}

std::optional<TpeGroup::Positions> TpeGroup::positionsOf(const TpeTrial& trial) const {
  Positions positions;
  for (const std::size_t parameter : m_parameters) {
    if (std::isnan(trial.positions[parameter]))
      return std::nullopt;
    positions.push_back(trial.positions[parameter]);
  }
  return positions;
}

void TpeGroup::add(const TpeTrial& trial) {
  auto positions = positionsOf(trial);
  if (positions && m_positions.emplace(trial.number, std::move(*positions)).second)
    m_history.insert(trial.number);
}

void TpeGroup::update(std::span<const int> good, std::span<const TpeTrial> pending) {
  std::vector<Kept> best;
  for (const int number : good)
    if (m_positions.contains(number))
      best.push_back({number});
  std::vector<Kept> others;
  for (const auto& kept : m_history.kept())
    if (!std::binary_search(good.begin(), good.end(), kept.number))
      others.push_back(kept);
  std::unordered_map<int, Positions> running;
  for (const auto& trial : pending)
    if (auto positions = positionsOf(trial); positions && !m_positions.contains(trial.number))
      running.emplace(trial.number, std::move(*positions));
  for (const auto& [number, positions] : running)
    others.push_back({number});
  std::sort(others.begin(), others.end(), [](const Kept& a, const Kept& b) { return a.number < b.number; });
  const auto at = [&](int number) -> const Positions& {
    const auto found = m_positions.find(number);
    return found != m_positions.end() ? found->second : running.at(number);
  };
  adapt(m_good, best, at);
  adapt(m_bad, others, at);
}

/// wanted: ascending. Both lists are walked side by side.
template <class At> void TpeGroup::adapt(ParzenEstimator& estimator, const std::vector<Kept>& wanted, At at) {
  std::vector<int> leaving;
  std::vector<Kept> weighing;
  std::vector<Kept> entering;
  const auto& ids = estimator.ids();
  std::size_t i = 0;
  for (const Kept& next : wanted) {
    for (; i < ids.size() && ids[i] < next.number; ++i)
      leaving.push_back(ids[i]);
    if (i == ids.size() || ids[i] != next.number)
      entering.push_back(next);
    else if (estimator.multiplicity(i++) != next.multiplicity)
      weighing.push_back(next);
  }
  leaving.insert(leaving.end(), ids.begin() + static_cast<std::ptrdiff_t>(i), ids.end());
  for (const int id : leaving)
    estimator.erase(id);
  for (const Kept& next : weighing)
    estimator.setMultiplicity(next.number, next.multiplicity);
  for (const Kept& next : entering)
    estimator.insert(next.number, at(next.number), next.multiplicity);
}

} // namespace sweep
