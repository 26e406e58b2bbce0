// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/job.h"
#include "core/space/configuration_pool.h"

#include <memory>
#include <optional>
#include <string>

namespace sweep {

/// What one job prints, from where its training goes on to how far it is to go.
class ReplayRun {
public:
  virtual ~ReplayRun() = default;

  /// The next report, its time in seconds since the job began, never before the last one's; nothing at the end.
  virtual std::optional<Report> next() = 0;
  /// When it ends after its last report, in seconds since the job began.
  virtual double end() const = 0;
  /// Why it fails at its end; empty for an exit code of 0.
  virtual std::string failure() const { return {}; }
};

/// Knows what programs would print. The same task is always played the same way. For use by one thread at a time.
class ReplaySource {
public:
  virtual ~ReplaySource() = default;

  /// Configurations are of the study's space. The run may be used as long as the source.
  virtual std::unique_ptr<ReplayRun> play(const TrialTask& task) = 0;
  /// What was recorded; null when there is no difference between configurations that were and others.
  virtual std::shared_ptr<const ConfigurationPool> pool() const { return nullptr; }
};

} // namespace sweep
