// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/main_effects.h"

#include "core/numerics/lanes.h"
#include "core/numerics/row_products.h"

#include <algorithm>

namespace sweep {

using namespace lanes;
using rows::Lane;
using rows::padded;

namespace {

/// Legendre's second polynomial, of 2 x - 1.
SWEEP_INLINE double parabola(double x) {
  return 6.0 * x * (x - 1.0) + 1.0;
}

SWEEP_INLINE void addInLanes(const double* x, const PointTable& points, std::size_t count, double variance, double* values) {
  const std::size_t end = padded(count);
  for (std::size_t i = 0; i < points.dimensions(); ++i) {
    const double* column = points.column(i);
    if (points.kinds()[i] == ColumnKind::Category) {
      const Lanes at = all(x[i]), weight = all(variance);
      for (std::size_t j = 0; j < end; j += Lane)
        store(values + j, load(values + j) + (load(column + j) == at ? weight : all(0.0)));
      continue;
    }
    // m_i as a polynomial in the other coordinate.
    const double u = 2.0 * x[i] - 1.0, p = parabola(x[i]);
    const Lanes c0 = all(variance * (2.5 * p - 1.5 * u)), c1 = all(variance * (3.0 * u - 15.0 * p)), c2 = all(variance * 15.0 * p);
    for (std::size_t j = 0; j < end; j += Lane) {
      const Lanes y = load(column + j);
      store(values + j, load(values + j) + (c0 + y * (c1 + y * c2)));
    }
  }
  std::fill(values + count, values + end, 0.0);
}

SWEEP_INLINE void slopesInLanes(const double* x, const PointTable& points, const double* factors, double* slopes) {
  const std::size_t end = padded(points.size());
  Lanes factorLanes{};
  for (std::size_t j = 0; j < end; j += Lane)
    factorLanes += load(factors + j);
  const double total = sum(factorLanes);
  for (std::size_t i = 0; i < points.dimensions(); ++i) {
    slopes[i] = 0.0;
    if (points.kinds()[i] == ColumnKind::Category)
      continue;
    const double* column = points.column(i);
    Lanes firsts{}, seconds{};
    for (std::size_t j = 0; j < end; j += Lane) {
      const Lanes y = load(column + j), first = load(factors + j) * y;
      firsts += first;
      seconds += first * y;
    }
    const double first = sum(firsts);
    slopes[i] = 3.0 * (2.0 * first - total) + 15.0 * (2.0 * x[i] - 1.0) * (6.0 * (sum(seconds) - first) + total);
  }
}

SWEEP_AVX2 void addWide(const double* x, const PointTable& points, std::size_t count, double variance, double* values) {
  addInLanes(x, points, count, variance, values);
}
void addPlain(const double* x, const PointTable& points, std::size_t count, double variance, double* values) {
  addInLanes(x, points, count, variance, values);
}

SWEEP_AVX2 void slopesWide(const double* x, const PointTable& points, const double* factors, double* slopes) {
  slopesInLanes(x, points, factors, slopes);
}
void slopesPlain(const double* x, const PointTable& points, const double* factors, double* slopes) {
  slopesInLanes(x, points, factors, slopes);
}

} // namespace

void addMainEffects(std::span<const double> x, const PointTable& points, std::size_t count, double variance, double* values) {
  hasAvx2() ? addWide(x.data(), points, count, variance, values) : addPlain(x.data(), points, count, variance, values);
}

double mainEffectsOf(std::span<const double> x, std::span<const ColumnKind> kinds) {
  double effects = 0.0;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const double u = 2.0 * x[i] - 1.0, p = parabola(x[i]);
    effects += kinds[i] == ColumnKind::Category ? 1.0 : 1.5 * u * u + 2.5 * p * p;
  }
  return effects;
}

void mainEffectSlopes(std::span<const double> x, const PointTable& points, const double* factors, std::span<double> slopes) {
  hasAvx2() ? slopesWide(x.data(), points, factors, slopes.data()) : slopesPlain(x.data(), points, factors, slopes.data());
}

double mainEffectSlope(double coordinate, ColumnKind kind) {
  const double u = 2.0 * coordinate - 1.0;
  return kind == ColumnKind::Category ? 0.0 : u * (6.0 + 30.0 * parabola(coordinate));
}

} // namespace sweep
