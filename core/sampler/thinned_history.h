// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace sweep {

/// Numbers of trials of which older ones are thinned out, so that what is computed over them costs the logarithm of their count:
/// the newest n are all kept, of the n before them every other one, of the 2n before those every fourth, and so on, and
/// each that is kept stands for 2, 4, … trials. Which ones is drawn by the number alone, so that a trial that has been
/// dropped stays dropped, whatever comes in whichever order.
class ThinnedHistory {
public:
  explicit ThinnedHistory(std::size_t newest) : m_newest(newest) {}

  struct Kept {
    int number = 0;
    /// How many trials it stands for.
    double multiplicity = 1.0;
    friend bool operator==(const Kept&, const Kept&) = default;
  };

  /// A number that is not there yet.
  void insert(int number);
  std::size_t size() const { return m_levels.empty() ? 0 : m_levels.front().size(); }
  /// Ascending.
  std::vector<Kept> kept() const;

private:
  std::size_t m_newest;
  /// [k]: the numbers that a thinning to one in 2^k leaves, ascending.
  std::vector<std::vector<int>> m_levels;
};

} // namespace sweep
