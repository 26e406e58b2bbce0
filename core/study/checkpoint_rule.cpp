// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/checkpoint_rule.h"

#include "core/base/text.h"

namespace sweep {

namespace {
constexpr std::string_view BestPrefix = "best:";
} // namespace

std::string checkpointRuleText(const CheckpointRule& rule) {
  switch (rule.keep) {
  case CheckpointRule::Keep::All:
    return "all";
  case CheckpointRule::Keep::Last:
    return "last";
  case CheckpointRule::Keep::Best:
    return std::string(BestPrefix) + std::to_string(rule.best);
  }
  return "all";
}

std::optional<CheckpointRule> checkpointRuleFromText(std::string_view text) {
  if (text == "all")
    return CheckpointRule{};
  if (text == "last")
    return CheckpointRule{CheckpointRule::Keep::Last};
  if (!text.starts_with(BestPrefix))
    return std::nullopt;
  const auto best = readInteger(text.substr(BestPrefix.size()));
  if (!best || *best < 1 || *best > CheckpointRule::MostBest)
    return std::nullopt;
  const CheckpointRule rule{CheckpointRule::Keep::Best, static_cast<int>(*best)};
  // The words are stable: no blanks, signs or leading zeros.
  return checkpointRuleText(rule) == text ? std::optional(rule) : std::nullopt;
}

} // namespace sweep
