// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/target_scale.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace sweep {

TargetScale::TargetScale(std::span<const double> losses, double knee) {
  std::vector<double> finite;
  std::copy_if(losses.begin(), losses.end(), std::back_inserter(finite), [](double x) { return std::isfinite(x); });
  if (finite.empty())
    return;
  const auto [low, high] = std::minmax_element(finite.begin(), finite.end());
  m_low = *low;
  m_high = *high;
  std::vector<double> units;
  for (const double loss : losses)
    units.push_back(unit(loss));
  const auto middle = units.begin() + static_cast<std::ptrdiff_t>(knee * static_cast<double>(units.size()));
  std::nth_element(units.begin(), middle, units.end());
  m_knee = *middle;
  m_spread = std::max(m_knee, 1e-9);
  double sum = 0.0, squares = 0.0;
  for (const double u : units)
    sum += bent(u);
  m_mean = sum / static_cast<double>(units.size());
  for (const double u : units)
    squares += (bent(u) - m_mean) * (bent(u) - m_mean);
  m_deviation = std::max(std::sqrt(squares / static_cast<double>(units.size())), 1e-10);
}

double TargetScale::unit(double loss) const {
  if (!(m_low < m_high))
    return 0.0;
  const double inside = std::clamp(loss, -1.7e308, 1.7e308);
  const double range = m_high - m_low;
  return std::isfinite(range) ? (inside - m_low) / range : (inside / 2 - m_low / 2) / (m_high / 2 - m_low / 2);
}

double TargetScale::bent(double unit) const {
  return unit <= m_knee ? unit : m_knee + m_spread * std::log1p((unit - m_knee) / m_spread);
}

double TargetScale::target(double loss) const {
  if (std::isinf(loss))
    loss = loss > 0.0 ? m_high : m_low;
  return (m_mean - bent(unit(loss))) / m_deviation;
}

double TargetScale::loss(double target) const {
  const double b = m_mean - target * m_deviation;
  const double unit = b <= m_knee ? b : m_knee + m_spread * std::expm1(std::min((b - m_knee) / m_spread, 700.0));
  const double range = m_high - m_low;
  return std::isfinite(range) ? m_low + unit * range : m_low * (1.0 - unit) + m_high * unit;
}

double TargetScale::lossPerTarget(double target) const {
  const double h = 1e-4;
  return (loss(target - h) - loss(target + h)) / (2.0 * h);
}

} // namespace sweep
