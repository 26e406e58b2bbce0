// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/latin_hypercube_sampler.h"

#include "core/base/rng.h"

#include <algorithm>
#include <numeric>

namespace sweep {

namespace {

std::size_t planSizeOf(const SamplerContext& context) {
  const auto points = intOption(context.options, "points");
  const std::int64_t size =
      points > 0 ? points : context.plannedTrials.value_or(LatinHypercubeSampler::PointsWhenUnknown);
  return static_cast<std::size_t>(std::clamp<std::int64_t>(size, 1, LatinHypercubeSampler::MostPoints));
}

} // namespace

std::vector<Option> LatinHypercubeSampler::options() {
  return {
      {{"points", IntDomain{0, MostPoints}, Value(std::int64_t{0}), {}, {}},
       SWEEP_TEXT("Points in a plan"),
       SWEEP_TEXT("Every range is cut into this many slices with one trial each; 0 takes the study's number "
                  "of trials, or 64 when it has none.")}};
}

Result<std::unique_ptr<Sampler>> LatinHypercubeSampler::create(SamplerContext context) {
  return Result<std::unique_ptr<Sampler>>(std::make_unique<LatinHypercubeSampler>(std::move(context)));
}

std::optional<std::uint64_t> LatinHypercubeSampler::plannedCount(const SamplerContext& context) {
  return Untried::count(context.space);
}

LatinHypercubeSampler::LatinHypercubeSampler(SamplerContext context)
    : LatinHypercubeSampler(context, planSizeOf(context)) {}

LatinHypercubeSampler::LatinHypercubeSampler(SamplerContext context, std::size_t planSize)
    : SequenceSampler(std::move(context)), m_planSize(planSize) {}

std::vector<double> LatinHypercubeSampler::point(std::uint64_t index) {
  const std::uint64_t plan = index / m_planSize;
  if (m_plan != plan)
    draw(plan);
  const auto first = m_points.begin() + static_cast<std::ptrdiff_t>(index % m_planSize * dimensions());
  return {first, first + static_cast<std::ptrdiff_t>(dimensions())};
}

void LatinHypercubeSampler::draw(std::uint64_t plan) {
  m_plan = plan;
  m_points.resize(m_planSize * dimensions());
  std::vector<std::size_t> slices(m_planSize);
  for (std::size_t d = 0; d < dimensions(); ++d) {
    Rng rng(seed() ^ mixBits(plan + 1), d);
    std::iota(slices.begin(), slices.end(), 0u);
    rng.shuffle(std::span(slices));
    for (std::size_t i = 0; i < m_planSize; ++i)
      m_points[i * dimensions() + d] =
          (static_cast<double>(slices[i]) + rng.uniform()) / static_cast<double>(m_planSize);
  }
}

Message LatinHypercubeSampler::origin(std::uint64_t index) const {
  return Message(SWEEP_TEXT("point %1 of %2 of Latin hypercube %3"),
                 {std::to_string(index % m_planSize + 1), std::to_string(m_planSize),
                  std::to_string(index / m_planSize + 1)});
}

} // namespace sweep
