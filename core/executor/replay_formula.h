// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/replay_source.h"
#include "core/space/expression.h"
#include "core/space/search_space.h"
#include "core/study/study_spec.h"

#include <utility>
#include <vector>

namespace sweep {

/// Learning curves that are calculated: see Replay. What a formula draws depends on the trial's seed and the step alone, so
/// that an attempt that is run again prints the same. A step takes at least a microsecond.
class ReplayFormula final : public ReplaySource {
public:
  /// Fails with a sentence about a formula that cannot be read.
  static Result<std::unique_ptr<ReplayFormula>> create(const Replay& replay, const SpaceSpec& space);

  std::unique_ptr<ReplayRun> play(const TrialTask& task) override;

private:
  class Run;
  explicit ReplayFormula(Expression secondsPerStep) : m_secondsPerStep(std::move(secondsPerStep)) {}

  std::vector<std::pair<std::string, Expression>> m_metrics;
  Expression m_secondsPerStep;
  std::int64_t m_steps = 1;
  std::int64_t m_reportEvery = 1;
};

} // namespace sweep
