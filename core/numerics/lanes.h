// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Four doubles that are computed with together, for the sources of this folder only. GCC and Clang turn them into AVX2
/// instructions inside a function marked SWEEP_AVX2 and into pairs of SSE2 instructions elsewhere, with the same result.
#include <cstdint>
#include <cstring>

namespace sweep::lanes {

using Lanes = double __attribute__((vector_size(32)));
using Bits = std::int64_t __attribute__((vector_size(32)));

#define SWEEP_INLINE inline __attribute__((always_inline))

#if defined(__x86_64__)
#define SWEEP_AVX2 __attribute__((target("avx2")))
inline bool hasAvx2() {
  static const bool has = __builtin_cpu_supports("avx2");
  return has;
}
#else
#define SWEEP_AVX2
inline bool hasAvx2() {
  return false;
}
#endif

SWEEP_INLINE Lanes load(const double* from) {
  Lanes lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

SWEEP_INLINE void store(double* to, Lanes lanes) {
  std::memcpy(to, &lanes, sizeof lanes);
}

SWEEP_INLINE Lanes all(double value) {
  return Lanes{value, value, value, value};
}

/// (0 + 1) + (2 + 3)
SWEEP_INLINE double sum(Lanes a) {
  return (a[0] + a[1]) + (a[2] + a[3]);
}

/// The sums of four, each in the order of sum().
SWEEP_INLINE Lanes sums(Lanes a, Lanes b, Lanes c, Lanes d) {
  const Lanes ab = __builtin_shufflevector(a, b, 0, 4, 2, 6) + __builtin_shufflevector(a, b, 1, 5, 3, 7);
  const Lanes cd = __builtin_shufflevector(c, d, 0, 4, 2, 6) + __builtin_shufflevector(c, d, 1, 5, 3, 7);
  return __builtin_shufflevector(ab, cd, 0, 1, 4, 5) + __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
}

/// exp(-x) for 0 <= x, within two units in the last place up to x = 700; beyond, the value at 700 (1e-304).
SWEEP_INLINE Lanes expOfMinus(Lanes x) {
  // exp(y) = 2^k exp(r), |r| <= ln(2) / 2; adding Magic rounds to a whole number in the low bits.
  constexpr double Magic = 0x1.8p52;
  const Lanes y = x < all(700.0) ? -x : all(-700.0);
  const Lanes shifted = y * all(1.4426950408889634) + all(Magic);
  const Lanes k = shifted - all(Magic);
  const Lanes r = (y - k * all(6.93147180369123816490e-01)) - k * all(1.90821492927058770002e-10);
  const Lanes square = r * r;
  // The exponential series to the 13th power, even and odd terms apart.
  constexpr double Even[] = {1 / 479001600.0, 1 / 3628800.0, 1 / 40320.0, 1 / 720.0, 1 / 24.0, 1 / 2.0, 1.0};
  constexpr double Odd[] = {1 / 6227020800.0, 1 / 39916800.0, 1 / 362880.0, 1 / 5040.0,
                            1 / 120.0,        1 / 6.0,        1.0};
  Lanes even = all(Even[0]);
  Lanes odd = all(Odd[0]);
  for (int i = 1; i < 7; ++i) {
    even = even * square + all(Even[i]);
    odd = odd * square + all(Odd[i]);
  }
  const Lanes power = even + odd * r;
  return reinterpret_cast<Lanes>(reinterpret_cast<Bits>(power) + (reinterpret_cast<Bits>(shifted) << 52));
}

SWEEP_INLINE Lanes squareRoot(Lanes x) {
  return Lanes{__builtin_sqrt(x[0]), __builtin_sqrt(x[1]), __builtin_sqrt(x[2]), __builtin_sqrt(x[3])};
}

} // namespace sweep::lanes
