// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/numerics/numeric_kernels.h"

#include <span>
#include <variant>
#include <vector>

namespace sweep {

/// One coordinate of a Parzen estimator.
struct ParzenAxis {
  enum class Kind { Continuous, Stepped, Categorical };
  Kind kind = Kind::Continuous;
  /// Numeric: the range, half a step wider on both sides where stepped; in the logarithm where the scale is.
  double low = 0.0;
  double high = 1.0;
  /// Categorical: the chance of each category before anything is observed; sums to 1.
  std::vector<double> prior;
};

/// Where a point lies on an axis. Categorical: `at` is the category's index.
struct ParzenCoordinate {
  /// Where a kernel has its centre.
  double at = 0.0;
  /// Stepped: the cell of the value, [middle - width / 2, middle + width / 2]. On a log scale its middle is not `at`.
  double middle = 0.0;
  double width = 0.0;
};

struct ParzenOptions {
  /// Weight of the prior kernel beside observations of weight 1; > 0.
  double priorWeight = 1.0;
  /// The outermost kernels reach to the ends of the range.
  bool considerEndpoints = false;
  /// No kernel is narrower than the range / min(100, 2 + sharpness · observations).
  bool magicClip = true;
  /// 1 as in Bergstra et al. and Optuna; >= 0.
  double sharpness = 1.0;
};

/// The weights of `count` observations from the oldest to the newest: the newest 25 count fully, those before rise in a line
/// from 1 / count (Optuna, default_weights).
std::vector<double> parzenAgeWeights(std::size_t count);

/// A density over a product of axes from observations (Bergstra et al. 2011, "Algorithms for hyper-parameter optimization",
/// section 4; joint kernels as Falkner et al. 2018; widths, weights and category probabilities as Optuna 5.0): the weighted
/// mean of one product kernel per observation and a broad prior kernel. Observations come and go one at a time in O(axes log n)
/// and short moves of memory; the result depends on the set of them only, bit for bit.
///
/// An observation may stand for several: with multiplicity k it weighs as k and is counted as k.
/// A value: copies are independent; const functions may run in several threads.
class ParzenEstimator {
public:
  explicit ParzenEstimator(std::vector<ParzenAxis> axes, ParzenOptions options = {});

  /// id: its age, the larger the newer; a new one. at: ParzenCoordinate::at of each axis.
  void insert(int id, std::span<const double> at, double multiplicity = 1.0);
  void erase(int id);
  void setMultiplicity(int id, double multiplicity);

  std::span<const ParzenAxis> axes() const { return m_axes; }
  std::size_t size() const { return m_ids.size(); }
  /// Ascending.
  const std::vector<int>& ids() const { return m_ids; }
  double multiplicity(std::size_t kernel) const { return m_multiplicities[kernel]; }
  /// One for each observation by id, the prior kernel last; sum 1.
  std::vector<double> weights() const;
  /// Of a numeric axis, one for each observation.
  const std::vector<double>& centres(std::size_t axis) const { return numeric(axis).centres(); }
  const std::vector<double>& widths(std::size_t axis) const { return numeric(axis).widths(); }
  /// Of a categorical axis: what the kernel of an observation (or of the prior, kernel == size()) gives each category.
  std::vector<double> categoryProbabilities(std::size_t axis, std::size_t kernel) const;

  /// log density of points, given as axes().size() coordinates each.
  std::vector<double> logDensities(std::span<const ParzenCoordinate> points) const;
  /// log density of points on one axis, whatever the others.
  std::vector<double> logMarginals(std::size_t axis, std::span<const ParzenCoordinate> points) const;

  struct Draw {
    /// Per axis: somewhere in [low, high], not yet on a grid; or the category's index.
    std::vector<double> at;
    /// The observation whose kernel it came from; nothing for the prior's.
    std::optional<int> id;
  };
  /// `count` draws.
  std::vector<Draw> draw(std::size_t count, Rng& rng) const;

private:
  // What evaluates densities is in parzen_density.cpp.
  /// Categories of the observations.
  using Categories = std::vector<double>;
  using AxisKernels = std::variant<NumericKernels, Categories>;

  const NumericKernels& numeric(std::size_t axis) const { return std::get<NumericKernels>(m_kernels[axis]); }
  std::size_t positionOf(int id) const;
  void countChanged();
  double drawOnAxis(std::size_t axis, std::optional<std::size_t> kernel, Rng& rng) const;
  double priorShare(std::size_t axis) const;
  double logPrior(std::size_t axis, const ParzenCoordinate& point) const;
  double largestExcess(std::span<const std::size_t> axes) const;
  std::vector<double> logDensities(std::span<const std::size_t> axes,
                                   std::span<const ParzenCoordinate> points) const;

  std::vector<ParzenAxis> m_axes;
  ParzenOptions m_options;
  std::vector<int> m_ids;
  std::vector<double> m_multiplicities;
  /// Sum of the multiplicities, exact: they are whole.
  double m_count = 0.0;
  std::vector<AxisKernels> m_kernels;
};

} // namespace sweep
