// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/parzen_space.h"

#include <cmath>
#include <limits>
#include <numeric>

namespace sweep {

namespace {

using Kind = ParzenAxis::Kind;

std::vector<double> priorOf(const CategoricalDomain& domain) {
  const std::size_t count = domain.choices.size();
  if (domain.weights.empty())
    return std::vector<double>(count, 1.0 / static_cast<double>(count));
  std::vector<double> prior = domain.weights;
  const double sum = std::accumulate(prior.begin(), prior.end(), 0.0);
  for (double& p : prior)
    p /= sum;
  return prior;
}

ParzenAxis axisOf(const Domain& domain) {
  if (const auto* categorical = std::get_if<CategoricalDomain>(&domain))
    return {Kind::Categorical, 0.0, 1.0, priorOf(*categorical)};
  return {sizeOf(domain) ? Kind::Stepped : Kind::Continuous, 0.0, 1.0, {}};
}

/// The cell of a whole number on a log scale: from log(n - 1/2) to log(n + 1/2).
ParzenCoordinate logCell(const IntDomain& domain, std::int64_t value, double at) {
  const double n = static_cast<double>(value);
  const double low = std::log(static_cast<double>(domain.low) - 0.5);
  const double range = std::log(static_cast<double>(domain.high) + 0.5) - low;
  const double middle = 0.5 * (std::log(n - 0.5) + std::log(n + 0.5));
  return {at, (middle - low) / range, 2.0 * std::atanh(0.5 / n) / range};
}

} // namespace

ParzenSpace::ParzenSpace(const SearchSpace& space) {
  for (const auto& parameter : space.parameters()) {
    auto& added = m_parameters.emplace_back();
    added.name = parameter.name;
    added.domain = parameter.domain;
    added.searched = sizeOf(parameter.domain) != 1u;
    if (!added.searched)
      continue;
    added.axis = axisOf(parameter.domain);
    if (const auto* categorical = std::get_if<CategoricalDomain>(&parameter.domain))
      for (std::size_t i = 0; i < categorical->choices.size(); ++i)
        added.indices.emplace(valueJson(categorical->choices[i]), i);
  }
}

std::optional<ParzenCoordinate> ParzenSpace::coordinate(std::size_t parameter, const Value& value) const {
  const Parameter& p = m_parameters[parameter];
  if (p.axis.kind == Kind::Categorical) {
    const auto found = p.indices.find(valueJson(value));
    return found == p.indices.end() ? std::nullopt
                                    : std::optional(ParzenCoordinate{static_cast<double>(found->second)});
  }
  if (!contains(p.domain, value))
    return std::nullopt;
  const double at = toUnit(p.domain, value);
  if (p.axis.kind == Kind::Continuous)
    return ParzenCoordinate{at};
  if (const auto* whole = std::get_if<IntDomain>(&p.domain); whole && whole->log)
    return logCell(*whole, std::get<std::int64_t>(value), at);
  return ParzenCoordinate{at, at, 1.0 / static_cast<double>(*sizeOf(p.domain))};
}

Value ParzenSpace::value(std::size_t parameter, double at) const {
  const Domain& domain = m_parameters[parameter].domain;
  if (const auto* categorical = std::get_if<CategoricalDomain>(&domain))
    return categorical->choices[static_cast<std::size_t>(at)];
  return fromUnit(domain, at);
}

std::vector<double> ParzenSpace::positions(const Configuration& configuration) const {
  std::vector<double> positions;
  positions.reserve(m_parameters.size());
  for (std::size_t i = 0; i < m_parameters.size(); ++i) {
    const Value* value = m_parameters[i].searched ? configuration.find(m_parameters[i].name) : nullptr;
    const auto coordinate = value ? this->coordinate(i, *value) : std::nullopt;
    positions.push_back(coordinate ? coordinate->at : std::numeric_limits<double>::quiet_NaN());
  }
  return positions;
}

std::vector<std::size_t> ParzenSpace::searched() const {
  std::vector<std::size_t> parameters;
  for (std::size_t i = 0; i < size(); ++i)
    if (isSearched(i))
      parameters.push_back(i);
  return parameters;
}

} // namespace sweep
