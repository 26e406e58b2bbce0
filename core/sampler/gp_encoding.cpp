// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/gp_encoding.h"

#include <algorithm>
#include <cmath>

namespace sweep {

namespace {

constexpr double Middle = 0.5;

const CategoricalDomain* choicesIn(const Parameter& parameter) {
  return std::get_if<CategoricalDomain>(&parameter.domain);
}

/// On a grid of so many equal slices; beyond 2^52 slices a grid is as good as continuous.
constexpr std::uint64_t MostSlices = std::uint64_t{1} << 52;

} // namespace

GpEncoding::GpEncoding(SearchSpace space) : m_space(std::move(space)) {
  for (const auto& parameter : m_space.parameters()) {
    Axis axis;
    axis.values = sizeOf(parameter.domain);
    axis.isContinuous = !axis.values || *axis.values > MostSlices;
    if (const auto* categorical = choicesIn(parameter)) {
      axis.isCategory = true;
      for (std::size_t i = 0; i < categorical->choices.size(); ++i)
        if (categorical->weights.empty() || categorical->weights[i] > 0.0)
          axis.choices.push_back(i);
    }
    m_axes.push_back(std::move(axis));
  }
  addCoordinates();
}

void GpEncoding::addCoordinates() {
  const auto parameters = m_space.parameters();
  for (std::size_t i = 0; i < m_axes.size(); ++i)
    if (m_axes[i].isContinuous || (m_axes[i].isCategory ? m_axes[i].choices.size() : *m_axes[i].values) > 1) {
      m_axes[i].coordinate = m_kinds.size();
      m_kinds.push_back(m_axes[i].isCategory ? ColumnKind::Category : ColumnKind::Number);
    }
  for (std::size_t i = 0; i < m_axes.size(); ++i) {
    Axis& axis = m_axes[i];
    axis.parent = m_space.parentOf(i);
    if (!axis.parent)
      continue;
    m_conditional = true;
    if (const auto* choices = choicesIn(parameters[*axis.parent]))
      for (const auto& value : choices->choices)
        axis.holdsFor.push_back(holds(*parameters[i].condition, value));
    if (!axis.coordinate || axis.isCategory)
      continue;
    for (std::size_t other = 0; other < i && !axis.indicator; ++other)
      if (parameters[other].condition == parameters[i].condition)
        axis.indicator = m_axes[other].indicator;
    if (!axis.indicator) {
      axis.indicator = m_kinds.size();
      m_kinds.push_back(ColumnKind::Category);
    }
  }
}

std::vector<double> GpEncoding::placeFromUnit(std::span<const double> cube) const {
  std::vector<double> place(m_axes.size());
  for (std::size_t i = 0; i < place.size(); ++i) {
    const auto& domain = m_space.parameters()[i].domain;
    if (!m_axes[i].isCategory) {
      place[i] = snapped(i, cube[i]);
      continue;
    }
    const auto& choices = std::get<CategoricalDomain>(domain);
    if (choices.weights.empty())
      place[i] = std::min(std::floor(cube[i] * static_cast<double>(choices.choices.size())),
                          static_cast<double>(choices.choices.size() - 1));
    else
      place[i] = static_cast<double>(
          std::find(choices.choices.begin(), choices.choices.end(), fromUnit(domain, cube[i])) -
          choices.choices.begin());
  }
  return place;
}

double GpEncoding::snapped(std::size_t parameter, double value) const {
  const Axis& axis = m_axes[parameter];
  const double inside = value > 0.0 ? std::min(value, 1.0) : 0.0;
  if (axis.isContinuous)
    return inside;
  if (axis.isCategory)
    return value;
  const auto& domain = m_space.parameters()[parameter].domain;
  if (isLog(domain) || *axis.values == 1)
    return toUnit(domain, fromUnit(domain, inside));
  const auto count = static_cast<double>(*axis.values);
  return (std::min(std::floor(inside * count), count - 1.0) + 0.5) / count;
}

double GpEncoding::stepped(std::size_t parameter, double value, std::int64_t steps) const {
  const auto& domain = m_space.parameters()[parameter].domain;
  const auto* whole = std::get_if<IntDomain>(&domain);
  if (!whole || !whole->log) {
    const double count = static_cast<double>(*m_axes[parameter].values);
    return snapped(parameter, std::clamp(value + static_cast<double>(steps) / count, 0.0, 1.0));
  }
  const double number = static_cast<double>(std::get<std::int64_t>(fromUnit(domain, value)));
  return toUnit(domain, nearestValue(domain, number + static_cast<double>(steps)));
}

std::vector<double> GpEncoding::placeOf(const Configuration& configuration,
                                        std::span<const double> otherwise) const {
  std::vector<double> place(otherwise.begin(), otherwise.end());
  for (std::size_t i = 0; i < place.size(); ++i) {
    const auto& parameter = m_space.parameters()[i];
    const Value* value = configuration.find(parameter.name);
    if (!value)
      continue;
    if (const auto* choices = choicesIn(parameter))
      place[i] = static_cast<double>(std::find(choices->choices.begin(), choices->choices.end(), *value) -
                                     choices->choices.begin());
    else
      place[i] = toUnit(parameter.domain, *value);
  }
  return place;
}

std::vector<double> GpEncoding::withKnownChoices(std::vector<double> place) const {
  for (std::size_t i = 0; i < place.size(); ++i)
    if (m_axes[i].isCategory && !(place[i] < static_cast<double>(*m_axes[i].values)))
      place[i] = static_cast<double>(m_axes[i].choices.front());
  return place;
}

Configuration GpEncoding::configurationOf(std::span<const double> place) const {
  std::vector<char> active;
  activity(place, active);
  std::vector<Configuration::Entry> entries;
  for (std::size_t i = 0; i < place.size(); ++i) {
    if (!active[i])
      continue;
    const auto& parameter = m_space.parameters()[i];
    if (const auto* choices = choicesIn(parameter))
      entries.emplace_back(parameter.name, choices->choices[static_cast<std::size_t>(place[i])]);
    else
      entries.emplace_back(parameter.name, fromUnit(parameter.domain, place[i]));
  }
  return Configuration(std::move(entries));
}

bool GpEncoding::conditionHolds(const Axis& axis, std::size_t parameter, double parentNumber) const {
  if (!axis.holdsFor.empty()) {
    const auto index = static_cast<std::size_t>(parentNumber);
    return index < axis.holdsFor.size() && axis.holdsFor[index];
  }
  const auto parameters = m_space.parameters();
  return holds(*parameters[parameter].condition, fromUnit(parameters[*axis.parent].domain, parentNumber));
}

void GpEncoding::activity(std::span<const double> place, std::vector<char>& active) const {
  active.assign(m_axes.size(), 1);
  if (!m_conditional)
    return;
  for (const std::size_t i : m_space.parentsFirst())
    if (const auto parent = m_axes[i].parent)
      active[i] = active[*parent] && conditionHolds(m_axes[i], i, place[*parent]);
}

void GpEncoding::pointOf(std::span<const double> place, std::span<double> point) const {
  if (!m_conditional) {
    for (std::size_t i = 0; i < m_axes.size(); ++i)
      if (m_axes[i].coordinate)
        point[*m_axes[i].coordinate] = place[i];
    return;
  }
  std::vector<char> active;
  activity(place, active);
  for (std::size_t i = 0; i < m_axes.size(); ++i) {
    const Axis& axis = m_axes[i];
    if (axis.coordinate)
      point[*axis.coordinate] = active[i] ? place[i] : axis.isCategory ? -1.0 : Middle;
    if (axis.indicator)
      point[*axis.indicator] = active[i] ? 1.0 : 0.0;
  }
}

std::vector<double> GpEncoding::pointOf(std::span<const double> place) const {
  std::vector<double> point(dimensions());
  pointOf(place, point);
  return point;
}

bool GpEncoding::isAllowed(std::span<const double> place) const {
  return !hasConstraints() || m_space.satisfiesConstraints(configurationOf(place));
}

} // namespace sweep
