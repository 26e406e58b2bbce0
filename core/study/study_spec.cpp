// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study_spec.h"

#include <array>
#include <cmath>

namespace sweep {

namespace {
constexpr std::array<std::string_view, 3> WayNames = {"stop_in_flight", "continue", "start_over"};
} // namespace

bool Budget::isWhole() const {
  return min == std::floor(min) && max == std::floor(max);
}

std::string_view budgetWayName(BudgetWay way) {
  return WayNames[static_cast<std::size_t>(way)];
}

std::optional<BudgetWay> budgetWayFromName(std::string_view name) {
  for (std::size_t i = 0; i < WayNames.size(); ++i)
    if (WayNames[i] == name)
      return static_cast<BudgetWay>(i);
  return std::nullopt;
}

bool isSameStudy(const StudySpec& one, StudySpec other) {
  other.limits = one.limits;
  other.failures = one.failures;
  return one == other;
}

int mostParallel(const StudySpec& spec) {
  return spec.replay ? 1'000'000 : 1024;
}

} // namespace sweep
