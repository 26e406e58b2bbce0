// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/search_space.h"

#include <cstdint>
#include <span>
#include <vector>

namespace sweep {

/// `count` values of a numeric domain from low to high, both included, evenly spaced (in the log on a log scale), on the
/// domain's grid, each once, ascending. The middle one for count == 1.
std::vector<Value> levelsBetween(const Domain& domain, double low, double high, std::size_t count);

/// More steps than this are not listed.
constexpr std::uint64_t MostSteps = 10'000;

/// A parameter's values in a grid: those given by hand, else every category, else every step of a range that has a step (up to
/// MostSteps of them), else `count` levels of its range.
std::vector<Value> levelsOf(const Parameter& parameter, std::size_t count);

/// A count as people write it: "64", "10^12", "3.2 × 10^15".
std::string countText(double count);

/// The product of given levels for each parameter of a space, with conditions: a parameter that is not active adds no points.
/// Points are computed from their index and never listed. The last parameter changes fastest; what depends on a parameter
/// changes faster than the parameter itself.
class Lattice {
public:
  /// levels: at least one value for each parameter in the space's order.
  Lattice(const SearchSpace& space, std::vector<std::vector<Value>> levels);

  /// Exact below 2^53, infinity where a double cannot hold it.
  double count() const { return m_count; }
  /// Exact when count() < 2^53.
  std::uint64_t size() const { return static_cast<std::uint64_t>(m_count); }
  /// index < size(), size() exact. Constraints are not looked at.
  Configuration at(std::uint64_t index) const;
  const std::vector<std::vector<Value>>& levels() const { return m_levels; }

private:
  double weightOf(std::size_t parameter, const Value& value) const;
  void choose(std::span<const std::size_t> siblings, std::uint64_t index,
              std::vector<const Value*>& chosen) const;

  SearchSpace m_space;
  std::vector<std::vector<Value>> m_levels;
  /// For each parameter, the points of itself and all that depends on it, and for each level the points before it.
  std::vector<double> m_counts;
  std::vector<std::vector<double>> m_before;
  std::vector<std::size_t> m_roots;
  double m_count = 1.0;
};

} // namespace sweep
