// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/category_distribution.h"

#include <algorithm>
#include <numeric>

namespace sweep {

std::size_t categoryAt(std::span<const double> probabilities, double uniform) {
  std::size_t last = 0;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    if (probabilities[i] <= 0.0)
      continue;
    last = i;
    uniform -= probabilities[i];
    if (uniform < 0.0)
      break;
  }
  return last;
}

CategoryDistribution::CategoryDistribution(std::span<const double> initial)
    : m_probabilities(initial.begin(), initial.end()) {
  const double sum = std::accumulate(m_probabilities.begin(), m_probabilities.end(), 0.0);
  for (double& probability : m_probabilities) {
    probability /= sum;
    m_possible += probability > 0.0 ? 1 : 0;
  }
}

void CategoryDistribution::follow(std::span<const std::size_t> categories, std::span<const double> weights,
                                  double rate) {
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (double& probability : m_probabilities)
    probability *= 1.0 - rate * total;
  for (std::size_t i = 0; i < categories.size(); ++i)
    m_probabilities[categories[i]] += rate * weights[i];
}

void CategoryDistribution::keepMargin(double smallest) {
  double sum = 0.0;
  for (double& probability : m_probabilities)
    if (probability > 0.0)
      sum += probability = std::max(probability, smallest);
  const double above = sum - smallest * static_cast<double>(m_possible);
  if (!(above > 0.0))
    return;
  for (double& probability : m_probabilities)
    if (probability > 0.0)
      probability += (1.0 - sum) / above * (probability - smallest);
}

} // namespace sweep
