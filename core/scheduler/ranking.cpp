// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/ranking.h"

#include <algorithm>
#include <limits>

namespace sweep {

namespace {
constexpr std::size_t LargestBlock = 1024;
}

/// The first block whose last entry is not before this one; the number of blocks when there is none.
std::size_t Ranking::blockOf(const RankedLoss& entry) const {
  const auto found =
      std::lower_bound(m_blocks.begin(), m_blocks.end(), entry,
                       [](const Block& block, const RankedLoss& e) { return block.back() < e; });
  return static_cast<std::size_t>(found - m_blocks.begin());
}

void Ranking::insert(const RankedLoss& entry) {
  if (m_blocks.empty()) {
    m_blocks.push_back({entry});
    m_size = 1;
    return;
  }
  const auto index = std::min(blockOf(entry), m_blocks.size() - 1);
  auto& block = m_blocks[index];
  block.insert(std::lower_bound(block.begin(), block.end(), entry), entry);
  ++m_size;
  if (block.size() <= LargestBlock)
    return;
  const auto half = block.begin() + static_cast<std::ptrdiff_t>(LargestBlock / 2);
  Block upper(half, block.end());
  block.erase(half, block.end());
  m_blocks.insert(m_blocks.begin() + static_cast<std::ptrdiff_t>(index) + 1, std::move(upper));
}

void Ranking::erase(const RankedLoss& entry) {
  const auto index = blockOf(entry);
  if (index == m_blocks.size())
    return;
  auto& block = m_blocks[index];
  const auto found = std::lower_bound(block.begin(), block.end(), entry);
  if (found == block.end() || *found != entry)
    return;
  block.erase(found);
  --m_size;
  if (block.empty())
    m_blocks.erase(m_blocks.begin() + static_cast<std::ptrdiff_t>(index));
}

const RankedLoss& Ranking::at(std::size_t rank) const {
  std::size_t index = 0;
  while (rank >= m_blocks[index].size())
    rank -= m_blocks[index++].size();
  return m_blocks[index][rank];
}

std::size_t Ranking::rankOf(const RankedLoss& entry) const {
  const auto index = blockOf(entry);
  std::size_t before = 0;
  for (std::size_t i = 0; i < index; ++i)
    before += m_blocks[i].size();
  if (index == m_blocks.size())
    return before;
  const auto& block = m_blocks[index];
  return before +
         static_cast<std::size_t>(std::lower_bound(block.begin(), block.end(), entry) - block.begin());
}

std::size_t Ranking::countBetter(double loss) const {
  return rankOf({loss, std::numeric_limits<int>::min()});
}

double quantileOf(const Ranking& ranking, double q, std::optional<std::size_t> without) {
  const auto at = [&](std::size_t i) {
    return ranking.at(without && i >= *without ? i + 1 : i).loss;
  };
  const auto last = ranking.size() - (without ? 2 : 1);
  const double position = q * static_cast<double>(last);
  const auto below = std::min(static_cast<std::size_t>(position), last);
  const double share = position - static_cast<double>(below);
  const double low = at(below);
  return share > 0.0 ? low + share * (at(below + 1) - low) : low;
}

} // namespace sweep
