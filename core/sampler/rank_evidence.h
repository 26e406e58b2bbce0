// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/automatic_choice.h"
#include "core/sampler/gp_history.h"

#include <span>
#include <vector>

namespace sweep {

/// How well a Gaussian process predicts the order of results beside the mean of the nearest neighbours, each result predicted from all
/// the others. It is computed anew only where the number of results has grown by half since the last time, on the first so many of
/// them by trial number: a function of the history, whenever it is asked.
class RankEvidence {
public:
  explicit RankEvidence(const GpEncoding& encoding) : m_encoding(encoding) {}

  /// losses: one per entry. Nothing for fewer than `Fewest` of them.
  std::optional<RankPrediction> of(const std::vector<GpHistory::Entry>& observed, std::span<const double> losses);

  static constexpr std::size_t Fewest = 20;
  /// More than these say no more.
  static constexpr std::size_t Most = 250;

private:
  RankPrediction computed(const std::vector<GpHistory::Entry>& observed, std::span<const double> losses) const;

  const GpEncoding& m_encoding;
  /// Of the trials that the last answer was computed from.
  std::vector<int> m_trials;
  std::vector<double> m_losses;
  RankPrediction m_answer;
};

} // namespace sweep
