// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/search_space.h"

#include "core/base/rng.h"

#include <algorithm>

namespace sweep {

namespace {

Error asError(const SpaceSpec& spec, const SpaceProblem& problem) {
  if (problem.inConstraint)
    return Error(SWEEP_TEXT("Constraint “%1”: %2"), {spec.constraints[problem.index], problem.message.str()});
  if (problem.field == Field::Name)
    return problem.message;
  return Error(SWEEP_TEXT("Parameter “%1”: %2"),
               {spec.parameters[problem.index].name, problem.message.str()});
}

/// The value of the domain that is the same number, where there is one; else the value as it is.
Value ofKind(const Domain& domain, const Value& value) {
  const auto number = valueNumber(value);
  if (!isNumeric(domain) || contains(domain, value) || !number || std::holds_alternative<bool>(value))
    return value;
  const Value nearest = nearestValue(domain, *number);
  return valueNumber(nearest) == number ? nearest : value;
}

} // namespace

Result<SearchSpace> SearchSpace::create(SpaceSpec spec) {
  if (const auto problems = problemsOf(spec); !problems.empty())
    return asError(spec, problems.front());
  SearchSpace space;
  const auto names = numericNames(spec);
  for (const auto& expression : spec.constraints) {
    auto constraint = Constraint::compile(expression, names);
    if (!constraint)
      return constraint.error();
    space.m_constraints.push_back(std::move(constraint).value());
  }
  space.m_spec = std::move(spec);
  space.linkConditions();
  return space;
}

void SearchSpace::linkConditions() {
  const std::size_t count = m_spec.parameters.size();
  for (std::size_t i = 0; i < count; ++i)
    m_indices.emplace(m_spec.parameters[i].name, i);
  m_parents.resize(count);
  m_children.resize(count);
  for (std::size_t i = 0; i < count; ++i)
    if (const auto& condition = m_spec.parameters[i].condition) {
      m_parents[i] = m_indices.at(condition->parent);
      m_children[*m_parents[i]].push_back(i);
    }
  std::vector<bool> placed(count);
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<std::size_t> chain;
    for (std::optional<std::size_t> at = i; at && !placed[*at]; at = m_parents[*at]) {
      placed[*at] = true;
      chain.push_back(*at);
    }
    m_parentsFirst.insert(m_parentsFirst.end(), chain.rbegin(), chain.rend());
  }
}

const Parameter* SearchSpace::find(std::string_view name) const {
  const auto found = m_indices.find(std::string(name));
  return found == m_indices.end() ? nullptr : &m_spec.parameters[found->second];
}

bool SearchSpace::isActive(const Parameter& parameter, const Configuration& configuration) const {
  for (const Parameter* at = &parameter; at->condition; at = find(at->condition->parent)) {
    const Value* parent = configuration.find(at->condition->parent);
    if (!parent || !holds(*at->condition, *parent))
      return false;
  }
  return true;
}

Configuration SearchSpace::withoutInactive(const Configuration& configuration) const {
  std::vector<Configuration::Entry> entries;
  for (const auto& parameter : m_spec.parameters)
    if (const Value* value = configuration.find(parameter.name); value && isActive(parameter, configuration))
      entries.emplace_back(parameter.name, *value);
  return Configuration(std::move(entries));
}

bool SearchSpace::satisfiesConstraints(const Configuration& configuration) const {
  return std::all_of(m_constraints.begin(), m_constraints.end(),
                     [&](const Constraint& constraint) { return constraint.satisfied(configuration); });
}

Result<void> SearchSpace::check(const Configuration& configuration) const {
  for (const auto& [name, value] : configuration)
    if (!find(name))
      return Error(SWEEP_TEXT("The search space has no parameter “%1”."), {name});
  for (const auto& parameter : m_spec.parameters) {
    const Value* value = configuration.find(parameter.name);
    const bool active = isActive(parameter, configuration);
    if (active && !value)
      return Error(SWEEP_TEXT("The configuration has no value for “%1”."), {parameter.name});
    if (!active && value)
      return Error(SWEEP_TEXT("“%1” does not take part in this configuration, but has the value %2."),
                   {parameter.name, valueText(*value)});
    if (active && !contains(parameter.domain, *value))
      return Error(SWEEP_TEXT("“%1” cannot be %2."), {parameter.name, valueText(*value)});
  }
  for (const auto& constraint : m_constraints)
    if (!constraint.satisfied(configuration))
      return Error(SWEEP_TEXT("The configuration does not satisfy “%1”."), {constraint.expression()});
  return {};
}

Result<Configuration> SearchSpace::adopted(const Configuration& configuration) const {
  std::vector<Configuration::Entry> entries;
  for (const auto& parameter : m_spec.parameters)
    if (const Value* value = configuration.find(parameter.name))
      entries.emplace_back(parameter.name, ofKind(parameter.domain, *value));
  for (const auto& [name, value] : configuration)
    if (!find(name))
      entries.emplace_back(name, value);
  Configuration adopted(std::move(entries));
  if (auto inside = check(adopted); !inside)
    return inside.error();
  return adopted;
}

Configuration SearchSpace::defaults() const {
  std::vector<Configuration::Entry> entries;
  for (const auto& parameter : m_spec.parameters)
    entries.emplace_back(parameter.name, defaultOf(parameter));
  return withoutInactive(Configuration(std::move(entries)));
}

Configuration SearchSpace::fromUnit(std::span<const double> point) const {
  std::vector<std::optional<Value>> values(m_spec.parameters.size());
  for (const std::size_t i : m_parentsFirst) {
    const Parameter& parameter = m_spec.parameters[i];
    const auto* parent = m_parents[i] ? &values[*m_parents[i]] : nullptr;
    if (!parent || (*parent && holds(*parameter.condition, **parent)))
      values[i] = sweep::fromUnit(parameter.domain, point[i]);
  }
  std::vector<Configuration::Entry> entries;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i])
      entries.emplace_back(m_spec.parameters[i].name, std::move(*values[i]));
  return Configuration(std::move(entries));
}

std::vector<double> SearchSpace::toUnit(const Configuration& configuration) const {
  std::vector<double> point;
  for (const auto& parameter : m_spec.parameters) {
    const Value* value = configuration.find(parameter.name);
    point.push_back(value ? sweep::toUnit(parameter.domain, *value) : 0.5);
  }
  return point;
}

double SearchSpace::feasibleShare(std::size_t samples, std::uint64_t seed) const {
  if (m_constraints.empty() || samples == 0)
    return 1.0;
  std::size_t feasible = 0;
  std::vector<double> point(m_spec.parameters.size());
  for (std::size_t i = 0; i < samples; ++i) {
    Rng rng(seed, i);
    std::generate(point.begin(), point.end(), [&] { return rng.uniform(); });
    feasible += satisfiesConstraints(fromUnit(point)) ? 1 : 0;
  }
  return static_cast<double>(feasible) / static_cast<double>(samples);
}

} // namespace sweep
