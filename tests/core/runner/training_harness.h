// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/runner/runner_harness.h"

#include <functional>
#include <map>
#include <string>

namespace sweep::test {

/// What the job finds in its environment.
inline std::string variable(const Job& job, const std::string& name) {
  for (const auto& [known, value] : job.environment)
    if (known == name)
      return value;
  return {};
}

/// A runner whose program trains by epochs, up to the budget that it is told and on from its checkpoints.
class TrainingHarness : public RunnerHarness {
public:
  TrainingHarness() {
    world.script = [this](const Job& job) {
      return train(job);
    };
  }

  static StudySpec spec(const char* scheduler, double max, BudgetWay way, int parallel = 3) {
    auto made = runnerSpec(1000, parallel);
    made.limits.trials.reset();
    made.method.scheduler = scheduler;
    made.budget = Budget{"epoch", 1.0, max, way};
    made.failures.stopAfterInitialFailures = 0;
    return made;
  }

  /// A program that trains: from its checkpoint, up to its budget (or for a hundred epochs when it knows none). Its loss sinks
  /// towards its parameter x.
  FakeResult train(const Job& job) {
    const auto resume = variable(job, "SWEEP_RESUME");
    const int from = resume.empty() ? 0 : std::stoi(fileContent(resume));
    const int budget = knowsBudget ? std::stoi(variable(job, "SWEEP_BUDGET")) : 100;
    FakeResult result;
    for (int epoch = from + 1; epoch <= budget; ++epoch) {
      const double loss = std::stod(variable(job, "SWEEP_X")) + 1.0 / epoch;
      result.lines.push_back("epoch " + std::to_string(epoch) + " loss=" + std::to_string(loss));
      ++epochs;
    }
    if (savesCheckpoint)
      writeFile(variable(job, "SWEEP_CHECKPOINT"), std::to_string(budget));
    result.seconds = budget - from;
    if (fails && fails(job))
      return {.exitCode = 1, .tail = "no luck"};
    return result;
  }

  /// How many attempts have reached each budget.
  std::map<double, int> reached() const {
    std::map<double, int> counts;
    for (const auto& [number, trial] : trials)
      for (const auto& attempt : trial.attempts)
        counts[*attempt.budget] += attempt.values.empty() ? 0 : 1;
    return counts;
  }
  std::map<TrialState, int> states() const {
    std::map<TrialState, int> counts;
    for (const auto& [number, trial] : trials)
      ++counts[trial.state];
    return counts;
  }

  bool knowsBudget = true;
  bool savesCheckpoint = true;
  std::function<bool(const Job&)> fails;
  int epochs = 0;
};

} // namespace sweep::test
