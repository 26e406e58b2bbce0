// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluates the density of a Parzen estimator at many points at once: a log-sum-exp over kernels, block after block.
#include "core/numerics/kernel_sums.h"
#include "core/numerics/parzen_estimator.h"
#include "core/numerics/truncated_normal.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace sweep {

namespace {

constexpr std::size_t BlockSize = 128;
constexpr double Infinity = std::numeric_limits<double>::infinity();

/// Log masses of the points' cells under the kernels of a stepped axis. Kernels that are equal share a slot, points that are
/// equal share a row.
class CellMasses {
public:
  /// Masses below exp(-negligible) of the largest possible are left out.
  CellMasses(const NumericKernels& kernels, std::vector<ParzenCoordinate> points, double negligible)
      : m_kernels(kernels), m_slots(kernels.centres().size()), m_rows(points.size()) {
    findSlots();
    m_masses.resize(points.size() * m_representatives.size());
    for (std::size_t p = 0; p < points.size(); ++p) {
      m_rows[p] = rowOf(points, p);
      if (m_rows[p] == p)
        fill(p, points[p], negligible);
    }
  }

  const std::uint32_t* slots() const { return m_slots.data(); }
  const double* tableOf(std::size_t point) const {
    return m_masses.data() + m_rows[point] * m_representatives.size();
  }

private:
  void findSlots() {
    const auto& centres = m_kernels.centres();
    const auto& widths = m_kernels.widths();
    for (const std::uint32_t at : m_kernels.order()) {
      const bool same = !m_representatives.empty() && centres[m_representatives.back()] == centres[at] &&
                        widths[m_representatives.back()] == widths[at];
      if (!same)
        m_representatives.push_back(at);
      m_slots[at] = static_cast<std::uint32_t>(m_representatives.size() - 1);
    }
  }

  static std::size_t rowOf(const std::vector<ParzenCoordinate>& points, std::size_t point) {
    std::size_t row = 0;
    while (points[row].middle != points[point].middle)
      ++row;
    return row;
  }

  void fill(std::size_t row, const ParzenCoordinate& point, double negligible) {
    double* masses = m_masses.data() + row * m_representatives.size();
    for (std::size_t slot = 0; slot < m_representatives.size(); ++slot) {
      const std::size_t at = m_representatives[slot];
      const double width = m_kernels.widths()[at];
      const double middle = (point.middle - m_kernels.centres()[at]) / width;
      const double cell = point.width / width;
      const double nearest = std::max(std::abs(middle) - 0.5 * cell, 0.0);
      masses[slot] = 0.5 * nearest * nearest > negligible ? -Infinity : logNormalMass(middle, cell);
    }
  }

  const NumericKernels& m_kernels;
  std::vector<std::uint32_t> m_representatives;
  std::vector<std::uint32_t> m_slots;
  std::vector<std::size_t> m_rows;
  std::vector<double> m_masses;
};

std::vector<ParzenCoordinate> column(std::span<const ParzenCoordinate> points, std::size_t axis,
                                     std::size_t axes) {
  std::vector<ParzenCoordinate> result;
  for (std::size_t i = axis; i < points.size(); i += axes)
    result.push_back(points[i]);
  return result;
}

/// log of a sum that grows, without overflow.
struct LogSum {
  double offset = -Infinity;
  double sum = 0.0;

  void raise(double value) {
    if (value <= offset)
      return;
    sum *= std::exp(offset - value);
    offset = value;
  }
  double log() const { return sum > 0.0 ? offset + std::log(sum) : -Infinity; }
};

} // namespace

std::vector<double> ParzenEstimator::logDensities(std::span<const ParzenCoordinate> points) const {
  std::vector<std::size_t> axes(m_axes.size());
  std::iota(axes.begin(), axes.end(), 0u);
  return logDensities(axes, points);
}

std::vector<double> ParzenEstimator::logMarginals(std::size_t axis,
                                                  std::span<const ParzenCoordinate> points) const {
  return logDensities(std::array{axis}, points);
}

