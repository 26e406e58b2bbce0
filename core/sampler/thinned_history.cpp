// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/thinned_history.h"

#include "core/base/rng.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace sweep {

namespace {
std::size_t levelOf(int number) {
  return static_cast<std::size_t>(std::countr_zero(mixBits(static_cast<std::uint64_t>(number) + 1)));
}
} // namespace

void ThinnedHistory::insert(int number) {
  const std::size_t level = levelOf(number);
  if (m_levels.size() <= level)
    m_levels.resize(level + 1);
  for (std::size_t k = 0; k <= level; ++k) {
    auto& numbers = m_levels[k];
    numbers.insert(std::upper_bound(numbers.begin(), numbers.end(), number), number);
  }
}

std::vector<ThinnedHistory::Kept> ThinnedHistory::kept() const {
  std::vector<Kept> kept;
  // From the newest stretch to the oldest; each begins where the one before it ends.
  std::size_t rest = size();
  std::size_t length = m_newest;
  for (std::size_t k = 0; rest > 0; ++k) {
    const std::size_t begin = rest - std::min(rest, length);
    const int first = m_levels.front()[begin];
    const int last = m_levels.front()[rest - 1];
    if (k < m_levels.size()) {
      const auto& numbers = m_levels[k];
      auto at = std::upper_bound(numbers.begin(), numbers.end(), last);
      while (at != numbers.begin() && *(at - 1) >= first)
        kept.push_back({*--at, std::ldexp(1.0, static_cast<int>(k))});
    }
    length = k == 0 ? m_newest : 2 * length;
    rest = begin;
  }
  std::reverse(kept.begin(), kept.end());
  return kept;
}

} // namespace sweep
