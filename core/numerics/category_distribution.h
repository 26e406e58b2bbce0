// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace sweep {

/// The category at a place of [0, 1) when each takes its probability of it; never one of probability 0. Probabilities >= 0 with
/// the sum 1.
std::size_t categoryAt(std::span<const double> probabilities, double uniform);

/// Probabilities of categories that follow what was good (the categorical part of CatCMA: Hamano et al. 2024, "CatCMA:
/// stochastic optimization for mixed-category problems", arXiv:2405.09962, with a fixed rate).
class CategoryDistribution {
public:
  /// initial: >= 0, a positive sum; a category that starts at 0 stays there.
  explicit CategoryDistribution(std::span<const double> initial);

  std::size_t size() const { return m_probabilities.size(); }
  double operator[](std::size_t category) const { return m_probabilities[category]; }
  std::size_t sample(double uniform) const { return categoryAt(m_probabilities, uniform); }

  /// A step of natural gradient: towards the weighted categories that did well. weights sum to at most 1; what is missing
  /// pulls nowhere.
  void follow(std::span<const std::size_t> categories, std::span<const double> weights, double rate);
  /// Lifts every possible category to at least `smallest`, at the cost of those that have more in proportion to what they
  /// have. smallest · possible categories < 1.
  void keepMargin(double smallest);
  /// How many categories can be drawn at all.
  std::size_t possible() const { return m_possible; }

private:
  std::vector<double> m_probabilities;
  std::size_t m_possible = 0;
};

} // namespace sweep
