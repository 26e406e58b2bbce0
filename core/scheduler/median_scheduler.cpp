// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/median_scheduler.h"

#include "core/scheduler/losses.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace sweep {

namespace {

/// For which people are told thresholds.
constexpr std::size_t MostSteps = 100;

/// The last average at or before the step.
std::optional<double> averageAt(const std::vector<std::pair<std::int64_t, double>>& averages,
                                std::int64_t step) {
  const auto after = std::upper_bound(averages.begin(), averages.end(), step,
                                      [](std::int64_t s, const auto& entry) { return s < entry.first; });
  return after == averages.begin() ? std::nullopt : std::optional(std::prev(after)->second);
}

} // namespace

std::vector<Option> MedianScheduler::options() {
  return {
      {{"grace", IntDomain{0, 1'000'000'000, false, 1}, Value(std::int64_t{1}), {}, {}},
       SWEEP_TEXT("Grace"),
       SWEEP_TEXT("No trial is stopped before this step.")},
      {{"startup_trials", IntDomain{1, 1'000'000, false, 1}, Value(std::int64_t{5}), {}, {}},
       SWEEP_TEXT("First trials"),
       SWEEP_TEXT("No trial is stopped before so many are complete.")},
  };
}

std::vector<Option> MedianScheduler::percentileOptions() {
  auto all = options();
  all.insert(
      all.begin(),
      {{"percentile", FloatDomain{0.0, 100.0, false, {}}, Value(25.0), {}, {}},
       SWEEP_TEXT("Percentile"),
       SWEEP_TEXT("A trial goes on while it is as good as the best so many per cent of the complete ones.")});
  return all;
}

Result<std::unique_ptr<Scheduler>> MedianScheduler::create(SchedulerContext context) {
  return Result<std::unique_ptr<Scheduler>>(std::make_unique<MedianScheduler>(context));
}

MedianScheduler::MedianScheduler(const SchedulerContext& context)
    : FullScheduler(context), m_objective(context.objectives.front()),
      m_percentile(context.options.find("percentile") ? floatOption(context.options, "percentile") : 50.0),
      m_grace(intOption(context.options, "grace")),
      m_startup(static_cast<std::size_t>(intOption(context.options, "startup_trials"))) {}

/// For one step the last report counts. What is not finite takes no part.
MedianScheduler::Averages MedianScheduler::averagesOf(const Trial& trial) const {
  std::map<std::int64_t, double> losses;
  for (const auto& report : trial.reports)
    if (const auto found = report.metrics.find(m_objective.metric);
        found != report.metrics.end() && std::isfinite(found->second))
      losses[report.step] = lossOf(m_objective, found->second);
  Averages averages;
  double sum = 0.0;
  for (const auto& [step, loss] : losses) {
    sum += loss;
    averages.emplace_back(step, sum / static_cast<double>(averages.size() + 1));
  }
  return averages;
}

void MedianScheduler::observe(const Trial& trial) {
  FullScheduler::observe(trial);
  if (isFinished(trial.state))
    m_bests.erase(trial.number);
  const auto found = m_complete.find(trial.number);
  if ((trial.state == TrialState::Complete) == (found != m_complete.end()))
    return;
  if (trial.state != TrialState::Complete) {
    m_complete.erase(found);
    m_rankings.clear();
    return;
  }
  const auto& averages = m_complete[trial.number] = averagesOf(trial);
  for (auto& [step, ranking] : m_rankings)
    if (const auto average = averageAt(averages, step))
      ranking.insert({*average, trial.number});
}

std::optional<double> MedianScheduler::bestOf(const Trial& trial) {
  auto& [seen, best] = m_bests[trial.number];
  if (trial.reports.size() < seen) {
    seen = 0;
    best.reset();
  }
  for (; seen < trial.reports.size(); ++seen) {
    const auto& metrics = trial.reports[seen].metrics;
    const auto found = metrics.find(m_objective.metric);
    if (found == metrics.end() || std::isnan(found->second))
      continue;
    const double loss = lossOf(m_objective, found->second);
    best = std::min(best.value_or(loss), loss);
  }
  return best;
}

const Ranking& MedianScheduler::rankingAt(std::int64_t step) {
  const auto [found, isNew] = m_rankings.try_emplace(step);
  if (isNew)
    for (const auto& [trial, averages] : m_complete)
      if (const auto average = averageAt(averages, step))
        found->second.insert({*average, trial});
  return found->second;
}

Message MedianScheduler::reason(std::int64_t step, double best, double mark, std::size_t count) const {
  if (m_percentile == 50.0)
    return Message(
        SWEEP_TEXT(
            "step %1: its best, %2, is worse than the median of the averages of %3 complete trials, %4"),
        {std::to_string(step), valueText(m_objective, best), std::to_string(count),
         valueText(m_objective, mark)});
  return Message(
      SWEEP_TEXT("step %1: its best, %2, is worse than %3, the mark of the best %4 % among the averages of "
                 "%5 complete trials"),
      {std::to_string(step), valueText(m_objective, best), valueText(m_objective, mark),
       roundedText(m_percentile), std::to_string(count)});
}

Verdict MedianScheduler::judge(const Trial& trial) {
  if (trial.reports.empty() || !trial.reports.back().metrics.contains(m_objective.metric))
    return {};
  const auto step = trial.reports.back().step;
  if (step < m_grace || m_complete.size() < m_startup)
    return {};
  const auto best = bestOf(trial);
  if (!best)
    return {Verdict::Kind::Stop, Message(SWEEP_TEXT("step %1: “%2” has never been a number"),
                                         {std::to_string(step), m_objective.metric})};
  const auto& ranking = rankingAt(step);
  if (ranking.size() < m_startup)
    return {};
  const double mark = quantileOf(ranking, m_percentile / 100.0);
  return *best > mark ? Verdict{Verdict::Kind::Stop, reason(step, *best, mark, ranking.size())} : Verdict{};
}

std::vector<Threshold> MedianScheduler::thresholds() {
  std::vector<Threshold> all;
  if (m_complete.size() < m_startup)
    return all;
  std::set<std::int64_t> steps;
  for (const auto& [trial, averages] : m_complete)
    for (const auto& [step, average] : averages)
      if (step >= m_grace)
        steps.insert(step);
  const std::size_t stride = steps.size() / MostSteps + 1;
  std::size_t index = 0;
  for (const auto step : steps) {
    if (index++ % stride != 0)
      continue;
    const auto& ranking = rankingAt(step);
    if (ranking.size() >= m_startup)
      all.push_back({{}, static_cast<double>(step), {}, ranking.size(),
                     lossOf(m_objective, quantileOf(ranking, m_percentile / 100.0)), {}, true});
  }
  return all;
}

} // namespace sweep
