// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/rung_marks.h"

#include <map>

namespace sweep {

RungMarks rungMarks(const std::vector<Threshold>& thresholds, std::size_t perRung) {
  RungMarks marks;
  std::map<double, std::vector<Threshold>> byBudget;
  for (const auto& threshold : thresholds) {
    if (!threshold.place.empty())
      byBudget[threshold.budget].push_back(threshold);
    if (threshold.lasts && threshold.value)
      marks.line.emplace_back(threshold.budget, *threshold.value);
  }
  for (auto& [budget, there] : byBudget) {
    if (there.size() > perRung)
      there.erase(there.begin(), there.end() - static_cast<std::ptrdiff_t>(perRung));
    Message name = there.front().place;
    marks.rungs.push_back({budget, std::move(name), std::move(there)});
  }
  return marks;
}

} // namespace sweep
