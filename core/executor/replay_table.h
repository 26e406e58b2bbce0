// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/replay_source.h"
#include "core/space/expression.h"
#include "core/study/recorded_curves.h"

#include <memory>
#include <vector>

namespace sweep {

/// Recorded learning curves in the space of a study. Immutable, to be shared between threads.
///
/// A configuration is played as the recorded one that is nearest (ConfigurationPool); one that was recorded, as itself. Of
/// several runs of one configuration the trial's seed picks. Samplers are kept to recorded configurations by
/// sampler/recorded_sampler.h; others come by hand or from population based training.
///
/// A run is played as far as it was recorded: a trial that is to go further reports nothing more and ends with what it had. What was not
/// recorded, such as what another configuration would have made of its checkpoint, is taken from the curve of the
/// configuration as it is now, from the step that the checkpoint had come to.
class ReplayTable {
public:
  /// Runs outside of the space are left out. Fails when none is left, a parameter that is searched has no column, or there is no
  /// metric of an objective's name.
  static Result<std::shared_ptr<const ReplayTable>> create(std::shared_ptr<const RecordedCurves> curves,
                                                           const SpaceSpec& space,
                                                           const std::vector<Objective>& objectives);

  const std::shared_ptr<const ConfigurationPool>& pool() const { return m_pool; }
  const RecordedCurves& curves() const { return *m_curves; }
  /// How many recorded runs lie outside of the space.
  std::size_t leftOut() const { return m_leftOut; }
  const RecordedRun& runFor(const Configuration& configuration, std::uint64_t seed) const;

private:
  ReplayTable() = default;

  std::shared_ptr<const RecordedCurves> m_curves;
  std::shared_ptr<const ConfigurationPool> m_pool;
  /// Per configuration of the pool.
  std::vector<std::vector<std::size_t>> m_runs;
  std::size_t m_leftOut = 0;
};

/// Plays a table. Seconds where it has none: `secondsPerStep` with the numbers of the configuration.
class ReplayTableSource final : public ReplaySource {
public:
  ReplayTableSource(std::shared_ptr<const ReplayTable> table, Expression secondsPerStep)
      : m_table(std::move(table)), m_secondsPerStep(std::move(secondsPerStep)) {}

  std::unique_ptr<ReplayRun> play(const TrialTask& task) override;
  std::shared_ptr<const ConfigurationPool> pool() const override { return m_table->pool(); }

private:
  class Run;
  std::shared_ptr<const ReplayTable> m_table;
  Expression m_secondsPerStep;
};

} // namespace sweep
