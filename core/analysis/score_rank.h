// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/snapshot.h"

#include <cstddef>
#include <vector>

namespace sweep {

/// How good each trial is among all that have a value of the objective: its rank from 0 (worst) to 1 (best), equal values at their
/// mean rank, 0.5 when all are equal; NaN for trials without a value. One per trial, by number: the same in every figure.
std::vector<double> scoreRanks(const Snapshot& snapshot, std::size_t objective = 0);

/// The values at these shares of the ranks, worst (0) to best (1); empty when no trial has a value.
std::vector<double> scoresAt(const Snapshot& snapshot, const std::vector<double>& shares, std::size_t objective = 0);

/// The same of any values, which must not be NaN.
std::vector<double> ranksOf(const std::vector<double>& values, const Objective& objective);
std::vector<double> valuesAt(std::vector<double> values, const std::vector<double>& shares, const Objective& objective);

} // namespace sweep
