// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/sampler.h"
#include "core/space/configuration_pool.h"

#include <memory>
#include <vector>

namespace sweep {

/// Keeps another sampler to configurations of which results are recorded: whatever it suggests becomes the nearest one of the
/// pool that no trial has. So every result belongs to the configuration that it is shown for, and none is asked for twice, as
/// when choosing from a list. It ends when the pool is used up.
///
/// The sampler is told what was tried in its suggestion's place. One that goes through points of its own, such as a grid, only
/// does so where the pool has them.
class RecordedSampler final : public Sampler {
public:
  RecordedSampler(std::unique_ptr<Sampler> sampler, std::shared_ptr<const ConfigurationPool> pool);

  void observe(std::span<const Trial> changed) override;
  Suggestions suggest(const SuggestRequest& request) override;

private:
  std::unique_ptr<Sampler> m_sampler;
  std::shared_ptr<const ConfigurationPool> m_pool;
  std::vector<bool> m_taken;
  std::size_t m_left;
};

} // namespace sweep
