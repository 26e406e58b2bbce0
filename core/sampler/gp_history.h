// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/gp_encoding.h"
#include "core/study/objective.h"
#include "core/study/trial.h"

#include <map>
#include <span>
#include <vector>

namespace sweep {

/// What a Gaussian process learns from trials, in order of trial number whatever the order in which they finished.
class GpHistory {
public:
  struct Entry {
    int trial = 0;
    std::vector<double> place;
    std::vector<double> point;
    /// One for each objective, to be minimised; empty for a trial that failed.
    std::vector<double> losses;
    /// Stopped early by the scheduler, or at a smaller budget so far: its losses may be better than these.
    bool pruned = false;
    /// Wall time, where the trial was run to its end; else 0.
    double seconds = 0.0;
  };

  GpHistory(const GpEncoding& encoding, std::vector<Objective> objectives)
      : m_encoding(encoding), m_objectives(std::move(objectives)) {}

  void observe(std::span<const Trial> changed);

  /// Trials with values: complete, pruned, or pending after a smaller budget.
  const std::vector<Entry>& observed() const { return m_observed; }
  /// Trials that failed by themselves, as opposed to those that were stopped, lost or could not start.
  const std::vector<Entry>& failed() const { return m_failed; }
  /// Points of the trials without a result yet, by number.
  const std::map<int, std::vector<double>>& pending() const { return m_pending; }

  /// With a value for each parameter that is not active.
  std::vector<double> placeOf(const Configuration& configuration) const;

private:
  Entry entryOf(const Trial& trial) const;

  const GpEncoding& m_encoding;
  std::vector<Objective> m_objectives;
  std::vector<Entry> m_observed;
  std::vector<Entry> m_failed;
  std::map<int, std::vector<double>> m_pending;
};

} // namespace sweep
