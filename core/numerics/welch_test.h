// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace sweep {

/// The chance that a variable of Student's t distribution with `freedom` > 0 degrees is at most t.
double studentCdf(double t, double freedom);

/// Whether the mean of one sample is smaller than that of another when their variances differ: B. L. Welch, "The
/// generalization of 'Student's' problem when several different population variances are involved", Biometrika 34, 1947.
struct WelchTest {
  /// Negative when the first mean is the smaller one; infinite when neither sample varies and the means differ.
  double t = 0.0;
  /// Welch–Satterthwaite.
  double freedom = 1.0;
  /// Of seeing a t as small as this by chance when the means are equal (one-sided).
  double chance = 0.5;
};

/// Wants at least two finite numbers on each side.
WelchTest welchTest(std::span<const double> first, std::span<const double> second);

} // namespace sweep
