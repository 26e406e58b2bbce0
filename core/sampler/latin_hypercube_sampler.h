// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/sequence_sampler.h"

namespace sweep {

/// Latin hypercubes (McKay, Beckman & Conover 1979): in a plan of n points each range is cut into n equal slices, and every slice
/// of every range has exactly one point. The size of a plan is the option "points"; where that is 0, the number of trials of the
/// study; where that is not known either, 64. It is at most 4096. When a plan is used up (trials were added, or points broke a
/// constraint) the next one of the same size begins; a study whose number of trials is changed begins a new plan.
class LatinHypercubeSampler final : public SequenceSampler {
public:
  static constexpr int MostPoints = 4096;
  static constexpr int PointsWhenUnknown = 64;

  static std::vector<Option> options();
  static Result<std::unique_ptr<Sampler>> create(SamplerContext context);
  static std::optional<std::uint64_t> plannedCount(const SamplerContext& context);

  explicit LatinHypercubeSampler(SamplerContext context);

protected:
  std::vector<double> point(std::uint64_t index) override;
  Message origin(std::uint64_t index) const override;

private:
  LatinHypercubeSampler(SamplerContext context, std::size_t planSize);
  void draw(std::uint64_t plan);

  std::size_t m_planSize;
  /// The plan in m_points: planSize * dimensions() coordinates.
  std::optional<std::uint64_t> m_plan;
  std::vector<double> m_points;
};

} // namespace sweep
