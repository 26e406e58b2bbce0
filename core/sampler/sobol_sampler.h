// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/numerics/sobol.h"
#include "core/sampler/sequence_sampler.h"

namespace sweep {

/// Points of a Sobol sequence, scrambled by the study's seed unless that is switched off (numerics/sobol.h). They fill the space
/// more evenly than random ones; after 2, 4, 8, 16, … trials they are balanced.
class SobolSampler final : public SequenceSampler {
public:
  static std::vector<Option> options();
  static Result<std::unique_ptr<Sampler>> create(SamplerContext context);
  static std::optional<std::uint64_t> plannedCount(const SamplerContext& context);

  explicit SobolSampler(SamplerContext context);

protected:
  std::vector<double> point(std::uint64_t index) override { return m_sequence.point(index); }
  Message origin(std::uint64_t index) const override;

private:
  SobolSampler(SamplerContext context, bool scrambled);

  SobolSequence m_sequence;
};

} // namespace sweep
