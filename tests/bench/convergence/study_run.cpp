// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/convergence/study_run.h"

#include "core/base/rng.h"

#include <algorithm>
#include <ctime>
#include <limits>

namespace sweep::test {

namespace {

constexpr std::uint64_t NoiseStream = 0x6e6f697365;

Trial completed(int number, Suggestion suggestion, double value) {
  Trial trial;
  trial.number = number;
  trial.configuration = std::move(suggestion.configuration);
  trial.origin = std::move(suggestion.origin);
  trial.state = TrialState::Complete;
  trial.values = {value};
  return trial;
}

} // namespace

double cpuSeconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double StudyRun::regretAfter(int evaluations) const {
  if (regrets.empty())
    return std::numeric_limits<double>::infinity();
  return regrets[std::min(static_cast<std::size_t>(evaluations), regrets.size()) - 1];
}

Result<StudyRun> runStudy(const Problem& problem, const std::string& sampler, const Configuration& settings,
                          std::uint64_t seed, int evaluations) {
  StudySpec spec;
  spec.space = problem.space;
  spec.method.sampler = sampler;
  spec.method.samplerOptions = settings;
  spec.limits.trials = evaluations;
  spec.seed = seed;
  auto created = createSampler(spec);
  if (!created)
    return created.error();
  StudyRun run;
  double lowest = std::numeric_limits<double>::infinity();
  double regret = lowest;
  for (int number = 0; number < evaluations; ++number) {
    const double before = cpuSeconds();
    auto answer = (*created)->suggest({1, number});
    run.seconds += cpuSeconds() - before;
    if (answer.items.empty())
      break;
    run.lastOrigin = answer.items.front().origin.str();
    const double truth = problem.value(answer.items.front().configuration);
    const double observed =
        truth + problem.noise * Rng(seed ^ NoiseStream, static_cast<std::uint64_t>(number)).normal();
    if (observed < lowest) {
      lowest = observed;
      regret = truth - problem.optimum;
    }
    run.regrets.push_back(regret);
    const Trial trial = completed(number, std::move(answer.items.front()), observed);
    const double then = cpuSeconds();
    (*created)->observe({&trial, 1});
    run.seconds += cpuSeconds() - then;
  }
  return run;
}

} // namespace sweep::test
