// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/rng.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// A calculation with named numbers, such as `units * layers`. Arithmetic, comparisons (1 for true, 0 for false), && || !, and
/// the usual functions (min, max, abs, log, sqrt, …).
/// Not to be used from two threads at once; copies are independent.
class Expression {
public:
  /// Whether it may draw at random: normal() is standard normal, uniform() in [0, 1), binomial(n, p) the number of successes in
  /// n trials of chance p (n up to a million, p is held in [0, 1]).
  enum class Draws { None, Allowed };

  /// Fails with a sentence that says what cannot be read and where, or which name is none of `known`. Names may contain dots and
  /// hyphens, and be those of functions.
  static Result<Expression> compile(std::string_view text, const std::vector<std::string>& known,
                                    Draws draws = Draws::None);

  Expression(const Expression& other);
  Expression& operator=(const Expression& other);
  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;
  ~Expression();

  const std::string& text() const;
  /// The names that it mentions, each once.
  const std::vector<std::string>& names() const;
  /// values: one per name of names(). NaN where nothing can be calculated.
  double evaluate(std::span<const double> values) const;
  /// The same for one that draws.
  double evaluate(std::span<const double> values, Rng& rng) const;

private:
  struct Compiled;
  explicit Expression(std::unique_ptr<Compiled> compiled);
  std::unique_ptr<Compiled> m_compiled;
};

} // namespace sweep
