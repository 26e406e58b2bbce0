// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/kde_history.h"

#include <limits>

namespace sweep {

namespace {

constexpr double Infinity = std::numeric_limits<double>::infinity();

/// Whether the last of its attempts came as far as it was to go.
bool hasReachedItsBudget(const Trial& trial) {
  return !trial.attempts.empty() && !trial.attempts.back().values.empty();
}

} // namespace

void KdeHistory::learn(const Trial& trial) {
  for (const auto& attempt : trial.attempts)
    if (!attempt.values.empty())
      add(attempt.budget.value_or(Infinity), trial, attempt.configuration.value_or(trial.configuration),
          lossOf(m_objective, attempt.values.front()));
  if (isFinished(trial.state) && !hasReachedItsBudget(trial))
    learnEnd(trial);
}

void KdeHistory::learnEnd(const Trial& trial) {
  const double budget = trial.budget.value_or(Infinity);
  if (trial.failure && !mayBlameConfiguration(trial.failure->kind))
    return;
  if (trial.state == TrialState::Failed)
    return add(budget, trial, trial.configuration, Infinity);
  if (trial.values.empty())
    return;
  const bool wasStopped = trial.state == TrialState::Pruned && !trial.reports.empty();
  add(wasStopped ? static_cast<double>(trial.reports.back().step) : budget, trial, trial.configuration,
      lossOf(m_objective, trial.values.front()));
}

void KdeHistory::add(double budget, const Trial& trial, const Configuration& configuration, double loss) {
  if (m_budgets[budget].try_emplace(trial.number, Result{m_axes.positions(configuration), loss}).second)
    ++m_size;
}

} // namespace sweep
