// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/replay_formula.h"

#include "core/executor/replay_numbers.h"

#include <algorithm>

namespace sweep {

namespace {

/// Of a step: the clock has to go on.
constexpr double LeastSeconds = 1e-6;

Error problemOf(const std::string& metric, const Error& problem) {
  return Error(SWEEP_TEXT("The formula for “%1”: %2"), {metric, problem.str()});
}

} // namespace

class ReplayFormula::Run final : public ReplayRun {
public:
  Run(const ReplayFormula& formula, const TrialTask& task)
      : m_formula(formula), m_configuration(task.configuration), m_seed(task.seed),
        m_from(static_cast<std::int64_t>(task.from)),
        m_to(task.budget ? static_cast<std::int64_t>(*task.budget) : formula.m_steps), m_at(m_from) {
    const auto& seconds = formula.m_secondsPerStep;
    const double perStep = seconds.evaluate(numbersFor(seconds, m_configuration));
    m_secondsPerStep = perStep > LeastSeconds ? perStep : LeastSeconds;
  }

  std::optional<Report> next() override {
    if (m_at >= m_to)
      return std::nullopt;
    m_at = std::min((m_at / m_formula.m_reportEvery + 1) * m_formula.m_reportEvery, m_to);
    Report report;
    report.step = m_at;
    report.time = secondsAt(m_at);
    Rng rng(m_seed, static_cast<std::uint64_t>(m_at));
    for (const auto& [metric, expression] : m_formula.m_metrics)
      report.metrics[metric] =
          expression.evaluate(numbersFor(expression, m_configuration, static_cast<double>(m_at)), rng);
    return report;
  }

  double end() const override { return secondsAt(std::max(m_to, m_from)); }

private:
  double secondsAt(std::int64_t step) const { return static_cast<double>(step - m_from) * m_secondsPerStep; }

  const ReplayFormula& m_formula;
  Configuration m_configuration;
  std::uint64_t m_seed;
  std::int64_t m_from;
  std::int64_t m_to;
  std::int64_t m_at;
  double m_secondsPerStep = 0.0;
};

Result<std::unique_ptr<ReplayFormula>> ReplayFormula::create(const Replay& replay, const SpaceSpec& space) {
  auto names = numericNames(space);
  auto seconds = Expression::compile(replay.secondsPerStep, names);
  if (!seconds)
    return Error(SWEEP_TEXT("The seconds per step: %1"), {seconds.error().str()});
  std::unique_ptr<ReplayFormula> made(new ReplayFormula(std::move(*seconds)));
  if (std::ranges::find(names, StepName) == names.end())
    names.emplace_back(StepName);
  for (const auto& [metric, formula] : replay.formulas) {
    auto expression = Expression::compile(formula, names, Expression::Draws::Allowed);
    if (!expression)
      return problemOf(metric, expression.error());
    made->m_metrics.emplace_back(metric, std::move(*expression));
  }
  made->m_steps = std::max<std::int64_t>(replay.steps, 1);
  made->m_reportEvery = std::max<std::int64_t>(replay.reportEvery, 1);
  return made;
}

std::unique_ptr<ReplayRun> ReplayFormula::play(const TrialTask& task) {
  return std::make_unique<Run>(*this, task);
}

} // namespace sweep
