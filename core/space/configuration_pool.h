// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/search_space.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace sweep {

/// Configurations of a space, and which of them is nearest to another: first of all the one with the fewest categories (and
/// parameters that are active in one of the two only) that differ, then the one with the smallest sum of squared distances in
/// the unit cube, then the first.
/// Immutable: const functions may run in several threads.
class ConfigurationPool {
public:
  /// Inside the space, in its order; repeated ones are taken once.
  ConfigurationPool(SearchSpace space, std::span<const Configuration> configurations);

  std::span<const Configuration> configurations() const { return m_configurations; }
  std::size_t size() const { return m_configurations.size(); }
  bool empty() const { return m_configurations.empty(); }

  /// Where exactly this one is.
  std::optional<std::size_t> find(const Configuration& configuration) const;
  /// Among those that `may` says; nothing when there is none. Looks at each: O(size).
  std::optional<std::size_t> nearest(const Configuration& configuration,
                                     const std::function<bool(std::size_t index)>& may = {}) const;

private:
  std::vector<double> placeOf(const Configuration& configuration) const;

  SearchSpace m_space;
  std::vector<bool> m_isNumeric;
  std::vector<Configuration> m_configurations;
  /// One after the other, a coordinate per parameter: in the unit interval for a number, the index of a choice; NaN where it is
  /// not active.
  std::vector<double> m_places;
  std::unordered_map<std::string, std::size_t> m_indices;
};

} // namespace sweep
