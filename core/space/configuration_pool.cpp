// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/configuration_pool.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace sweep {

namespace {

/// Of two categories: which one it is; other kinds have no place but their own.
double categoryOf(const Domain& domain, const Value& value) {
  const auto* categorical = std::get_if<CategoricalDomain>(&domain);
  if (!categorical)
    return 0.0;
  return static_cast<double>(std::ranges::find(categorical->choices, value) - categorical->choices.begin());
}

} // namespace

ConfigurationPool::ConfigurationPool(SearchSpace space, std::span<const Configuration> configurations)
    : m_space(std::move(space)) {
  for (const auto& parameter : m_space.parameters())
    m_isNumeric.push_back(isNumeric(parameter.domain));
  for (const auto& configuration : configurations) {
    if (!m_indices.emplace(configuration.json(), m_configurations.size()).second)
      continue;
    m_configurations.push_back(configuration);
    const auto place = placeOf(configuration);
    m_places.insert(m_places.end(), place.begin(), place.end());
  }
}

std::vector<double> ConfigurationPool::placeOf(const Configuration& configuration) const {
  std::vector<double> place;
  for (const auto& parameter : m_space.parameters()) {
    const Value* value = configuration.find(parameter.name);
    place.push_back(!value                        ? std::numeric_limits<double>::quiet_NaN()
                    : isNumeric(parameter.domain) ? toUnit(parameter.domain, *value)
                                                  : categoryOf(parameter.domain, *value));
  }
  return place;
}

std::optional<std::size_t> ConfigurationPool::find(const Configuration& configuration) const {
  const auto found = m_indices.find(configuration.json());
  return found == m_indices.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> ConfigurationPool::nearest(const Configuration& configuration,
                                                      const std::function<bool(std::size_t)>& may) const {
  const auto place = placeOf(configuration);
  std::optional<std::size_t> best;
  std::pair<int, double> least;
  for (std::size_t index = 0; index < size(); ++index) {
    if (may && !may(index))
      continue;
    const auto other = std::span(m_places).subspan(index * place.size(), place.size());
    std::pair<int, double> distance(0, 0.0);
    for (std::size_t axis = 0; axis < place.size(); ++axis) {
      const bool isMissing = std::isnan(place[axis]) || std::isnan(other[axis]);
      if (isMissing || !m_isNumeric[axis])
        distance.first +=
            isMissing ? std::isnan(place[axis]) != std::isnan(other[axis]) : place[axis] != other[axis];
      else
        distance.second += (place[axis] - other[axis]) * (place[axis] - other[axis]);
    }
    if (!best || distance < least) {
      best = index;
      least = distance;
    }
  }
  return best;
}

} // namespace sweep
