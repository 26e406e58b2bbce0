// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/kernel_density.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace sweep {

KernelDensity::KernelDensity(std::vector<std::size_t> categories, std::vector<Point> rows,
                             std::vector<double> bandwidths)
    : m_categories(std::move(categories)), m_rows(std::move(rows)), m_bandwidths(std::move(bandwidths)),
      m_categoryKernels(m_categories.size()), m_logScale(-std::log(static_cast<double>(m_rows.size()))) {
  for (std::size_t axis = 0; axis < m_categories.size(); ++axis) {
    const double h = m_bandwidths[axis];
    if (m_categories[axis] == 0)
      m_logScale -= std::log(h) + 0.5 * std::log(2.0 * std::numbers::pi);
    else if (m_categories[axis] > 1)
      m_categoryKernels[axis] = {std::log1p(-h), std::log(h / static_cast<double>(m_categories[axis] - 1))};
  }
}

std::vector<double> KernelDensity::normalReferenceBandwidths(std::span<const Point> rows) {
  const double n = static_cast<double>(rows.size());
  const std::size_t axes = rows.front().size();
  const double shrinking = std::pow(n, -1.0 / (4.0 + static_cast<double>(axes)));
  std::vector<double> bandwidths;
  for (std::size_t axis = 0; axis < axes; ++axis) {
    double mean = 0.0;
    for (const Point& row : rows)
      mean += row[axis] / n;
    double variance = 0.0;
    for (const Point& row : rows)
      variance += (row[axis] - mean) * (row[axis] - mean) / n;
    bandwidths.push_back(1.06 * std::sqrt(variance) * shrinking);
  }
  return bandwidths;
}

double KernelDensity::logDensity(std::span<const double> point) const {
  std::vector<double> logs;
  logs.reserve(m_rows.size());
  for (const Point& row : m_rows)
    logs.push_back(logKernel(row, point));
  const double largest = *std::max_element(logs.begin(), logs.end());
  if (largest == -std::numeric_limits<double>::infinity())
    return largest;
  double sum = 0.0;
  for (const double log : logs)
    sum += std::exp(log - largest);
  return largest + std::log(sum) + m_logScale;
}

double KernelDensity::logKernel(std::span<const double> row, std::span<const double> point) const {
  double log = 0.0;
  for (std::size_t axis = 0; axis < m_categories.size(); ++axis) {
    if (m_categories[axis] > 0) {
      const auto& kernel = m_categoryKernels[axis];
      log += row[axis] == point[axis] ? kernel.same : kernel.other;
    } else {
      const double distance = (point[axis] - row[axis]) / m_bandwidths[axis];
      log -= 0.5 * distance * distance;
    }
  }
  return log;
}

} // namespace sweep
