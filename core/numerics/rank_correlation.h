// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace sweep {

/// Spearman's rank correlation, equal values sharing the mean of their ranks: 1 where both order alike, -1 where they order in
/// reverse, 0 where one of them is constant or there are fewer than two. Both of one size, finite.
double rankCorrelation(std::span<const double> a, std::span<const double> b);

} // namespace sweep
