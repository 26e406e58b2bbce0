// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/axis_ticks.h"
#include "core/space/parameter.h"

#include <optional>
#include <string>
#include <vector>

namespace sweep {

/// A parameter along the axis of a figure. Numeric ones have their values as coordinates. The choices of a categorical one (and
/// a constant) stand at 0, 1, …, half a step of room on each side.
struct ParameterAxis {
  std::string name;
  AxisScale scale = AxisScale::Linear;
  double low = 0.0;
  double high = 1.0;
  /// One for each choice; empty for numeric parameters.
  std::vector<std::string> categories;
  /// The choices behind the categories.
  std::vector<Value> choices;

  bool isCategorical() const { return !categories.empty(); }
  /// Where a value stands; nothing for one that is no choice or no number.
  std::optional<double> position(const Value& value) const;
};

ParameterAxis parameterAxis(const Parameter& parameter);
/// Null when there is none of that name.
const Parameter* findParameter(const std::vector<Parameter>& parameters, std::string_view name);

} // namespace sweep
