// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/space/configuration.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// An expression over numeric parameters that a configuration must satisfy, such as `units * layers <= 1024`.
/// Arithmetic, comparisons, && || !, and the usual functions (min, max, abs, log, sqrt, …). A bool counts as 0 or 1.
/// Not to be used from two threads at once; copies are independent.
class Constraint {
public:
  /// Fails with a sentence that says what cannot be read and where, or which name is no numeric parameter.
  /// numericNames: the parameters that may be used.
  static Result<Constraint> compile(std::string_view expression, const std::vector<std::string>& numericNames);

  Constraint(const Constraint& other);
  Constraint& operator=(const Constraint& other);
  Constraint(Constraint&&) noexcept;
  Constraint& operator=(Constraint&&) noexcept;
  ~Constraint();

  const std::string& expression() const;
  /// The parameters it mentions.
  const std::vector<std::string>& names() const;
  /// True also when a parameter it mentions is not active: a constraint speaks only of what is there.
  bool satisfied(const Configuration& configuration) const;

private:
  struct Compiled;
  explicit Constraint(std::unique_ptr<Compiled> compiled);
  std::unique_ptr<Compiled> m_compiled;
};

} // namespace sweep
