// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/random_sampler.h"

namespace sweep {

std::vector<Option> RandomSampler::options() {
  return {};
}

Result<std::unique_ptr<Sampler>> RandomSampler::create(SamplerContext context) {
  return Result<std::unique_ptr<Sampler>>(std::make_unique<RandomSampler>(std::move(context)));
}

std::optional<std::uint64_t> RandomSampler::plannedCount(const SamplerContext& context) {
  return Untried::count(context.space);
}

RandomSampler::RandomSampler(SamplerContext context)
    : m_seed(context.seed), m_untried(std::move(context.space)) {}

void RandomSampler::observe(std::span<const Trial> changed) {
  m_untried.observe(changed);
}

Suggestions RandomSampler::suggest(const SuggestRequest& request) {
  return suggestUntried(m_untried, request, [this](int number) -> std::optional<Suggestion> {
    auto configuration = m_untried.draw(m_seed, number);
    if (!configuration)
      return std::nullopt;
    return Suggestion{std::move(*configuration), Message(SWEEP_TEXT("uniform draw"))};
  });
}

} // namespace sweep
