// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/wandb_scheduler.h"

#include "core/scheduler/losses.h"

#include <algorithm>
#include <cmath>

namespace sweep {

namespace {

constexpr double LastIteration = 1e9;

std::vector<std::size_t> bandsOf(const Configuration& options) {
  const double eta = floatOption(options, "eta");
  std::vector<std::size_t> bands;
  if (const auto most = intOption(options, "max_iter"); most > 0) {
    double band = static_cast<double>(most);
    for (std::int64_t i = 0; i < intOption(options, "s") && (band /= eta) >= 1.0; ++i)
      bands.push_back(static_cast<std::size_t>(band));
  } else {
    for (double band = static_cast<double>(intOption(options, "min_iter")); band < LastIteration; band *= eta)
      bands.push_back(static_cast<std::size_t>(band));
  }
  std::sort(bands.begin(), bands.end());
  bands.erase(std::unique(bands.begin(), bands.end()), bands.end());
  return bands;
}

Message bandName(std::size_t iteration) {
  return Message(SWEEP_TEXT("band %1"), {std::to_string(iteration)});
}

/// The one that most trials had; of equals the first.
std::int64_t usualStep(const std::map<std::int64_t, std::size_t>& steps) {
  return std::ranges::max_element(steps, {}, &std::pair<const std::int64_t, std::size_t>::second)->first;
}

} // namespace

std::vector<Option> WandbScheduler::options() {
  return {
      {{"min_iter", IntDomain{1, 1'000'000'000, false, 1}, Value(std::int64_t{1}), {}, {}},
       SWEEP_TEXT("First band"),
       SWEEP_TEXT("The first comparison, in values of the metric that a trial has printed, counted from 0 as "
                  "in W&B; the next ones lie eta times further each.")},
      {{"max_iter", IntDomain{0, 1'000'000'000, false, 1}, Value(std::int64_t{0}), {}, {}},
       SWEEP_TEXT("Last iteration"),
       SWEEP_TEXT(
           "Where a trial ends: the bands are then this over eta, eta² and so on, instead of counted from "
           "the first. 0 when the first band is given.")},
      {{"s", IntDomain{1, 100, false, 1}, Value(std::int64_t{2}), {}, {}},
       SWEEP_TEXT("Bands"),
       SWEEP_TEXT("How many bands there are when the last iteration is given.")},
      {{"eta", FloatDomain{1.01, 100.0, false, {}}, Value(3.0), {}, {}},
       SWEEP_TEXT("Reduction"),
       SWEEP_TEXT("At each band the best of this many go on.")},
      {{"strict", CategoricalDomain{{true, false}, {}}, Value(true), {}, {}},
       SWEEP_TEXT("Strict"),
       SWEEP_TEXT("Compare a trial's value at the band; otherwise its best value so far.")},
  };
}

Result<std::unique_ptr<Scheduler>> WandbScheduler::create(SchedulerContext context) {
  if (bandsOf(context.options).empty())
    return Error(SWEEP_TEXT("There is no band to compare at: max_iter is smaller than eta. Raise it."));
  return Result<std::unique_ptr<Scheduler>>(std::make_unique<WandbScheduler>(context));
}

WandbScheduler::WandbScheduler(const SchedulerContext& context)
    : FullScheduler(context), m_objective(context.objectives.front()),
      m_eta(floatOption(context.options, "eta")), m_strict(boolOption(context.options, "strict")) {
  for (const auto iteration : bandsOf(context.options))
    m_bands.push_back({iteration, {}, {}});
}

void WandbScheduler::forget(Record& record, int trial) {
  for (std::size_t i = 0; i < record.atBands.size(); ++i) {
    auto& band = m_bands[i];
    const auto& [loss, step] = record.atBands[i];
    band.values.erase({loss, trial});
    if (--band.steps[step] == 0)
      band.steps.erase(step);
  }
  record = {};
}

WandbScheduler::Record& WandbScheduler::catchUp(const Trial& trial) {
  auto& record = m_records[trial.number];
  if (trial.reports.size() < record.seen)
    forget(record, trial.number);
  for (; record.seen < trial.reports.size(); ++record.seen) {
    const auto& report = trial.reports[record.seen];
    const auto found = report.metrics.find(m_objective.metric);
    if (found == report.metrics.end() || !std::isfinite(found->second))
      continue;
    const double loss = lossOf(m_objective, found->second);
    record.best = record.values == 0 ? loss : std::min(record.best, loss);
    const auto next = record.atBands.size();
    if (next < m_bands.size() && record.values == m_bands[next].iteration) {
      m_bands[next].values.insert({loss, trial.number});
      ++m_bands[next].steps[report.step];
      record.atBands.push_back({loss, report.step});
    }
    ++record.values;
  }
  return record;
}

void WandbScheduler::observe(const Trial& trial) {
  FullScheduler::observe(trial);
  catchUp(trial);
}

std::size_t WandbScheduler::lastToGoOn(const Band& band) const {
  const auto n = band.values.size();
  return std::min(static_cast<std::size_t>(static_cast<double>(n) / m_eta), n - 1);
}

Verdict WandbScheduler::judge(const Trial& trial) {
  const auto& record = catchUp(trial);
  if (record.atBands.empty())
    return {};
  const auto& band = m_bands[record.atBands.size() - 1];
  const double loss = m_strict ? record.atBands.back().loss : record.best;
  const auto index = lastToGoOn(band);
  const double threshold = band.values.at(index).loss;
  if (!(loss > threshold))
    return {};
  return {Verdict::Kind::Stop,
          Message(SWEEP_TEXT("band %1: %2 is worse than %3, number %4 of %5 there"),
                  {std::to_string(band.iteration), valueText(m_objective, loss),
                   valueText(m_objective, threshold), std::to_string(index + 1),
                   std::to_string(band.values.size())})};
}

std::vector<Threshold> WandbScheduler::thresholds() {
  std::vector<Threshold> all;
  for (const auto& band : m_bands)
    if (!band.values.empty())
      all.push_back({{}, static_cast<double>(usualStep(band.steps)), {}, band.values.size(),
                     lossOf(m_objective, band.values.at(lastToGoOn(band)).loss), bandName(band.iteration),
                     !m_strict});
  std::ranges::stable_sort(all, {}, &Threshold::budget);
  return all;
}

} // namespace sweep
