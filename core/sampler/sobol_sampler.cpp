// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/sobol_sampler.h"

namespace sweep {

std::vector<Option> SobolSampler::options() {
  return {{{"scramble", CategoricalDomain{{true, false}, {}}, Value(true), {}, {}},
           SWEEP_TEXT("Scramble"),
           SWEEP_TEXT("Shuffles the sequence by the seed; without it the first trial has the lower end of "
                      "every range.")}};
}

Result<std::unique_ptr<Sampler>> SobolSampler::create(SamplerContext context) {
  return Result<std::unique_ptr<Sampler>>(std::make_unique<SobolSampler>(std::move(context)));
}

std::optional<std::uint64_t> SobolSampler::plannedCount(const SamplerContext& context) {
  return Untried::count(context.space);
}

SobolSampler::SobolSampler(SamplerContext context)
    : SobolSampler(context, boolOption(context.options, "scramble")) {}

SobolSampler::SobolSampler(SamplerContext context, bool scrambled)
    : SequenceSampler(std::move(context)),
      m_sequence(scrambled ? SobolSequence(dimensions(), seed()) : SobolSequence(dimensions())) {}

Message SobolSampler::origin(std::uint64_t index) const {
  return Message(SWEEP_TEXT("point %1 of the Sobol sequence"), {std::to_string(index + 1)});
}

} // namespace sweep
