// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/numerics/parzen_estimator.h"
#include "core/space/search_space.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace sweep {

/// The parameters of a space as axes of a Parzen estimator: numbers in the unit interval (space/domain.h, toUnit), where a
/// value of a grid owns a cell; categories by their index, with the weights of the domain as the prior.
class ParzenSpace {
public:
  explicit ParzenSpace(const SearchSpace& space);

  std::size_t size() const { return m_parameters.size(); }
  const ParzenAxis& axis(std::size_t parameter) const { return m_parameters[parameter].axis; }
  /// Whether it has more than one value: others belong to no model.
  bool isSearched(std::size_t parameter) const { return m_parameters[parameter].searched; }

  /// Those parameters, in order.
  std::vector<std::size_t> searched() const;

  /// Nothing for what is not in the domain.
  std::optional<ParzenCoordinate> coordinate(std::size_t parameter, const Value& value) const;
  /// The value whose cell or place it is. at: as in ParzenEstimator::Draw.
  Value value(std::size_t parameter, double at) const;
  /// `at` of each parameter; NaN where it is not active, not searched or not in its domain.
  std::vector<double> positions(const Configuration& configuration) const;

private:
  struct Parameter {
    std::string name;
    Domain domain;
    ParzenAxis axis;
    bool searched = true;
    /// Of a categorical domain, by the values' JSON.
    std::unordered_map<std::string, std::size_t> indices;
  };

  std::vector<Parameter> m_parameters;
};

} // namespace sweep
