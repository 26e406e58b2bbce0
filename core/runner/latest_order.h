// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sweep {

/// Numbers in the order in which each was added last.
class LatestOrder {
public:
  void add(int number) { m_turns[number] = ++m_turn; }

  /// All of them; none is left.
  std::vector<int> take() {
    std::vector<std::pair<std::size_t, int>> turns;
    for (const auto& [number, turn] : std::exchange(m_turns, {}))
      turns.emplace_back(turn, number);
    std::sort(turns.begin(), turns.end());
    std::vector<int> numbers;
    for (const auto& [turn, number] : turns)
      numbers.push_back(number);
    return numbers;
  }

private:
  std::unordered_map<int, std::size_t> m_turns;
  std::size_t m_turn = 0;
};

} // namespace sweep
