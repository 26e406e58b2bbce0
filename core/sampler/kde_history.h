// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/parzen_space.h"
#include "core/study/objective.h"
#include "core/study/trial.h"

#include <map>
#include <vector>

namespace sweep {

/// What every trial was worth at every budget that it reached. A trial that goes on counts at each of them; one that failed
/// counts as the worst at the budget that it was to reach, unless the failure was not its configuration's; one that was stopped
/// in flight counts at its last step. A trial without a budget has the largest there is, infinity.
class KdeHistory {
public:
  struct Result {
    /// ParzenSpace::positions.
    std::vector<double> positions;
    /// Smaller is better; infinity for a failure.
    double loss = 0.0;
  };
  /// By number of the trial.
  using Results = std::map<int, Result>;

  KdeHistory(const ParzenSpace& axes, Objective objective)
      : m_axes(axes), m_objective(std::move(objective)) {}

  /// A trial in any state. What was learned from it before stays.
  void learn(const Trial& trial);

  /// By budget.
  const std::map<double, Results>& budgets() const { return m_budgets; }
  /// Grows with every new result.
  std::size_t size() const { return m_size; }

private:
  void learnEnd(const Trial& trial);
  void add(double budget, const Trial& trial, const Configuration& configuration, double loss);

  const ParzenSpace& m_axes;
  Objective m_objective;
  std::map<double, Results> m_budgets;
  std::size_t m_size = 0;
};

} // namespace sweep
