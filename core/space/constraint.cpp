// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/constraint.h"

#include "core/base/text.h"

#include <cmath>

namespace sweep {

Result<Constraint> Constraint::compile(std::string_view expression,
                                       const std::vector<std::string>& numericNames) {
  if (trimmed(expression).empty())
    return Error(SWEEP_TEXT("The constraint is empty: write a comparison such as units * layers <= 1024."));
  auto compiled = Expression::compile(expression, numericNames);
  if (!compiled)
    return compiled.error();
  return Constraint(std::move(compiled).value());
}

bool Constraint::satisfied(const Configuration& configuration) const {
  std::vector<double> values;
  for (const auto& name : names()) {
    const Value* value = configuration.find(name);
    const auto number = value ? valueNumber(*value) : std::nullopt;
    if (!number)
      return true;
    values.push_back(*number);
  }
  const double result = m_expression.evaluate(values);
  return result != 0.0 && !std::isnan(result);
}

} // namespace sweep
