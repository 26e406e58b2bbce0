// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

/// The inner loops of a Parzen estimator over the kernels of a block: the same bit for bit with and without AVX2, without fused
/// multiply-add.
namespace sweep::kernels {

/// sums[i] += terms[i]
void add(double* sums, const double* terms, std::size_t count);
/// sums[i] -= ((x - centres[i]) scales[i])²
void subtractSquares(double* sums, const double* centres, const double* scales, double x, std::size_t count);
/// sums[i] += table[slots[i]]
void addFromTable(double* sums, const std::uint32_t* slots, const double* table, std::size_t count);
/// sums[i] += categories[i] == category ? match : mismatch
void addCategory(double* sums, const double* categories, double category, double match, double mismatch,
                 std::size_t count);
/// count > 0.
double largest(const double* values, std::size_t count);
/// Sum of weights[i] exp(values[i] - offset), no value above the offset; in four lanes (index modulo 4), then (0 + 1) + (2 + 3).
double weightedExponentials(const double* values, const double* weights, double offset, std::size_t count);

} // namespace sweep::kernels
