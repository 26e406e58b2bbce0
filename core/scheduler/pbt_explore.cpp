// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/pbt_explore.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>

namespace sweep {

namespace {

/// Variations that break a constraint before the configuration is kept as it is.
constexpr int MostTries = 100;

/// By a factor, or by a share of the range where a factor would not lead away from 0.
double moved(double value, double low, double high, bool up, double change) {
  const double sign = up ? 1.0 : -1.0;
  if (low < 0.0 || value == 0.0)
    return value + sign * change * (high - low);
  return value * (1.0 + sign * change);
}

Value perturbedFloat(const FloatDomain& domain, double value, bool up, double change) {
  const double target = moved(value, domain.low, domain.high, up, change);
  const Value result = nearestValue(domain, target);
  if (!domain.step || std::get<double>(result) != value)
    return result;
  return nearestValue(domain, up ? value + *domain.step : value - *domain.step);
}

Value perturbedInt(const IntDomain& domain, std::int64_t value, bool up, double change) {
  const double target = moved(static_cast<double>(value), static_cast<double>(domain.low),
                              static_cast<double>(domain.high), up, change);
  const Value result = nearestValue(domain, std::trunc(target));
  if (std::get<std::int64_t>(result) != value)
    return result;
  const auto index = static_cast<double>(value) + (up ? 1.0 : -1.0) * static_cast<double>(domain.step);
  return nearestValue(domain, index);
}

bool isOrdered(const CategoricalDomain& domain) {
  std::vector<double> numbers;
  for (const auto& choice : domain.choices) {
    const auto number = valueNumber(choice);
    if (!number || std::holds_alternative<bool>(choice))
      return false;
    numbers.push_back(*number);
  }
  return std::ranges::is_sorted(numbers) || std::ranges::is_sorted(numbers, std::greater());
}

Value neighbour(const CategoricalDomain& domain, const Value& value, bool up) {
  const auto found = std::ranges::find(domain.choices, value);
  if (found == domain.choices.end() || !isOrdered(domain))
    return value;
  if (up)
    return found == domain.choices.begin() ? *found : *std::prev(found);
  return std::next(found) == domain.choices.end() ? *found : *std::next(found);
}

std::string changesBetween(const Configuration& before, const Configuration& after) {
  std::vector<std::string> changes;
  const auto shown = [](const Value* value) {
    const auto number = value ? valueNumber(*value) : std::nullopt;
    return !value                                            ? std::string("–")
           : number && !std::holds_alternative<bool>(*value) ? roundedText(*number)
                                                             : valueText(*value);
  };
  for (const auto& [name, value] : after)
    if (const auto* old = before.find(name); !old || *old != value)
      changes.push_back(name + " " + shown(old) + " → " + shown(&value));
  return joined(changes, ", ");
}

/// Parents before children, so that a parameter that becomes active finds its parent's new value and is drawn.
Configuration varied(const SearchSpace& space, const Configuration& configuration, const ExploreRule& rule,
                     Rng& rng) {
  Configuration result;
  for (const auto index : space.parentsFirst()) {
    const auto& parameter = space.parameters()[index];
    if (!space.isActive(parameter, result))
      continue;
    const auto* value = configuration.find(parameter.name);
    const bool resamples = rng.uniform() < rule.resampling;
    const double direction = rng.uniform();
    const double unit = rng.uniform();
    if (!value || resamples || !contains(parameter.domain, *value))
      result.set(parameter.name, fromUnit(parameter.domain, unit));
    else
      result.set(parameter.name,
                 rule.perturbs ? perturbed(parameter.domain, *value, direction > 0.5, rule.change) : *value);
  }
  return space.withoutInactive(result);
}

} // namespace

Value perturbed(const Domain& domain, const Value& value, bool up, double change) {
  if (const auto* real = std::get_if<FloatDomain>(&domain))
    return perturbedFloat(*real, std::get<double>(value), up, change);
  if (const auto* whole = std::get_if<IntDomain>(&domain))
    return perturbedInt(*whole, std::get<std::int64_t>(value), up, change);
  if (const auto* choices = std::get_if<CategoricalDomain>(&domain))
    return neighbour(*choices, value, up);
  return value;
}

Explored explored(const SearchSpace& space, const Configuration& configuration, const ExploreRule& rule,
                  Rng& rng) {
  for (int attempt = 0; attempt < MostTries; ++attempt) {
    auto result = varied(space, configuration, rule, rng);
    if (space.satisfiesConstraints(result)) {
      auto changes = changesBetween(configuration, result);
      return {std::move(result), std::move(changes)};
    }
  }
  return {configuration, {}};
}

} // namespace sweep
