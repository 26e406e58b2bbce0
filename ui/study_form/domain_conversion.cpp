// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/domain_conversion.h"

#include <algorithm>
#include <cmath>

namespace sweep::ui {

namespace {

/// The smallest and the largest number in a domain, or 0 and 1 where there are none.
std::pair<double, double> boundsOf(const Domain& domain) {
  if (const auto* real = std::get_if<FloatDomain>(&domain))
    return {real->low, real->high};
  if (const auto* whole = std::get_if<IntDomain>(&domain))
    return {static_cast<double>(whole->low), static_cast<double>(whole->high)};
  double low = INFINITY;
  double high = -INFINITY;
  const auto widen = [&low, &high](const Value& value) {
    if (const auto number = valueNumber(value)) {
      low = std::min(low, *number);
      high = std::max(high, *number);
    }
  };
  if (const auto* list = std::get_if<CategoricalDomain>(&domain))
    std::for_each(list->choices.begin(), list->choices.end(), widen);
  else if (const auto* fixed = std::get_if<ConstantDomain>(&domain))
    widen(fixed->value);
  return low < high ? std::pair(low, high) : std::pair(0.0, 1.0);
}

std::int64_t wholeNear(double number) {
  constexpr double Largest = 9e18;
  return static_cast<std::int64_t>(std::llround(std::clamp(number, -Largest, Largest)));
}

IntDomain intDomain(std::pair<double, double> bounds, bool log) {
  IntDomain domain{wholeNear(bounds.first), wholeNear(bounds.second), log, 1};
  if (log)
    domain.low = std::max<std::int64_t>(1, domain.low);
  if (domain.high <= domain.low)
    domain.high = domain.low + 10;
  return domain;
}

CategoricalDomain choicesFrom(const Domain& domain) {
  if (const auto* fixed = std::get_if<ConstantDomain>(&domain))
    return {{fixed->value}, {}};
  if (const auto* whole = std::get_if<IntDomain>(&domain))
    return {{Value(whole->low), Value(whole->high)}, {}};
  const auto [low, high] = boundsOf(domain);
  return {{Value(low), Value(high)}, {}};
}

Domain domainOf(const Parameter& parameter, DomainKind kind) {
  switch (kind) {
  case DomainKind::Float: {
    const auto [low, high] = boundsOf(parameter.domain);
    return FloatDomain{low, high, isLog(parameter.domain) && low > 0.0, std::nullopt};
  }
  case DomainKind::Int:
    return intDomain(boundsOf(parameter.domain), isLog(parameter.domain));
  case DomainKind::Categorical:
    return choicesFrom(parameter.domain);
  case DomainKind::Fixed:
    return ConstantDomain{problemsOf(parameter.domain).empty() ? defaultOf(parameter) : Value(0.0)};
  }
  return parameter.domain;
}

} // namespace

DomainKind kindOf(const Domain& domain) { return static_cast<DomainKind>(domain.index()); }

Parameter converted(const Parameter& parameter, DomainKind kind) {
  if (kindOf(parameter.domain) == kind)
    return parameter;
  Parameter result = parameter;
  result.domain = domainOf(parameter, kind);
  result.gridLevels.clear();
  result.defaultValue.reset();
  if (!parameter.defaultValue || !isNumeric(result.domain) || !problemsOf(result.domain).empty())
    return result;
  if (const auto number = valueNumber(*parameter.defaultValue))
    result.defaultValue = nearestValue(result.domain, *number);
  return result;
}

void setLogScale(Domain& domain, bool log) {
  if (auto* real = std::get_if<FloatDomain>(&domain)) {
    real->log = log;
    if (log)
      real->step.reset();
  } else if (auto* whole = std::get_if<IntDomain>(&domain)) {
    whole->log = log;
    if (log)
      whole->step = 1;
  }
}

} // namespace sweep::ui
