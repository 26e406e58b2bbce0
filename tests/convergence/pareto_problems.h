// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/numerics/pareto.h"
#include "tests/convergence/problems.h"

namespace sweep::test {

/// Several objectives, all to be minimised, whose best compromises are known.
struct ParetoProblem {
  SpaceSpec space;
  std::size_t objectives = 2;
  std::function<ObjectiveVector(const Configuration&)> values;
  ObjectiveVector reference;
  /// Hypervolume of the true front.
  double volume = 0.0;
};

struct ParetoProblemEntry {
  std::string_view name;
  /// Fails when its data are absent.
  Result<ParetoProblem> (*create)();
};

/// Zitzler, Deb & Thiele 2000, "Comparison of multiobjective evolutionary algorithms" (ZDT1-3); Deb et al. 2005, "Scalable
/// test problems" (DTLZ2); networks by error and run time from a table of real trainings.
std::span<const ParetoProblemEntry> paretoProblems();

} // namespace sweep::test
