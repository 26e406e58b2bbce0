// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace sweep {

/// Which observations a process of bounded size learns from: all of up to `MostLearned`; of more the best, the newest, and of older
/// ones the fewer the older (thinned_history.h), so that their number grows with the logarithm of the history. What is left out
/// changes once in `SubsetStep` observations and not with every one, so that a process mostly grows instead of being made anew.
/// trials: ascending numbers. losses: one each. The answer: ascending indices, a function of the arguments alone.
std::vector<std::size_t> learnedSubset(std::span<const int> trials, std::span<const double> losses);

inline constexpr std::size_t MostLearned = 500;
inline constexpr std::size_t SubsetStep = 25;

} // namespace sweep
