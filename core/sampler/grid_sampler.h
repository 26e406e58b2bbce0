// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/lattice.h"
#include "core/sampler/permutation.h"
#include "core/sampler/registry.h"

#include <string>
#include <unordered_set>

namespace sweep {

/// The option "levels" of a grid: points on each range of numbers that has no levels of its own.
Option levelsOption(std::int64_t fewest);
/// The points of a context's grid; fails with a sentence when there are too many.
Result<Lattice> gridOf(const SamplerContext& context);

/// Every combination of levels, in order or shuffled by the seed. Points that break a constraint are left out.
class GridSampler final : public Sampler {
public:
  /// Larger grids are refused: nobody waits for a million trials.
  static constexpr double MostPoints = 1e6;

  static std::vector<Option> options();
  static Result<std::unique_ptr<Sampler>> create(SamplerContext context);
  static std::optional<std::uint64_t> plannedCount(const SamplerContext& context);

  GridSampler(SamplerContext context, Lattice lattice);
  void observe(std::span<const Trial> changed) override;
  Suggestions suggest(const SuggestRequest& request) override;

private:
  std::uint64_t pointAt(std::uint64_t position) const { return m_shuffled ? m_order(position) : position; }

  SearchSpace m_space;
  Lattice m_lattice;
  bool m_shuffled;
  Permutation m_order;
  std::unordered_set<std::string> m_taken;
  /// Every position before it is taken or breaks a constraint.
  std::uint64_t m_begin = 0;
};

} // namespace sweep
