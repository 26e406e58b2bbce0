// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scheduler/full_scheduler.h"
#include "core/scheduler/ranking.h"

#include <map>
#include <unordered_map>
#include <vector>

namespace sweep {

/// What `early_terminate: {type: hyperband}` of a W&B sweep does. An iteration is one finite value of the metric, counted
/// from 0 whatever its step. At each band of iterations stands a threshold: of the values that all trials had there, sorted,
/// the one at index int(n / eta). A running trial is stopped at a report when its value at the last band that it reached
/// (strict), or else its best value so far, is worse than the threshold of that band.
class WandbScheduler final : public FullScheduler {
public:
  static std::vector<Option> options();
  static Result<std::unique_ptr<Scheduler>> create(SchedulerContext context);
  explicit WandbScheduler(const SchedulerContext& context);

  void observe(const Trial& trial) override;
  Verdict judge(const Trial& trial) override;
  /// Of the bands that trials have come to, each at the step that most of them had reported by then.
  std::vector<Threshold> thresholds() override;

private:
  struct Band {
    std::size_t iteration = 0;
    Ranking values;
    /// The steps at which trials came to it, with how many each.
    std::map<std::int64_t, std::size_t> steps;
  };
  struct Passed {
    double loss = 0.0;
    std::int64_t step = 0;
  };
  struct Record {
    std::size_t seen = 0;
    std::size_t values = 0;
    double best = 0.0;
    /// At the bands that it reached.
    std::vector<Passed> atBands;
  };
  Record& catchUp(const Trial& trial);
  void forget(Record& record, int trial);
  /// The rank of the last one that goes on past a band with values.
  std::size_t lastToGoOn(const Band& band) const;

  Objective m_objective;
  double m_eta;
  bool m_strict;
  std::vector<Band> m_bands;
  std::unordered_map<int, Record> m_records;
};

} // namespace sweep
