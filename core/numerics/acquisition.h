// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sweep {

/// A Gaussian belief about an objective that is to be maximised is turned into how much a trial there is worth.
/// Everything is a logarithm, so that far below the incumbent, where the value itself underflows, there still is a slope.

/// log Φ(z), Φ the standard normal distribution; relative error below 1e-10 for any finite z.
double logNormalCdf(double z);
/// log h(z), h(z) = φ(z) + z Φ(z): the logarithm of the expected improvement in units of sigma (Ament et al. 2023, "Unexpected
/// improvements to expected improvement", section 4.1). Relative error below 1e-10 for any finite z.
double logImprovement(double z);
/// Its derivative Φ(z) / h(z) > 0.
double logImprovementSlope(double z);
/// φ(z) / Φ(z), the derivative of logNormalCdf.
double logNormalCdfSlope(double z);

/// Value and derivatives with respect to the belief's mean and standard deviation.
struct AcquisitionValue {
  double value = 0.0;
  double byMean = 0.0;
  double byDeviation = 0.0;
};

/// log of E[max(f - incumbent, 0)], f normal. deviation > 0. A margin xi is added to the incumbent by the caller.
/// Mockus 1978; Jones, Schonlau & Welch 1998.
AcquisitionValue logExpectedImprovement(double mean, double deviation, double incumbent);
/// log of P(f > incumbent). Kushner 1964.
AcquisitionValue logProbabilityOfImprovement(double mean, double deviation, double incumbent);
/// mean + kappa deviation; no logarithm. Srinivas et al. 2010.
AcquisitionValue upperConfidenceBound(double mean, double deviation, double kappa);

} // namespace sweep