/// How much the log density of a kernel can exceed the prior kernel's on the axes: a kernel is at most 1.3 times as high as a
/// prior of its width.
double ParzenEstimator::largestExcess(std::span<const std::size_t> axes) const {
  double excess = 0.0;
  for (const std::size_t axis : axes) {
    if (const auto* numbers = std::get_if<NumericKernels>(&m_kernels[axis]))
      excess += std::log(1.3 * (numbers->high() - numbers->low()) / numbers->smallestWidth());
    else
      for (double least = 1.0; const double p : m_axes[axis].prior)
        if (p > 0.0 && p < least) {
          excess += std::log(least / p);
          least = p;
        }
  }
  return excess;
}

std::vector<double> ParzenEstimator::logDensities(std::span<const std::size_t> axes,
                                                  std::span<const ParzenCoordinate> points) const {
  const std::size_t dimensions = axes.size();
  const std::size_t count = dimensions == 0 ? 0 : points.size() / dimensions;
  const std::size_t kernelCount = m_ids.size();
  const std::vector<double> weight = weights();

  std::vector<LogSum> sums(count);
  for (std::size_t p = 0; p < count; ++p) {
    double prior = 0.0;
    for (std::size_t i = 0; i < dimensions; ++i)
      prior += logPrior(axes[i], points[p * dimensions + i]);
    if (prior > -Infinity)
      sums[p] = {prior, weight.back()};
  }

  // All that is left out is together less than e^-37 of the prior kernel's part.
  const double negligible = largestExcess(axes) + 37.0 + std::log((m_count + 1.0) / m_options.priorWeight);
  std::vector<std::optional<CellMasses>> masses(dimensions);
  for (std::size_t i = 0; i < dimensions; ++i)
    if (m_axes[axes[i]].kind == ParzenAxis::Kind::Stepped)
      masses[i].emplace(numeric(axes[i]), column(points, i, dimensions), negligible);

  std::vector<double> block(count * BlockSize);
  std::array<double, BlockSize> constants;
  for (std::size_t first = 0; first < kernelCount; first += BlockSize) {
    const std::size_t size = std::min(BlockSize, kernelCount - first);
    constants.fill(0.0);
    for (const std::size_t axis : axes)
      if (const auto* numbers = std::get_if<NumericKernels>(&m_kernels[axis]))
        kernels::add(constants.data(), numbers->constants().data() + first, size);
    for (std::size_t p = 0; p < count; ++p)
      std::copy_n(constants.begin(), size, block.begin() + static_cast<std::ptrdiff_t>(p * BlockSize));

    for (std::size_t i = 0; i < dimensions; ++i) {
      const ParzenAxis& axis = m_axes[axes[i]];
      const double share = priorShare(axes[i]);
      for (std::size_t p = 0; p < count; ++p) {
        double* at = block.data() + p * BlockSize;
        const ParzenCoordinate& point = points[p * dimensions + i];
        if (masses[i]) {
          kernels::addFromTable(at, masses[i]->slots() + first, masses[i]->tableOf(p), size);
        } else if (axis.kind == ParzenAxis::Kind::Continuous) {
          const NumericKernels& numbers = numeric(axes[i]);
          kernels::subtractSquares(at, numbers.centres().data() + first, numbers.scales().data() + first,
                                   point.at, size);
        } else {
          const double fromPrior = share * axis.prior[static_cast<std::size_t>(point.at)];
          kernels::addCategory(at, std::get<Categories>(m_kernels[axes[i]]).data() + first, point.at,
                               std::log(1.0 - share + fromPrior), std::log(fromPrior), size);
        }
      }
    }

    for (std::size_t p = 0; p < count; ++p) {
      const double* at = block.data() + p * BlockSize;
      const double most = kernels::largest(at, size);
      if (most == -Infinity || most < sums[p].offset - 700.0)
        continue;
      sums[p].raise(most);
      sums[p].sum += kernels::weightedExponentials(at, weight.data() + first, sums[p].offset, size);
    }
  }

  std::vector<double> result;
  for (const LogSum& sum : sums)
    result.push_back(sum.log());
  return result;
}

} // namespace sweep
