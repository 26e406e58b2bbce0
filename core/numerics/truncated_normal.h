// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sweep {

/// Φ(to) - Φ(from), Φ the standard normal distribution, from <= to; relative error below 1e-12 where it does not underflow
/// and to - from is not below 1e-3.
double normalMass(double from, double to);
/// Its logarithm for any from < to, given as middle and width so that neither cancels. Relative error of the mass below 2e-9 where
/// it is above 1e-260, and below 1e-6 farther out.
double logNormalMass(double middle, double width);

/// The x with Φ(x) = p, 0 < p < 1: Wichura 1988, "Algorithm AS 241", PPND16; relative error about 1e-15.
double normalQuantile(double p);
/// The x in [from, to] below which lies the share q of the mass between from and to, 0 <= q <= 1, from <= 0 <= to.
double truncatedNormalQuantile(double q, double from, double to);

} // namespace sweep
