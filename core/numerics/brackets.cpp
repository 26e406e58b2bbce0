// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/brackets.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sweep {

namespace {

/// min · eta^s <= max without a rounding error for whole numbers, and forgiving one for others.
bool fits(const BudgetRange& range, double budget) {
  return range.whole ? budget <= range.max : budget <= range.max * (1.0 + 1e-12);
}

std::int64_t power(int base, int exponent) {
  std::int64_t result = 1;
  for (int i = 0; i < exponent; ++i)
    result = result > std::numeric_limits<std::int64_t>::max() / base
                 ? std::numeric_limits<std::int64_t>::max()
                 : result * base;
  return result;
}

/// max / eta^(s - i) for i = 0 … s.
std::vector<double> budgetsOf(const BudgetRange& range, int eta, int s) {
  std::vector<double> budgets;
  for (int i = 0; i <= s; ++i) {
    double budget = range.max / static_cast<double>(power(eta, s - i));
    if (range.whole)
      budget = std::max(std::round(budget), budgets.empty() ? range.min : budgets.back() + 1.0);
    budgets.push_back(budget);
  }
  budgets.back() = range.max;
  return budgets;
}

Bracket bracketOf(const BudgetRange& range, int eta, int s, std::int64_t trials) {
  Bracket bracket{s, {}};
  for (const double budget : budgetsOf(range, eta, s)) {
    bracket.rungs.push_back({trials, budget});
    trials /= eta;
  }
  return bracket;
}

} // namespace

int mostHalvings(const BudgetRange& range, int eta) {
  int s = 0;
  for (double budget = range.min * eta; fits(range, budget); budget *= eta)
    ++s;
  return s;
}

std::vector<Bracket> hyperbandBrackets(const BudgetRange& range, int eta, BracketRounding rounding) {
  const int most = mostHalvings(range, eta);
  std::vector<Bracket> brackets;
  for (int s = most; s >= 0; --s) {
    const auto trials = rounding == BracketRounding::Up
                            ? ((most + 1) * power(eta, s) + s) / (s + 1)
                            : static_cast<std::int64_t>((most + 1) / (s + 1)) * power(eta, s);
    brackets.push_back(bracketOf(range, eta, s, trials));
  }
  return brackets;
}

Bracket halvingBracket(const BudgetRange& range, int eta, std::int64_t trials) {
  int s = 0;
  while (s < mostHalvings(range, eta) && power(eta, s + 1) <= trials)
    ++s;
  return bracketOf(range, eta, s, trials);
}

std::int64_t fullHalvingTrials(const BudgetRange& range, int eta) {
  return power(eta, mostHalvings(range, eta));
}

double costOf(const Bracket& bracket, bool continues) {
  double cost = 0.0, before = 0.0;
  for (const auto& rung : bracket.rungs) {
    cost += static_cast<double>(rung.trials) * (rung.budget - before);
    if (continues)
      before = rung.budget;
  }
  return cost;
}

std::vector<double> geometricRungs(const BudgetRange& range, int eta) {
  std::vector<double> rungs;
  for (double rung = range.min; rung < range.max && rungs.size() < 64; rung *= eta)
    rungs.push_back(rung);
  rungs.push_back(range.max);
  return rungs;
}

} // namespace sweep
