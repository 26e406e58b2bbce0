// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace sweep {

/// The brackets of Hyperband: L. Li, K. Jamieson, G. DeSalvo, A. Rostamizadeh, A. Talwalkar, "Hyperband: A Novel
/// Bandit-Based Approach to Hyperparameter Optimization", JMLR 18-185, 2018, algorithm 1. Everything that is a whole number
/// there is computed with whole numbers: a logarithm of floating-point numbers loses a bracket for R = 243, eta = 3.

/// A budget that a bracket compares trials at, and how many of them come as far.
struct Rung {
  std::int64_t trials = 0;
  double budget = 0.0;
  friend bool operator==(const Rung&, const Rung&) = default;
};

struct Bracket {
  /// How often it halves.
  int s = 0;
  /// s + 1 of them; budgets ascend strictly up to the largest.
  std::vector<Rung> rungs;
  friend bool operator==(const Bracket&, const Bracket&) = default;
};

/// How many trials begin in a bracket, from the quotient (s_max + 1) / (s + 1).
enum class BracketRounding {
  /// ceil((s_max + 1) / (s + 1) · eta^s): algorithm 1.
  Up,
  /// floor((s_max + 1) / (s + 1)) · eta^s: the table of the first version of the paper, and HpBandSter.
  Down,
};

struct BudgetRange {
  /// 0 < min <= max.
  double min = 1.0;
  double max = 81.0;
  /// Budgets are rounded to whole numbers. Wants whole ends.
  bool whole = true;
};

/// The largest s with min · eta^s <= max; eta >= 2.
int mostHalvings(const BudgetRange& range, int eta);

/// For s = s_max … 0.
std::vector<Bracket> hyperbandBrackets(const BudgetRange& range, int eta, BracketRounding rounding);

/// One bracket that begins with `trials` >= 1 of them and lets at least one reach the largest budget; it halves as often as
/// number and budgets allow (K. Jamieson, A. Talwalkar, AISTATS 2016, algorithm 1).
Bracket halvingBracket(const BudgetRange& range, int eta, std::int64_t trials);

/// eta to the power of mostHalvings: the number of trials of which halvingBracket leaves one.
std::int64_t fullHalvingTrials(const BudgetRange& range, int eta);

/// Budget spent by all trials of the bracket; `continues`: trials go on from where they were, instead of beginning anew.
double costOf(const Bracket& bracket, bool continues);

/// min, min·eta, min·eta², … below max, and max: the rungs of ASHA.
std::vector<double> geometricRungs(const BudgetRange& range, int eta);

} // namespace sweep
