// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_spec.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sweep::bench {

/// Counting ones (S. Falkner, A. Klein, F. Hutter, "BOHB", ICML 2018, section 5.1) as a replayed study: `bits` binary categories
/// and as many probabilities; the loss at budget b is minus the sum of the bits and of the means of b Bernoulli draws, drawn
/// anew for every evaluation. Budgets are 9 … 729, and trials go on.
StudySpec countingOnes(int bits);

/// Without noise, per dimension: 0 for all ones, 1 for all zeros.
double countingOnesRegret(const Configuration& configuration);

/// How many largest budgets were spent when a regret is read.
inline constexpr int Readings[] = {1, 2, 5, 10, 20, 30, 50};

/// The regret of the incumbent at each of Readings. The incumbent is the configuration with the lowest observed loss at the
/// largest budget that any trial has reached, whatever its true value. Going on from one budget to the next costs the
/// difference.
std::vector<double> countingOnesRegrets(StudySpec spec, std::uint64_t seed);

} // namespace sweep::bench
