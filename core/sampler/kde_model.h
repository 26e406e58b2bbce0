// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/numerics/kernel_density.h"
#include "core/sampler/kde_history.h"

#include <optional>
#include <vector>

namespace sweep {

/// How results are divided into good and bad ones (Falkner et al. 2018, equation 3).
struct KdeSplit {
  std::size_t good = 0;
  /// The next best after the good ones.
  std::size_t bad = 0;
  friend bool operator==(const KdeSplit&, const KdeSplit&) = default;
};

/// least: of each, as far as there are so many; goodPercent: 1 … 99.
KdeSplit kdeSplit(std::size_t results, std::size_t least, int goodPercent);

struct KdeModelOptions {
  int goodPercent = 15;
  /// Of good and of bad results.
  std::size_t least = 2;
  double leastBandwidth = 1e-3;
  double bandwidthFactor = 3.0;
  std::uint64_t seed = 1;
};

/// Densities of the good and of the bad results at one budget (S. Falkner, A. Klein, F. Hutter, "BOHB: Robust and Efficient
/// Hyperparameter Optimization at Scale", ICML 2018, section 4.2; choices as in its HpBandSter), over the parameters that have
/// more than one value: numbers in the unit interval, categories by index.
///
/// Unlike HpBandSter a categorical kernel knows all categories, also those that no result has, and is never wider than the
/// uniform distribution.
class KdeModel {
public:
  /// Nothing while either density has no more results than it has parameters. axes: outlives the model.
  static std::optional<KdeModel> of(const KdeHistory::Results& results, const ParzenSpace& axes,
                                    const KdeModelOptions& options);

  struct Draw {
    /// Per parameter of the space; NaN where it has one value only.
    std::vector<double> positions;
    /// The good trial near which it lies.
    int near = 0;
    double logGood = 0.0;
    double logBad = 0.0;
    /// The logarithm of the good over the bad density, neither taken below 1e-32: the larger, the more promising.
    double score() const;
  };
  /// Near a good trial that is drawn: numbers from its kernel widened by the bandwidth factor and cut off at the ends of the
  /// unit interval; a category stays with probability 1 - h.
  Draw draw(Rng& rng) const;

  const KernelDensity& good() const { return m_good; }
  const KernelDensity& bad() const { return m_bad; }

private:
  struct Side {
    std::vector<int> trials;
    KernelDensity density;
  };
  KdeModel(const ParzenSpace& axes, std::vector<std::size_t> parameters, Side good, Side bad,
           double bandwidthFactor);
  double drawAround(double at, std::size_t axis, Rng& rng) const;

  const ParzenSpace* m_axes;
  /// Those that are modelled.
  std::vector<std::size_t> m_parameters;
  std::vector<int> m_goodTrials;
  KernelDensity m_good;
  KernelDensity m_bad;
  double m_bandwidthFactor;
};

} // namespace sweep
