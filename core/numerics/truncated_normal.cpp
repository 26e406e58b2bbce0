// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/truncated_normal.h"

#include "core/numerics/acquisition.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace sweep {

namespace {

constexpr double HalfLogTwoPi = 0.91893853320467274178;

double upperTail(double x) {
  return 0.5 * std::erfc(x * (std::numbers::sqrt2 / 2));
}

/// The polynomial c[0] + c[1] x + …
template <std::size_t N> double polynomial(const double (&c)[N], double x) {
  double sum = 0.0;
  for (std::size_t i = N; i-- > 0;)
    sum = sum * x + c[i];
  return sum;
}

double centralQuantile(double q) {
  constexpr double Above[] = {3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                              1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                              3.3430575583588128105e+4, 2.5090809287301226727e+3};
  constexpr double Below[] = {1.0,
                              4.2313330701600911252e+1,
                              6.8718700749205790830e+2,
                              5.3941960214247511077e+3,
                              2.1213794301586595867e+4,
                              3.9307895800092710610e+4,
                              2.8729085735721942674e+4,
                              5.2264952788528545610e+3};
  const double r = 0.180625 - q * q;
  return q * polynomial(Above, r) / polynomial(Below, r);
}

/// For a tail probability p < 0.075: how far out it begins.
double tailQuantile(double p) {
  constexpr double NearAbove[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                  5.76949722146069140550e0,  3.64784832476320460504e0,
                                  1.27045825245236838258e0,  2.41780725177450611770e-1,
                                  2.27238449892691845833e-2, 7.74545014278341407640e-4};
  constexpr double NearBelow[] = {1.0,
                                  2.05319162663775882187e0,
                                  1.67638483018380384940e0,
                                  6.89767334985100004550e-1,
                                  1.48103976427480074590e-1,
                                  1.51986665636164571966e-2,
                                  5.47593808499534494600e-4,
                                  1.05075007164441684324e-9};
  constexpr double FarAbove[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                 1.78482653991729133580e0,  2.96560571828504891230e-1,
                                 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                 2.71155556874348757815e-5, 2.01033439929228813265e-7};
  constexpr double FarBelow[] = {1.0,
                                 5.99832206555887937690e-1,
                                 1.36929880922735805310e-1,
                                 1.48753612908506148525e-2,
                                 7.86869131145613259100e-4,
                                 1.84631831751005468180e-5,
                                 1.42151175831644588870e-7,
                                 2.04426310338993978564e-15};
  const double r = std::sqrt(-std::log(p));
  return r <= 5.0 ? polynomial(NearAbove, r - 1.6) / polynomial(NearBelow, r - 1.6)
                  : polynomial(FarAbove, r - 5.0) / polynomial(FarBelow, r - 5.0);
}

/// log of the mass between from and to, far out on the right, where the mass itself may underflow.
double logTailMass(double from, double to) {
  const double nearer = logNormalCdf(-from);
  return nearer + std::log(-std::expm1(logNormalCdf(-to) - nearer));
}

} // namespace

double normalMass(double from, double to) {
  if (from >= 0.0)
    return upperTail(from) - upperTail(to);
  if (to <= 0.0)
    return upperTail(-to) - upperTail(-from);
  return 1.0 - upperTail(-from) - upperTail(to);
}

double logNormalMass(double middle, double width) {
  middle = std::abs(middle);
  // The midpoint rule with its first correction; the next one is of the order (width z)^4 / 1920.
  if (width < 1e-2 / std::max(1.0, middle / 4.0)) {
    const double square = width * width;
    return std::log(width) - 0.5 * middle * middle - HalfLogTwoPi +
           std::log1p(square * (middle * middle - 1.0) / 24.0);
  }
  const double from = middle - 0.5 * width;
  const double to = middle + 0.5 * width;
  return from > 35.0 ? logTailMass(from, to) : std::log(normalMass(from, to));
}

double normalQuantile(double p) {
  const double q = p - 0.5;
  if (std::abs(q) <= 0.425)
    return centralQuantile(q);
  return q < 0.0 ? -tailQuantile(p) : tailQuantile(1.0 - p);
}

double truncatedNormalQuantile(double q, double from, double to) {
  const double below = upperTail(-from);
  const double above = upperTail(to);
  const double mass = 1.0 - below - above;
  // From the nearer tail, so that nothing is lost there.
  const double left = below + q * mass;
  const double right = above + (1.0 - q) * mass;
  const double smallest = std::numeric_limits<double>::min();
  const double x =
      left <= right ? normalQuantile(std::max(left, smallest)) : -normalQuantile(std::max(right, smallest));
  return std::clamp(x, from, to);
}

} // namespace sweep
