// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/numerics/matern_kernel.h"

#include <span>

namespace sweep {

/// The kernel of a function that is a sum of what each coordinate does alone (first-order terms of Duvenaud, Nickisch & Rasmussen 2011,
/// "Additive Gaussian processes"): the sum of m_i(x_i, y_i).
///
/// Numbers, which lie in the unit interval, have a line and a parabola: m_i = 3/2 u v + 5/2 P(u) P(v), u = 2 x_i - 1, v = 2 y_i - 1,
/// with Legendre's polynomial P(u) = (3 u² - 1) / 2, so that the mean of m_i(x, x) over the interval is 1. Categories have an effect
/// each: m_i = [x_i = y_i].

/// Adds variance times the kernel between x and the first `count` points to `count` numbers; those from there up to padded(count)
/// (row_products.h) become 0.
void addMainEffects(std::span<const double> x, const PointTable& points, std::size_t count, double variance, double* values);

/// The kernel of x and x.
double mainEffectsOf(std::span<const double> x, std::span<const ColumnKind> kinds);

/// The derivative by x_i of the sum over all points of factor_j times the kernel of x and point j, for each number i; 0 for categories.
/// factors: padded(points.size()) numbers, zeros at the end.
void mainEffectSlopes(std::span<const double> x, const PointTable& points, const double* factors, std::span<double> slopes);

/// The derivative of the kernel of x and x by one coordinate.
double mainEffectSlope(double coordinate, ColumnKind kind);

} // namespace sweep
