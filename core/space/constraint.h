// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/space/configuration.h"
#include "core/space/expression.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sweep {

/// An Expression over numeric parameters that a configuration must satisfy, such as `units * layers <= 1024`. A bool counts as
/// 0 or 1.
/// Not to be used from two threads at once; copies are independent.
class Constraint {
public:
  /// Fails with a sentence that says what cannot be read and where, or which name is no numeric parameter.
  /// numericNames: the parameters that may be used.
  static Result<Constraint> compile(std::string_view expression,
                                    const std::vector<std::string>& numericNames);

  const std::string& expression() const { return m_expression.text(); }
  /// The parameters it mentions.
  const std::vector<std::string>& names() const { return m_expression.names(); }
  /// True also when a parameter it mentions is not active: a constraint speaks only of what is there.
  bool satisfied(const Configuration& configuration) const;

private:
  explicit Constraint(Expression expression) : m_expression(std::move(expression)) {}

  Expression m_expression;
};

} // namespace sweep
