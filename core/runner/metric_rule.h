// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/runner/metric_reader.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// What one line of output says.
struct LineFinding {
  std::vector<FoundMetric> metrics;
  std::optional<std::int64_t> step;
  /// A number with a comma in it, and the name before it; empty when there is none.
  std::string unreadName;
  std::string unreadNumber;
  /// The rule has given up on the line.
  bool isTooHard = false;
};

/// A way of reading metrics from one line. Immutable, so that any thread may use it.
class MetricRule {
public:
  virtual ~MetricRule() = default;
  /// `line` has no escape sequences and no line ends.
  virtual void read(std::string_view line, LineFinding& found) const = 0;
};

/// One preset: what a person sees, and how it is made.
struct MetricRuleRow {
  MetricPreset preset;
  Result<std::unique_ptr<MetricRule>> (*create)(const MetricSource& source);
};

std::unique_ptr<MetricRule> makePairRule();
std::unique_ptr<MetricRule> makeJsonRule();
std::unique_ptr<MetricRule> makeSyneTuneRule();
std::unique_ptr<MetricRule> makeSmacRule();
std::unique_ptr<MetricRule> makeGuildRule();
std::unique_ptr<MetricRule> makeKatibRule();
Result<std::unique_ptr<MetricRule>> makeRegexRule(const MetricSource& source);

/// The sentence for a number that was not read because of its comma.
Message commaComplaint(const LineFinding& found);

/// Turns what names a step (see MetricReader) into the finding's step, unless it has one.
void takeStep(LineFinding& found);
/// Whether it is one of the names that mean a step, in whatever case.
bool namesStep(std::string_view name);

} // namespace sweep
