// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/registry.h"
#include "core/sampler/untried.h"

namespace sweep {

/// Independent uniform draws (Bergstra & Bengio 2012), each from a stream of its own for its trial. Draws that break a constraint
/// or repeat a configuration are drawn again; a finite space ends when every configuration of it has been tried.
class RandomSampler final : public Sampler {
public:
  static std::vector<Option> options();
  static Result<std::unique_ptr<Sampler>> create(SamplerContext context);
  static std::optional<std::uint64_t> plannedCount(const SamplerContext& context);

  explicit RandomSampler(SamplerContext context);
  void observe(std::span<const Trial> changed) override;
  Suggestions suggest(const SuggestRequest& request) override;

private:
  std::uint64_t m_seed;
  Untried m_untried;
};

} // namespace sweep
