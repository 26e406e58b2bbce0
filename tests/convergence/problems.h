// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/space/search_space.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sweep::test {

/// A function over a search space whose lowest value is known.
struct Problem {
  SpaceSpec space;
  /// Without noise, minimised.
  std::function<double(const Configuration&)> value;
  double optimum = 0.0;
  /// Standard deviation of what is added to each observation.
  double noise = 0.0;
};

struct ProblemEntry {
  std::string_view name;
  /// Other programs' results on it are recorded.
  bool listed = false;
  /// The seed chooses the place of the optimum where the function says so. Fails when its data are absent.
  Result<Problem> (*create)(int seed);
};

/// The functions that other programs were measured on, and others, so that nothing is made to fit those.
std::span<const ProblemEntry> problems();
const ProblemEntry* findProblem(std::string_view name);

/// $SWEEPSCOPE_DATA, else ../shared/data beside the sources.
std::filesystem::path dataFolder();
/// The folder of recorded results of other programs.
std::filesystem::path peersFolder();

/// The value of a numeric parameter that is active.
double numberOf(const Configuration& configuration, std::string_view name);
std::string textOf(const Configuration& configuration, std::string_view name);

// Rows of problems() that need more than a formula.
Result<Problem> mix8(int seed);
/// The same with each parameter active only where it matters.
Result<Problem> conditionalMix8(int seed);
/// Three kinds of model with parameters of their own, one of them three levels deep.
Result<Problem> branches(int seed);
/// Cross-validated errors of a support vector machine, interpolated from a table.
Result<Problem> svcDigits(int seed);

} // namespace sweep::test
