// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/parameter_axis.h"

#include <algorithm>
#include <cmath>

namespace sweep {

namespace {

struct AxisMaker {
  ParameterAxis axis;

  ParameterAxis operator()(const FloatDomain& domain) {
    axis.scale = domain.log ? AxisScale::Log : AxisScale::Linear;
    axis.low = domain.low;
    axis.high = domain.high;
    return axis;
  }
  ParameterAxis operator()(const IntDomain& domain) {
    axis.scale = domain.log ? AxisScale::Log : AxisScale::Integer;
    axis.low = static_cast<double>(domain.low);
    axis.high = static_cast<double>(domain.high);
    return axis;
  }
  ParameterAxis operator()(const CategoricalDomain& domain) { return categorical(domain.choices); }
  ParameterAxis operator()(const ConstantDomain& domain) { return categorical({domain.value}); }

  ParameterAxis categorical(const std::vector<Value>& choices) {
    axis.scale = AxisScale::Integer;
    axis.choices = choices;
    for (const auto& choice : choices)
      axis.categories.push_back(valueText(choice));
    axis.low = -0.5;
    axis.high = static_cast<double>(choices.size()) - 0.5;
    return axis;
  }
};

} // namespace

std::optional<double> ParameterAxis::position(const Value& value) const {
  if (!isCategorical())
    return valueNumber(value);
  const auto found = std::find(choices.begin(), choices.end(), value);
  return found == choices.end() ? std::nullopt : std::optional(static_cast<double>(found - choices.begin()));
}

ParameterAxis parameterAxis(const Parameter& parameter) {
  AxisMaker maker;
  maker.axis.name = parameter.name;
  return std::visit(maker, parameter.domain);
}

const Parameter* findParameter(const std::vector<Parameter>& parameters, std::string_view name) {
  const auto found =
      std::find_if(parameters.begin(), parameters.end(), [&](const Parameter& p) { return p.name == name; });
  return found == parameters.end() ? nullptr : &*found;
}

} // namespace sweep
