// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <vector>

namespace sweep {

/// A trial's result where all are compared: smaller is better, and of equals the earlier trial.
struct RankedLoss {
  double loss = 0.0;
  int trial = 0;
  friend auto operator<=>(const RankedLoss&, const RankedLoss&) = default;
};

/// Results in order. Ranks count from 0. Inserting, erasing and asking for ranks take about the square root of their number,
/// so that a million of them are no matter. Losses must not be NaN.
class Ranking {
public:
  std::size_t size() const { return m_size; }
  bool empty() const { return m_size == 0; }

  void insert(const RankedLoss& entry);
  /// Nothing happens when it is not there.
  void erase(const RankedLoss& entry);
  /// rank < size().
  const RankedLoss& at(std::size_t rank) const;
  /// How many entries come before it, whether it is there or not.
  std::size_t rankOf(const RankedLoss& entry) const;
  /// How many have a smaller loss.
  std::size_t countBetter(double loss) const;

private:
  using Block = std::vector<RankedLoss>;
  std::size_t blockOf(const RankedLoss& entry) const;

  /// Sorted pieces, none empty; the whole in order.
  std::vector<Block> m_blocks;
  std::size_t m_size = 0;
};

/// The q-quantile of the losses, linear between neighbours, without the entry at rank `without` when one is given.
/// Wants at least one entry besides it; q in [0, 1], 0 for the best.
double quantileOf(const Ranking& ranking, double q, std::optional<std::size_t> without = {});

} // namespace sweep
