// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/convergence/report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace sweep::test {

namespace {

std::string fixedText(double value, int digits) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.*f", digits, value);
  return buffer;
}

double quantile(const std::vector<double>& sorted, double share) {
  const double position = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double part = position - static_cast<double>(below);
  return part > 0.0 ? sorted[below] * (1 - part) + sorted[above] * part : sorted[below];
}

} // namespace

PeerRow::Quartiles quartilesOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return {quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75)};
}

std::string logText(double regret) {
  return regret <= 1e-12 ? "≤-12" : fixedText(std::log10(regret), 2);
}

std::string cellText(const PeerRow::Quartiles& quartiles) {
  return logText(quartiles.median) + " [" + logText(quartiles.lower) + ", " + logText(quartiles.upper) + "]";
}

std::string padded(std::string text, std::size_t width) {
  const auto shown = std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; });
  text.append(width - std::min(width, static_cast<std::size_t>(shown)), ' ');
  return text;
}

Verdicts::Verdicts(std::string sampler, std::vector<PeerRow> peers)
    : m_sampler(std::move(sampler)), m_peers(std::move(peers)), m_aim(aimOf(m_sampler)) {}

std::string Verdicts::judge(const std::string& function, int evaluations, double median) {
  const auto isOpponent = [&](const PeerRow& row) {
    const auto& names = m_aim.opponents;
    return row.function == function && !row.singleTrajectory && row.regret.count(evaluations) &&
           (names.empty() || std::find(names.begin(), names.end(), row.peer) != names.end());
  };
  const PeerRow* best = nullptr;
  for (const auto& row : m_peers)
    if (isOpponent(row) && (!best || row.regret.at(evaluations).median < best->regret.at(evaluations).median))
      best = &row;
  if (!best)
    return {};
  const double theirs = best->regret.at(evaluations).median;
  const double times = compared(median) / compared(theirs);
  ++m_cells;
  m_held += times <= 1.0;
  if (times > m_worst) {
    m_worst = times;
    m_worstCell = function + " after " + std::to_string(evaluations);
  }
  const std::string name = best->peer + "'s " + logText(theirs);
  return times <= 1.0 ? "holds " + name
                      : "behind " + name + " (" + fixedText(times, times < 10 ? 2 : 0) + " times)";
}

std::string Verdicts::summary() const {
  if (m_cells == 0)
    return {};
  const std::string whom = m_aim.opponents.empty() ? "the best peer" : [&] {
    std::string names;
    for (const auto& name : m_aim.opponents)
      names += (names.empty() ? "" : " and ") + name;
    return names;
  }();
  std::string text = m_sampler + ": at or below " + whom + " in " + std::to_string(m_held) + " of " +
                     std::to_string(m_cells) + " cells; at worst " + fixedText(m_worst, 2) + " times (" +
                     m_worstCell + ")";
  if (m_aim.share > 0.0) {
    const bool met =
        m_held >= m_aim.share * m_cells && (m_aim.mostTimes == 0.0 || m_worst <= m_aim.mostTimes);
    text +=
        ". Aim: " + fixedText(100 * m_aim.share, 0) + " % of the cells" +
        (m_aim.mostTimes > 0.0 ? " and never more than " + fixedText(m_aim.mostTimes, 0) + " times" : "") +
        ": " + (met ? "met" : "NOT met");
  }
  return text + ".";
}

} // namespace sweep::test
