// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sweep::test {

/// The recorded regret of another program on a function.
struct PeerRow {
  std::string peer;
  std::string function;
  /// Every seed gave the same values: one sample, no opponent.
  bool singleTrajectory = false;
  struct Quartiles {
    double lower = 0.0;
    double median = 0.0;
    double upper = 0.0;
  };
  /// By number of evaluations.
  std::map<int, Quartiles> regret;
};

Result<std::vector<PeerRow>> readPeers();

/// The recorded regret of another program that spends budgets.
struct BudgetPeerRow {
  std::string peer;
  std::string function;
  /// Every evaluation is charged in full, instead of what it adds to the last one of its configuration.
  bool startsOver = false;
  int seeds = 0;
  /// By multiples of the largest budget.
  std::map<int, PeerRow::Quartiles> regret;
};

Result<std::vector<BudgetPeerRow>> readBudgetPeers();

/// What a suggestion with ten parameters cost another program, being told its result included.
struct CostPeerRow {
  std::string peer;
  /// Finished trials in the history.
  int trials = 0;
  /// Of CPU time.
  double milliseconds = 0.0;
};

/// With histories in memory.
Result<std::vector<CostPeerRow>> readCostPeers();

/// Whom a sampler is measured against, and how often it has to be at or below the best of them.
struct Aim {
  /// Names of peers; empty for all.
  std::vector<std::string> opponents;
  /// Share of the cells, 0 where no aim is set.
  double share = 0.0;
  /// How many times the opponents' best it may be at most in any cell; 0 for no limit.
  double mostTimes = 0.0;
};

Aim aimOf(std::string_view sampler);

/// Regrets below it count as equal.
constexpr double Exact = 1e-6;

/// The regret as it is compared.
double compared(double regret);

} // namespace sweep::test
