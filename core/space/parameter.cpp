// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/parameter.h"

#include <algorithm>
#include <cmath>

namespace sweep {

namespace {

/// Reals are equal to within rounding, so that a value of a stepped range is recognised however it was
/// computed.
bool sameValue(const Value& a, const Value& b) {
  const auto* x = std::get_if<double>(&a);
  const auto* y = std::get_if<double>(&b);
  if (x && y)
    return *x == *y || std::abs(*x - *y) <= 1e-12 * std::max(std::abs(*x), std::abs(*y));
  return a == b;
}

} // namespace

bool holds(const Condition& condition, const Value& parentValue) {
  if (condition.relation == Relation::OneOf)
    return std::any_of(condition.values.begin(), condition.values.end(),
                       [&](const Value& value) { return sameValue(value, parentValue); });
  const auto number = valueNumber(parentValue);
  const auto bound = condition.values.empty() ? std::nullopt : valueNumber(condition.values.front());
  if (!number || !bound)
    return false;
  return condition.relation == Relation::AtLeast ? *number >= *bound : *number <= *bound;
}

Value defaultOf(const Parameter& parameter) {
  if (parameter.defaultValue)
    return *parameter.defaultValue;
  if (const auto* categorical = std::get_if<CategoricalDomain>(&parameter.domain))
    return categorical->choices.front();
  return fromUnit(parameter.domain, 0.5);
}

} // namespace sweep
