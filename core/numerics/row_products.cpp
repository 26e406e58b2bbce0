// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/row_products.h"

#include "core/numerics/lanes.h"

namespace sweep::rows {

using namespace lanes;

namespace {

SWEEP_INLINE double dotInLanes(const double* a, const double* b, std::size_t begin, std::size_t end) {
  Lanes total{};
  for (std::size_t i = begin; i < end; i += Lane)
    total += load(a + i) * load(b + i);
  return sum(total);
}

SWEEP_INLINE void dot1x4InLanes(const double* a, const double* const b[4], std::size_t begin, std::size_t end,
                                double* result) {
  Lanes t0{}, t1{}, t2{}, t3{};
  for (std::size_t i = begin; i < end; i += Lane) {
    const Lanes x = load(a + i);
    t0 += x * load(b[0] + i);
    t1 += x * load(b[1] + i);
    t2 += x * load(b[2] + i);
    t3 += x * load(b[3] + i);
  }
  store(result, sums(t0, t1, t2, t3));
}

SWEEP_INLINE void dot2x4InLanes(const double* const a[2], const double* const b[4], std::size_t begin,
                                std::size_t end, double* result) {
  const double *a0 = a[0], *a1 = a[1], *b0 = b[0], *b1 = b[1], *b2 = b[2], *b3 = b[3];
  Lanes t0{}, t1{}, t2{}, t3{}, u0{}, u1{}, u2{}, u3{};
  for (std::size_t i = begin; i < end; i += Lane) {
    const Lanes x = load(a0 + i), y = load(a1 + i);
    Lanes z = load(b0 + i);
    t0 += x * z;
    u0 += y * z;
    z = load(b1 + i);
    t1 += x * z;
    u1 += y * z;
    z = load(b2 + i);
    t2 += x * z;
    u2 += y * z;
    z = load(b3 + i);
    t3 += x * z;
    u3 += y * z;
  }
  store(result, sums(t0, t1, t2, t3));
  store(result + 4, sums(u0, u1, u2, u3));
}

SWEEP_AVX2 double dotWide(const double* a, const double* b, std::size_t begin, std::size_t end) {
  return dotInLanes(a, b, begin, end);
}
SWEEP_AVX2 void dot1x4Wide(const double* a, const double* const b[4], std::size_t begin, std::size_t end,
                           double* result) {
  dot1x4InLanes(a, b, begin, end, result);
}
SWEEP_AVX2 void dot2x4Wide(const double* const a[2], const double* const b[4], std::size_t begin,
                           std::size_t end, double* result) {
  dot2x4InLanes(a, b, begin, end, result);
}

} // namespace

double dot(const double* a, const double* b, std::size_t begin, std::size_t end) {
  return hasAvx2() ? dotWide(a, b, begin, end) : dotInLanes(a, b, begin, end);
}

void dot1x4(const double* a, const double* const b[4], std::size_t begin, std::size_t end, double result[4]) {
  hasAvx2() ? dot1x4Wide(a, b, begin, end, result) : dot1x4InLanes(a, b, begin, end, result);
}

void dot2x4(const double* const a[2], const double* const b[4], std::size_t begin, std::size_t end,
            double result[8]) {
  hasAvx2() ? dot2x4Wide(a, b, begin, end, result) : dot2x4InLanes(a, b, begin, end, result);
}

} // namespace sweep::rows
