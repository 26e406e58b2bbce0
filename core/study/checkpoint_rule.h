// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sweep {

/// Which checkpoints stay on disk. Whatever it says, those stay that a trial may still go on from or hand on.
struct CheckpointRule {
  enum class Keep {
    All,
    /// Of each trial the newest one that can be used.
    Last,
    /// That one of each of the best complete trials only.
    Best,
  };
  Keep keep = Keep::All;
  /// For Best: of how many trials, 1 … MostBest. Means nothing otherwise.
  int best = 3;

  static constexpr int MostBest = 1'000'000;

  friend bool operator==(const CheckpointRule& one, const CheckpointRule& other) {
    return one.keep == other.keep && (one.keep != Keep::Best || one.best == other.best);
  }
};

/// Stable words: "all", "last", "best:3".
std::string checkpointRuleText(const CheckpointRule& rule);
/// Nothing for any other text.
std::optional<CheckpointRule> checkpointRuleFromText(std::string_view text);

} // namespace sweep
