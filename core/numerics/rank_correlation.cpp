// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/rank_correlation.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace sweep {

namespace {

std::vector<double> ranksOf(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first;
    while (end < order.size() && values[order[end]] == values[order[first]])
      ++end;
    for (std::size_t i = first; i < end; ++i)
      ranks[order[i]] = 0.5 * static_cast<double>(first + end - 1);
    first = end;
  }
  return ranks;
}

} // namespace

double rankCorrelation(std::span<const double> a, std::span<const double> b) {
  const auto ranksA = ranksOf(a);
  const auto ranksB = ranksOf(b);
  const double middle = 0.5 * (static_cast<double>(a.size()) - 1.0);
  double both = 0.0, squaresA = 0.0, squaresB = 0.0;
  for (std::size_t i = 0; i < ranksA.size(); ++i) {
    both += (ranksA[i] - middle) * (ranksB[i] - middle);
    squaresA += (ranksA[i] - middle) * (ranksA[i] - middle);
    squaresB += (ranksB[i] - middle) * (ranksB[i] - middle);
  }
  return squaresA > 0.0 && squaresB > 0.0 ? both / std::sqrt(squaresA * squaresB) : 0.0;
}

} // namespace sweep
