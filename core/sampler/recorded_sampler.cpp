// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/recorded_sampler.h"

#include <utility>

namespace sweep {

RecordedSampler::RecordedSampler(std::unique_ptr<Sampler> sampler,
                                 std::shared_ptr<const ConfigurationPool> pool)
    : m_sampler(std::move(sampler)), m_pool(std::move(pool)), m_taken(m_pool->size()),
      m_left(m_pool->size()) {}

void RecordedSampler::observe(std::span<const Trial> changed) {
  for (const auto& trial : changed)
    if (const auto index = m_pool->find(trial.configuration); index && !m_taken[*index]) {
      m_taken[*index] = true;
      --m_left;
    }
  m_sampler->observe(changed);
}

Suggestions RecordedSampler::suggest(const SuggestRequest& request) {
  auto answer = m_left > 0 ? m_sampler->suggest(request) : Suggestions();
  std::vector<bool> suggested = m_taken;
  std::size_t kept = 0;
  for (auto& item : answer.items) {
    const auto index = m_pool->nearest(item.configuration, [&](std::size_t i) { return !suggested[i]; });
    if (!index)
      break;
    suggested[*index] = true;
    const auto& recorded = m_pool->configurations()[*index];
    if (recorded != item.configuration) {
      item.configuration = recorded;
      item.origin = Message(SWEEP_TEXT("%1; the nearest recorded configuration that was not tried yet"),
                            {item.origin.str()});
    }
    ++kept;
  }
  if (m_left == 0 || kept < answer.items.size()) {
    answer.items.resize(kept);
    answer.exhausted = true;
    answer.reason = Message(SWEEP_TEXT("All %1 recorded configurations have been tried."),
                            {std::to_string(m_pool->size())});
  }
  return answer;
}

} // namespace sweep
