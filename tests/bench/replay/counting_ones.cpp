// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/replay/counting_ones.h"

#include "core/base/text.h"
#include "core/replay/replayed_study.h"

#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <limits>

namespace sweep::bench {

namespace {

constexpr double LargestBudget = 729.0;

/// What was observed at the largest budget so far.
class Incumbent {
public:
  void observe(double budget, double loss, double regret) {
    if (budget < m_budget || (budget == m_budget && loss >= m_loss))
      return;
    m_budget = budget;
    m_loss = loss;
    m_regret = regret;
  }
  double regret() const { return m_regret; }

private:
  double m_budget = 0.0;
  double m_loss = 0.0;
  double m_regret = 1.0;
};

} // namespace

StudySpec countingOnes(int bits) {
  StudySpec spec;
  spec.name = "counting ones";
  std::vector<std::string> ones;
  std::vector<std::string> draws;
  for (int i = 0; i < bits; ++i) {
    const std::string bit = "c" + std::to_string(i);
    spec.space.parameters.push_back(
        {bit, CategoricalDomain{{std::int64_t{0}, std::int64_t{1}}, {}}, {}, {}, {}});
    ones.push_back(bit);
    draws.push_back("binomial(step, p" + std::to_string(i) + ")");
  }
  for (int i = 0; i < bits; ++i)
    spec.space.parameters.push_back({"p" + std::to_string(i), FloatDomain{0.0, 1.0, false, {}}, {}, {}, {}});
  spec.replay = Replay();
  spec.replay->formulas = {
      {spec.objective().metric, "-(" + joined(ones, " + ") + " + (" + joined(draws, " + ") + ") / step)"}};
  spec.replay->reportEvery = static_cast<std::int64_t>(LargestBudget);
  spec.budget = Budget{"sample", 9.0, LargestBudget, BudgetWay::Continue};
  spec.limits.trials.reset();
  spec.limits.parallel = 1;
  return spec;
}

double countingOnesRegret(const Configuration& configuration) {
  double sum = 0.0;
  for (const auto& [name, value] : configuration)
    sum += *valueNumber(value);
  const auto dimensions = static_cast<double>(configuration.size());
  return (dimensions - sum) / dimensions;
}

std::vector<double> countingOnesRegrets(StudySpec spec, std::uint64_t seed) {
  spec.seed = seed;
  const std::string metric = spec.objective().metric;
  auto study = ReplayedStudy::create(std::move(spec), "/");
  if (!study) {
    std::fprintf(stderr, "bench: %s\n", study.error().str().c_str());
    std::exit(1);
  }
  auto& replay = **study;
  Incumbent incumbent;
  std::vector<double> regrets;
  const auto readUpTo = [&](double spent) {
    while (regrets.size() < std::size(Readings) && Readings[regrets.size()] * LargestBudget < spent)
      regrets.push_back(incumbent.regret());
  };
  replay.onEvent = [&](const JobEvent& event) {
    const auto* reported = std::get_if<JobReported>(&event.what);
    if (!reported)
      return;
    readUpTo(replay.executor().trainedSteps());
    const auto& configuration = replay.ledger().trial(event.trial).configuration;
    for (const auto& report : reported->reports)
      incumbent.observe(static_cast<double>(report.step), report.metrics.at(metric),
                        countingOnesRegret(configuration));
  };
  replay.run([&] { return regrets.size() < std::size(Readings); });
  readUpTo(std::numeric_limits<double>::infinity());
  return regrets;
}

} // namespace sweep::bench
