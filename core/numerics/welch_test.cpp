// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/welch_test.h"

#include <cmath>
#include <limits>
#include <numeric>

namespace sweep {

namespace {

struct Moments {
  double mean = 0.0;
  /// Of the mean: the sample's, divided by its size.
  double variance = 0.0;
  double size = 0.0;
};

Moments momentsOf(std::span<const double> sample) {
  Moments moments;
  moments.size = static_cast<double>(sample.size());
  moments.mean = std::accumulate(sample.begin(), sample.end(), 0.0) / moments.size;
  double squares = 0.0;
  for (const double value : sample)
    squares += (value - moments.mean) * (value - moments.mean);
  moments.variance = squares / (moments.size - 1.0) / moments.size;
  return moments;
}

/// The continued fraction of the incomplete beta function by Lentz's method (DLMF 8.17.22); quick for
/// x < (a + 1) / (a + b + 2).
double betaFraction(double x, double a, double b) {
  constexpr double Tiny = 1e-300;
  constexpr int MostTerms = 500;
  const auto safe = [](double value) {
    return std::abs(value) < Tiny ? Tiny : value;
  };
  double c = 1.0;
  double d = 1.0 / safe(1.0 - (a + b) * x / (a + 1.0));
  double product = d;
  for (int m = 1; m <= MostTerms; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m));
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0));
    double change = 1.0;
    for (const double term : {even, odd}) {
      d = 1.0 / safe(1.0 + term * d);
      c = safe(1.0 + term / c);
      change = c * d;
      product *= change;
    }
    if (std::abs(change - 1.0) < std::numeric_limits<double>::epsilon())
      break;
  }
  return product;
}

/// The regularised incomplete beta function I_x(a, b).
double incompleteBeta(double x, double a, double b) {
  if (x <= 0.0 || x >= 1.0)
    return x <= 0.0 ? 0.0 : 1.0;
  if (x > (a + 1.0) / (a + b + 2.0))
    return 1.0 - incompleteBeta(1.0 - x, b, a);
  const double front =
      std::exp(a * std::log(x) + b * std::log1p(-x) + std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b));
  return front * betaFraction(x, a, b) / a;
}

} // namespace

double studentCdf(double t, double freedom) {
  if (std::isinf(t))
    return t < 0.0 ? 0.0 : 1.0;
  const double tail = 0.5 * incompleteBeta(freedom / (freedom + t * t), 0.5 * freedom, 0.5);
  return t < 0.0 ? tail : 1.0 - tail;
}

WelchTest welchTest(std::span<const double> first, std::span<const double> second) {
  const auto a = momentsOf(first);
  const auto b = momentsOf(second);
  const double difference = a.mean - b.mean;
  const double variance = a.variance + b.variance;
  WelchTest test;
  if (variance > 0.0) {
    test.t = difference / std::sqrt(variance);
    test.freedom = variance * variance /
                   (a.variance * a.variance / (a.size - 1.0) + b.variance * b.variance / (b.size - 1.0));
  } else if (difference != 0.0) {
    test.t = std::copysign(std::numeric_limits<double>::infinity(), difference);
  }
  test.chance = studentCdf(test.t, test.freedom);
  return test;
}

} // namespace sweep
