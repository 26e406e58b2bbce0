// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/kernel_sums.h"

#include "core/numerics/lanes.h"

#include <algorithm>

namespace sweep::kernels {

using namespace lanes;

namespace {

SWEEP_INLINE void addInLanes(double* sums, const double* terms, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    sums[i] += terms[i];
}

SWEEP_INLINE void subtractSquaresInLanes(double* sums, const double* centres, const double* scales, double x,
                                         std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const double z = (x - centres[i]) * scales[i];
    sums[i] -= z * z;
  }
}

SWEEP_INLINE void addCategoryInLanes(double* sums, const double* categories, double category, double match,
                                     double mismatch, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    sums[i] += categories[i] == category ? match : mismatch;
}

SWEEP_INLINE double largestInLanes(const double* values, std::size_t count) {
  Lanes most = all(values[0]);
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    const Lanes next = load(values + i);
    most = next > most ? next : most;
  }
  double result = std::max(std::max(most[0], most[1]), std::max(most[2], most[3]));
  for (; i < count; ++i)
    result = std::max(result, values[i]);
  return result;
}

SWEEP_INLINE double weightedExponentialsInLanes(const double* values, const double* weights, double offset,
                                                std::size_t count) {
  Lanes total{};
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4)
    total += load(weights + i) * expOfMinus(all(offset) - load(values + i));
  if (i < count) {
    double lastValues[4] = {offset, offset, offset, offset};
    double lastWeights[4] = {};
    std::copy(values + i, values + count, lastValues);
    std::copy(weights + i, weights + count, lastWeights);
    total += load(lastWeights) * expOfMinus(all(offset) - load(lastValues));
  }
  return sum(total);
}

SWEEP_AVX2 void addWide(double* sums, const double* terms, std::size_t count) {
  addInLanes(sums, terms, count);
}
SWEEP_AVX2 void subtractSquaresWide(double* sums, const double* centres, const double* scales, double x,
                                    std::size_t count) {
  subtractSquaresInLanes(sums, centres, scales, x, count);
}
SWEEP_AVX2 void addCategoryWide(double* sums, const double* categories, double category, double match,
                                double mismatch, std::size_t count) {
  addCategoryInLanes(sums, categories, category, match, mismatch, count);
}
SWEEP_AVX2 double largestWide(const double* values, std::size_t count) {
  return largestInLanes(values, count);
}
SWEEP_AVX2 double weightedExponentialsWide(const double* values, const double* weights, double offset,
                                           std::size_t count) {
  return weightedExponentialsInLanes(values, weights, offset, count);
}

} // namespace

void add(double* sums, const double* terms, std::size_t count) {
  hasAvx2() ? addWide(sums, terms, count) : addInLanes(sums, terms, count);
}

void subtractSquares(double* sums, const double* centres, const double* scales, double x, std::size_t count) {
  hasAvx2() ? subtractSquaresWide(sums, centres, scales, x, count)
            : subtractSquaresInLanes(sums, centres, scales, x, count);
}

void addFromTable(double* sums, const std::uint32_t* slots, const double* table, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    sums[i] += table[slots[i]];
}

void addCategory(double* sums, const double* categories, double category, double match, double mismatch,
                 std::size_t count) {
  hasAvx2() ? addCategoryWide(sums, categories, category, match, mismatch, count)
            : addCategoryInLanes(sums, categories, category, match, mismatch, count);
}

double largest(const double* values, std::size_t count) {
  return hasAvx2() ? largestWide(values, count) : largestInLanes(values, count);
}

double weightedExponentials(const double* values, const double* weights, double offset, std::size_t count) {
  return hasAvx2() ? weightedExponentialsWide(values, weights, offset, count)
                   : weightedExponentialsInLanes(values, weights, offset, count);
}

} // namespace sweep::kernels
