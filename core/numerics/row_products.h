// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

/// Inner products of long rows, the inner loop of everything a Gaussian process does.
///
/// Every sum is taken in four lanes (index modulo 4) that are added at the end as (0 + 1) + (2 + 3), without fused
/// multiply-add. So a product is the same bit for bit whether it is computed alone or in a tile, with or without AVX2: a
/// factor that grew row by row equals the one computed at once, on any machine.
/// Ranges begin and end at multiples of Lane; rows are padded with zeros to such a length.
namespace sweep::rows {

inline constexpr std::size_t Lane = 4;

/// The next multiple of Lane that is not below n.
constexpr std::size_t padded(std::size_t n) {
  return (n + Lane - 1) / Lane * Lane;
}
/// The last multiple of Lane that is not above n.
constexpr std::size_t aligned(std::size_t n) {
  return n / Lane * Lane;
}

/// Sum of a[i] b[i] for begin <= i < end.
double dot(const double* a, const double* b, std::size_t begin, std::size_t end);

/// One row against four: result[c] = dot(a, b[c]).
void dot1x4(const double* a, const double* const b[4], std::size_t begin, std::size_t end, double result[4]);

/// Two rows against four: result[4 r + c] = dot(a[r], b[c]).
void dot2x4(const double* const a[2], const double* const b[4], std::size_t begin, std::size_t end,
            double result[8]);

} // namespace sweep::rows
