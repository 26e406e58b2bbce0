// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/registry.h"
#include "core/sampler/untried.h"

#include <vector>

namespace sweep {

/// Goes through a fixed sequence of points: the next trial is the first point that is not taken by a trial and satisfies the
/// constraints. So its place follows from the history alone, trials queued by hand do not move it, and a failed trial does not
/// give its point back. Coordinates belong to the parameters with more than one value, in the space's order; a coordinate
/// of an inactive parameter is not used.
class SequenceSampler : public Sampler {
public:
  void observe(std::span<const Trial> changed) final;
  Suggestions suggest(const SuggestRequest& request) final;

protected:
  explicit SequenceSampler(SamplerContext context);
  std::size_t dimensions() const { return m_axes.size(); }
  std::uint64_t seed() const { return m_seed; }

  /// `dimensions()` coordinates in [0, 1); called with indices that mostly ascend.
  virtual std::vector<double> point(std::uint64_t index) = 0;
  virtual Message origin(std::uint64_t index) const = 0;

private:
  Configuration configurationAt(std::uint64_t index);
  std::optional<Suggestion> next(int number);

  std::uint64_t m_seed;
  Untried m_untried;
  /// Indices of the parameters with more than one value.
  std::vector<std::size_t> m_axes;
  /// Every index before it is taken or breaks a constraint.
  std::uint64_t m_begin = 0;
};

} // namespace sweep
