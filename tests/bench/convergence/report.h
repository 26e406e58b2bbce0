// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/convergence/peers.h"
#include "tests/bench/convergence/study_run.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sweep::test {

/// Lower quartile, median and upper quartile (interpolated).
PeerRow::Quartiles quartilesOf(std::vector<double> values);

/// Compares a sampler with its opponents, cell by cell, and counts. A cell is a function after a number of evaluations.
class Verdicts {
public:
  Verdicts(std::string sampler, std::vector<PeerRow> peers);
  /// "beats optuna-gp's -4.45", "behind dlib's -12 (300 times)"; empty where no opponent was measured.
  std::string judge(const std::string& function, int evaluations, double median);
  /// One sentence over all cells; empty when none was judged.
  std::string summary() const;

private:
  std::string m_sampler;
  std::vector<PeerRow> m_peers;
  Aim m_aim;
  int m_cells = 0;
  int m_held = 0;
  double m_worst = 0.0;
  std::string m_worstCell;
};

/// "-4.45", "≤-12".
std::string logText(double regret);
/// "-4.45 [-4.83, -4.16]".
std::string cellText(const PeerRow::Quartiles& quartiles);
/// Filled with blanks up to the width; counts characters, not bytes.
std::string padded(std::string text, std::size_t width);

} // namespace sweep::test
