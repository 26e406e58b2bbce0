// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace sweep {

/// One finite number per objective, all to be minimised, the same count for each point.
using ObjectiveVector = std::vector<double>;

/// At least as good in each objective and better in one. Equal points do not dominate each other.
bool dominates(std::span<const double> a, std::span<const double> b);

/// The front of each point: 0 for those that none dominates, 1 for those that only front 0 dominates, …
/// (Zhang et al. 2015, "An efficient approach to nondominated sorting", ENS-SS; by bisection for two objectives).
/// O(n log n) for one and two objectives, else O(n²) at worst.
std::vector<int> nonDominationRanks(std::span<const ObjectiveVector> points);

/// Crowding distance within each front (Deb et al. 2002, "NSGA-II", section III-B): the sum over objectives of the gap between
/// a point's neighbours over the front's span. Infinite at the ends of any objective; an objective without span adds nothing.
std::vector<double> crowdingDistances(std::span<const ObjectiveVector> points, std::span<const int> ranks);

/// The volume that the points dominate below the reference, exactly (a sweep for two objectives; While, Bradstreet & Barone
/// 2012, "A fast way of calculating exact hypervolumes", for more). A point not better than the reference in every objective
/// adds nothing. Exponential in the number of objectives.
double hypervolume(std::span<const ObjectiveVector> points, std::span<const double> reference);

/// Indices of `count` points chosen one after the other, each the one that adds the most hypervolume (the first of equals):
/// at least 63 % of the best choice's (Nemhauser, Wolsey & Fisher 1978). All of them when there are no more than `count`.
std::vector<std::size_t> greedyHypervolumeSubset(std::span<const ObjectiveVector> points,
                                                 std::span<const double> reference, std::size_t count);

} // namespace sweep
