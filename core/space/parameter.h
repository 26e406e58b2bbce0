// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/domain.h"

#include <optional>
#include <string>
#include <vector>

namespace sweep {

enum class Relation { OneOf, AtLeast, AtMost };

/// A parameter with a condition takes part only while its parent is active and stands in the relation to `values`
/// (OneOf: equals one of them; AtLeast, AtMost: exactly one number).
struct Condition {
  std::string parent;
  Relation relation = Relation::OneOf;
  std::vector<Value> values;
  friend bool operator==(const Condition&, const Condition&) = default;
};

/// Whether a parent with this value satisfies the condition.
bool holds(const Condition& condition, const Value& parentValue);

struct Parameter {
  std::string name;
  Domain domain;
  std::optional<Value> defaultValue;
  std::optional<Condition> condition;
  /// Values for a grid given by hand, empty for the grid's own levels.
  std::vector<Value> gridLevels;
  friend bool operator==(const Parameter&, const Parameter&) = default;
};

/// The default, or the value at the middle of the domain (the first choice of a categorical).
Value defaultOf(const Parameter& parameter);

} // namespace sweep
