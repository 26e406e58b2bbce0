// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/acquisition.h"

#include <cmath>
#include <numbers>

namespace sweep {

namespace {

constexpr double LogRootTwoPi = 0.91893853320467274178;
constexpr double RootHalf = std::numbers::sqrt2 / 2.0;
/// sqrt(π / 2)
constexpr double RootHalfPi = 1.25331413731550025121;
/// Below it the product of two large errors would be seen: asymptotic series take over.
constexpr double FarTail = -30.0;

/// Mills' ratio Φ(-x) / φ(x) for x >= 0: about 1/x.
double millsRatio(double x) {
  if (x < -FarTail)
    return RootHalfPi * std::exp(0.5 * x * x) * std::erfc(x * RootHalf);
  const double y = 1.0 / (x * x);
  return (1.0 - y * (1.0 - y * (3.0 - y * (15.0 - y * (105.0 - y * 945.0))))) / x;
}

/// 1 - x times Mills' ratio, for x >= 1: about 1/x².
double improvementRatio(double x) {
  if (x < -FarTail)
    return 1.0 - x * millsRatio(x);
  const double y = 1.0 / (x * x);
  return y * (1.0 - y * (3.0 - y * (15.0 - y * (105.0 - y * (945.0 - y * 10395.0)))));
}

double density(double z) {
  return std::exp(-0.5 * z * z - LogRootTwoPi);
}

double cdf(double z) {
  return 0.5 * std::erfc(-z * RootHalf);
}

} // namespace

double logNormalCdf(double z) {
  if (z > 0.0)
    return std::log1p(-0.5 * std::erfc(z * RootHalf));
  if (z > -5.0)
    return std::log(cdf(z));
  return -0.5 * z * z - LogRootTwoPi + std::log(millsRatio(-z));
}

double logNormalCdfSlope(double z) {
  return z > -5.0 ? density(z) / cdf(z) : 1.0 / millsRatio(-z);
}

double logImprovement(double z) {
  if (z > -1.0)
    return std::log(density(z) + z * cdf(z));
  return -0.5 * z * z - LogRootTwoPi + std::log(improvementRatio(-z));
}

double logImprovementSlope(double z) {
  if (z > -1.0)
    return cdf(z) / (density(z) + z * cdf(z));
  return millsRatio(-z) / improvementRatio(-z);
}

AcquisitionValue logExpectedImprovement(double mean, double deviation, double incumbent) {
  const double z = (mean - incumbent) / deviation;
  const double slope = logImprovementSlope(z);
  // d/dσ (log σ + log h(z)) = 1/σ - z slope / σ = φ / (h σ), without the cancellation in the tail.
  const double byDeviation = z > -1.0 ? density(z) / (density(z) + z * cdf(z)) : 1.0 / improvementRatio(-z);
  return {std::log(deviation) + logImprovement(z), slope / deviation, byDeviation / deviation};
}

AcquisitionValue logProbabilityOfImprovement(double mean, double deviation, double incumbent) {
  const double z = (mean - incumbent) / deviation;
  const double slope = logNormalCdfSlope(z) / deviation;
  return {logNormalCdf(z), slope, -z * slope};
}

AcquisitionValue upperConfidenceBound(double mean, double deviation, double kappa) {
  return {mean + kappa * deviation, 1.0, kappa};
}

} // namespace sweep
