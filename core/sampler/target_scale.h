// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace sweep {

/// Between losses (to be minimised, of any magnitude) and the targets of a model: to be maximised, mean 0, standard deviation 1.
/// Losses above a quantile, the knee, are drawn together logarithmically, so that a few very bad trials do not flatten the differences
/// between good ones; at and below it nothing is bent. Order is kept.
class TargetScale {
public:
  TargetScale() = default;
  /// Of at least one finite loss; infinite ones count as the largest or smallest finite one. knee: the share of the losses below it, from
  /// 0 to less than 1.
  explicit TargetScale(std::span<const double> losses, double knee = Median);
  static constexpr double Median = 0.5;

  double target(double loss) const;
  double loss(double target) const;
  /// How many units of loss one unit of target is worth near a target.
  double lossPerTarget(double target) const;

private:
  double m_low = 0.0;
  double m_high = 0.0;
  // In units of the range from m_low to m_high.
  double m_knee = 1.0;
  double m_spread = 1.0;
  double m_mean = 0.0;
  double m_deviation = 1.0;

  double unit(double loss) const;
  double bent(double unit) const;
};

} // namespace sweep
