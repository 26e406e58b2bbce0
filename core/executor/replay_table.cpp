// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/replay_table.h"

#include "core/base/text.h"
#include "core/executor/replay_numbers.h"
#include "core/study/recorded_configurations.h"

#include <algorithm>

namespace sweep {

namespace {

Message problemOfMetrics(const RecordedCurves& curves, const std::vector<Objective>& objectives) {
  for (const auto& objective : objectives)
    if (std::ranges::find(curves.metrics, objective.metric) == curves.metrics.end())
      return Message(SWEEP_TEXT("The table has no metric “%1”. Its metrics are: %2."),
                     {objective.metric, joined(curves.metrics, ", ")});
  return {};
}

} // namespace

Result<std::shared_ptr<const ReplayTable>> ReplayTable::create(std::shared_ptr<const RecordedCurves> curves,
                                                               const SpaceSpec& spec,
                                                               const std::vector<Objective>& objectives) {
  if (auto problem = problemOfMetrics(*curves, objectives); !problem.empty())
    return problem;
  auto space = SearchSpace::create(spec);
  if (!space)
    return space.error();
  const auto reader = RecordedConfigurations::create(*space, curves->parameters);
  if (!reader)
    return reader.error();
  std::shared_ptr<ReplayTable> table(new ReplayTable);
  std::vector<Configuration> configurations;
  std::vector<std::size_t> runs;
  for (std::size_t run = 0; run < curves->runs.size(); ++run)
    if (auto configuration = reader->read(curves->runs[run])) {
      configurations.push_back(std::move(*configuration));
      runs.push_back(run);
    } else {
      ++table->m_leftOut;
    }
  if (configurations.empty())
    return Error(SWEEP_TEXT("None of the %1 recorded runs lies inside the ranges of the parameters."),
                 {std::to_string(curves->runs.size())});
  table->m_pool = std::make_shared<const ConfigurationPool>(std::move(*space), configurations);
  table->m_runs.resize(table->m_pool->size());
  for (std::size_t i = 0; i < runs.size(); ++i)
    table->m_runs[*table->m_pool->find(configurations[i])].push_back(runs[i]);
  table->m_curves = std::move(curves);
  return std::shared_ptr<const ReplayTable>(std::move(table));
}

const RecordedRun& ReplayTable::runFor(const Configuration& configuration, std::uint64_t seed) const {
  const auto exact = m_pool->find(configuration);
  const auto& runs = m_runs[exact ? *exact : *m_pool->nearest(configuration)];
  return m_curves->runs[runs[runs.size() == 1 ? 0 : static_cast<std::size_t>(Rng(seed).below(runs.size()))]];
}

class ReplayTableSource::Run final : public ReplayRun {
public:
  Run(const RecordedCurves& curves, const RecordedRun& run, const TrialTask& task, double secondsPerStep)
      : m_curves(curves), m_run(run), m_secondsPerStep(secondsPerStep) {
    const auto isLater = [](double step, const RecordedPoint& point) {
      return step < static_cast<double>(point.step);
    };
    const auto& points = run.points;
    const auto upTo = [&](double step) {
      return static_cast<std::size_t>(std::upper_bound(points.begin(), points.end(), step, isLater) -
                                      points.begin());
    };
    // Step 0 is that of a fresh start.
    m_at = task.from > 0.0 ? upTo(task.from) : 0;
    m_to = task.budget ? upTo(*task.budget) : points.size();
    m_start = secondsAt(task.from);
    if (m_at == m_to && task.budget)
      m_missing = std::max(*task.budget - task.from, 0.0);
  }

  std::optional<Report> next() override {
    if (m_at >= m_to)
      return std::nullopt;
    const auto& point = m_run.points[m_at];
    Report report;
    report.step = point.step;
    m_time = std::max(m_time, secondsOf(m_at) - m_start);
    report.time = m_time;
    for (std::size_t i = 0; i < point.values.size(); ++i)
      if (point.values[i])
        report.metrics.emplace(m_curves.metrics[i], *point.values[i]);
    ++m_at;
    return report;
  }

  double end() const override {
    const bool isWhole = m_to == m_run.points.size();
    const double recorded = isWhole ? std::max(m_time, m_run.seconds.value_or(0.0) - m_start) : m_time;
    return recorded + m_missing * meanStep();
  }

  std::string failure() const override { return m_to == m_run.points.size() ? m_run.failure : std::string(); }

private:
  /// More than 0, also of a table without times.
  double meanStep() const {
    const auto& points = m_run.points;
    const double mean = points.empty() || points.back().step <= 0
                            ? m_secondsPerStep
                            : secondsOf(points.size() - 1) / static_cast<double>(points.back().step);
    return mean > 0.0 ? mean : 1.0;
  }

  /// When the training had come to a step: between recorded ones, and after them, at the mean pace.
  double secondsAt(double step) const {
    if (m_at == 0)
      return 0.0;
    const auto& before = m_run.points[m_at - 1];
    const double seconds = secondsOf(m_at - 1) + (step - static_cast<double>(before.step)) * meanStep();
    return m_at < m_run.points.size() ? std::min(seconds, secondsOf(m_at)) : seconds;
  }

  double secondsOf(std::size_t point) const {
    const auto& recorded = m_run.points[point];
    return recorded.seconds.value_or(static_cast<double>(recorded.step) * m_secondsPerStep);
  }

  const RecordedCurves& m_curves;
  const RecordedRun& m_run;
  double m_secondsPerStep;
  std::size_t m_at = 0;
  std::size_t m_to = 0;
  double m_start = 0.0;
  double m_time = 0.0;
  /// Steps that it was to go where nothing was recorded: they take their time and report nothing, so that a scheduler that
  /// tries again and again does not stop the clock.
  double m_missing = 0.0;
};

std::unique_ptr<ReplayRun> ReplayTableSource::play(const TrialTask& task) {
  const double seconds = m_secondsPerStep.evaluate(numbersFor(m_secondsPerStep, task.configuration));
  return std::make_unique<Run>(m_table->curves(), m_table->runFor(task.configuration, task.seed), task,
                               seconds > 0.0 ? seconds : 0.0);
}

} // namespace sweep
