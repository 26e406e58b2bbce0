// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scheduler/full_scheduler.h"
#include "core/scheduler/ranking.h"

#include <map>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sweep {

/// Median stopping: D. Golovin, B. Solnik, S. Moitra, G. Kochanski, J. Karro, D. Sculley, "Google Vizier: A Service for
/// Black-Box Optimization", KDD 2017, section 3.2. A running trial is stopped at step s when its best value so far is
/// strictly worse than the median of the running averages, up to step s, of all complete trials. With another percentile
/// than 50 it keeps a smaller or larger share.
class MedianScheduler final : public FullScheduler {
public:
  /// Of median stopping.
  static std::vector<Option> options();
  /// With the percentile among them.
  static std::vector<Option> percentileOptions();
  static Result<std::unique_ptr<Scheduler>> create(SchedulerContext context);
  explicit MedianScheduler(const SchedulerContext& context);

  void observe(const Trial& trial) override;
  Verdict judge(const Trial& trial) override;
  /// At no more than about a hundred steps.
  std::vector<Threshold> thresholds() override;

private:
  /// (step, mean of the losses up to it), steps ascending.
  using Averages = std::vector<std::pair<std::int64_t, double>>;
  /// Of a running trial: how much of its reports was looked at, and the best of them.
  struct Best {
    std::size_t seen = 0;
    std::optional<double> loss;
  };
  Averages averagesOf(const Trial& trial) const;
  std::optional<double> bestOf(const Trial& trial);
  const Ranking& rankingAt(std::int64_t step);
  Message reason(std::int64_t step, double best, double mark, std::size_t count) const;

  Objective m_objective;
  double m_percentile;
  std::int64_t m_grace;
  std::size_t m_startup;
  std::unordered_map<int, Best> m_bests;
  std::unordered_map<int, Averages> m_complete;
  /// What is known at the steps that were asked for.
  std::map<std::int64_t, Ranking> m_rankings;
};

} // namespace sweep
