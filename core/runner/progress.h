// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace sweep {

/// Idle → Running ⇄ Paused; Running | Paused → Stopping → Idle; Running → Finished. See ARCHITECTURE.md.
enum class StudyState { Idle, Running, Paused, Stopping, Finished };

/// Numbers for a progress bar, at the moment of an update.
struct Progress {
  int complete = 0;
  int failed = 0;
  int pruned = 0;
  int running = 0;
  int waiting = 0;
  int paused = 0;
  /// Nothing when the number of trials is not known beforehand.
  std::optional<std::uint64_t> planned;
  double elapsedSeconds = 0.0;
  /// Estimated from the mean duration of finished trials; nothing before the first or without a plan.
  std::optional<double> remainingSeconds;
  std::optional<int> bestTrial;
  std::optional<double> bestValue;
  int parallel = 1;

  int finished() const { return complete + failed + pruned; }
};

} // namespace sweep
