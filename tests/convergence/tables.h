// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/convergence/pareto_problems.h"
#include "tests/convergence/problems.h"

#include <vector>

namespace sweep::test {

/// Measured results of real trainings, as a function to be minimised. What was to be maximised is negated.
struct Table {
  Problem problem;
  /// Of every row. The table lists the whole space when `complete`; else the value of a configuration is that of the nearest
  /// row (each parameter scaled to its range).
  std::vector<double> losses;
  bool complete = true;
};

struct TableEntry {
  std::string_view name;
  /// The table and objective in random_search_expected.csv of the data.
  std::string_view expectedTable;
  std::string_view expectedObjective;
  /// Fails when the data are absent.
  Result<Table> (*create)();
};

std::span<const TableEntry> tables();

/// Drawing a row of the table by its number: what uniform draws without replacement do, whatever the table's space.
Problem rowsOf(const Table& table);

/// The mean of the lowest of `draws` losses drawn without replacement, exactly (an order statistic). draws >= 1.
double expectedLowest(std::vector<double> losses, int draws);

/// Networks of a table of real trainings by the logarithms of their error and their run time.
Result<ParetoProblem> fcnetErrorAndTime(const std::string& name);

} // namespace sweep::test
