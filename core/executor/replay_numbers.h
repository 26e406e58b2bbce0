// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/configuration.h"
#include "core/space/expression.h"

#include <limits>
#include <vector>

namespace sweep {

/// What an expression takes its steps from; a parameter of that name is hidden.
inline constexpr const char* StepName = "step";

/// The numbers of a configuration that an expression mentions; NaN for a parameter that is not active.
inline std::vector<double> numbersFor(const Expression& expression, const Configuration& configuration,
                                      double step = 0.0) {
  std::vector<double> numbers;
  for (const auto& name : expression.names()) {
    const Value* value = configuration.find(name);
    const auto number = value ? valueNumber(*value) : std::nullopt;
    numbers.push_back(name == StepName ? step : number.value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  return numbers;
}

} // namespace sweep
