// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace sweep {

/// A set of numbers >= 0 that are given one after the other, such as those of trials: a bit for each up to the largest. Cheaper by
/// far than a tree where there are very many.
class NumberSet {
public:
  bool contains(int number) const { return at(number) < m_has.size() && m_has[at(number)]; }
  std::size_t size() const { return m_size; }
  bool empty() const { return m_size == 0; }

  void insert(int number) {
    if (contains(number))
      return;
    if (at(number) >= m_has.size())
      m_has.resize(at(number) + 1);
    m_has[at(number)] = true;
    m_inserted.push_back(number);
    ++m_size;
  }
  /// Whether it was there.
  bool erase(int number) {
    if (!contains(number))
      return false;
    m_has[at(number)] = false;
    --m_size;
    if (m_inserted.size() > 2 * m_size + 64)
      tidy();
    return true;
  }

  /// In ascending order.
  std::vector<int> numbers() const {
    NumberSet copy = *this;
    return copy.take();
  }
  /// The same, with nothing left.
  std::vector<int> take() {
    tidy();
    for (const int number : m_inserted)
      m_has[at(number)] = false;
    m_size = 0;
    return std::exchange(m_inserted, {});
  }

private:
  static std::size_t at(int number) { return static_cast<std::size_t>(number); }
  void tidy() {
    std::ranges::sort(m_inserted);
    const auto again = std::ranges::unique(m_inserted);
    m_inserted.erase(again.begin(), again.end());
    std::erase_if(m_inserted, [this](int number) { return !m_has[at(number)]; });
  }

  std::vector<bool> m_has;
  /// In whatever order, also what was erased and what was inserted again since.
  std::vector<int> m_inserted;
  std::size_t m_size = 0;
};

} // namespace sweep
