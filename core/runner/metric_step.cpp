// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/metric_rule.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sweep {

namespace {

/// The first that is there counts: within an epoch batches begin anew.
constexpr std::array<std::string_view, 5> stepNames = {"step", "epoch", "iteration", "iter", "batch"};
constexpr double LargestExact = 9007199254740992.0;

bool equalsIgnoringCase(std::string_view name, std::string_view lowerCase) {
  return name.size() == lowerCase.size() &&
         std::equal(name.begin(), name.end(), lowerCase.begin(), [](char a, char b) { return (a | 0x20) == b; });
}

bool isStepValue(double value) { return value >= 0.0 && value <= LargestExact && value == std::floor(value); }

} // namespace

bool namesStep(std::string_view name) {
  return name.size() >= 4 && name.size() <= 9 &&
         std::ranges::any_of(stepNames, [=](std::string_view step) { return equalsIgnoringCase(name, step); });
}

void takeStep(LineFinding& found) {
  const auto isStep = [](const FoundMetric& metric) { return namesStep(metric.name) && isStepValue(metric.value); };
  if (std::ranges::none_of(found.metrics, isStep))
    return;
  for (const std::string_view name : stepNames)
    for (const FoundMetric& metric : found.metrics)
      if (!found.step && isStep(metric) && equalsIgnoringCase(metric.name, name))
        found.step = static_cast<std::int64_t>(metric.value);
  std::erase_if(found.metrics, isStep);
}

} // namespace sweep
