// SPDX-License-Identifier: GPL-3.0-or-later
// Schedulers that spend budgets on a program that really trains.
#include "core/executor/local_executor.h"
#include "core/numerics/brackets.h"
#include "core/runner/metric_reader.h"
#include "places.h"
#include "tests/core/runner/runner_harness.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <gmock/gmock.h>

namespace sweep {
namespace {

using test::RunnerHarness;
using testing::HasSubstr;

class DigitsBudgets : public testing::Test, protected RunnerHarness {
protected:
  DigitsBudgets() {
    makeExecutor = [](Executor::Listener listener, int workers) {
      return std::make_unique<LocalExecutor>(std::move(listener), workers);
    };
    clock = {};
  }

  StudySpec spec(const char* scheduler, double max, BudgetWay way) {
    StudySpec made;
    made.name = "digits";
    made.program.program = DIGITS_TRAIN;
    made.program.command = {"${program}", "${args}", "--units=16", "--seed=1", "--epochs=${budget}"};
    if (way == BudgetWay::Continue)
      for (const char* word : {"--checkpoint", "${checkpoint}", "--resume", "${resume}"})
        made.program.command.emplace_back(word);
    made.space.parameters = {{"lr", FloatDomain{1e-4, 1.0, true, {}}, {}, {}, {}},
                             {"momentum", FloatDomain{0.0, 0.9, false, {}}, {}, {}, {}}};
    made.objectives.front() = {"val_accuracy", Direction::Maximise, Reduction::Last, 1, {}};
    made.method.scheduler = scheduler;
    made.budget = Budget{"epoch", 1.0, max, way};
    made.limits.trials.reset();
    made.limits.parallel = 2;
    return made;
  }

  /// What the program prints when it is run in one go.
  static std::vector<Report> wholeRun(const Trial& trial) {
    std::string line = DIGITS_TRAIN " --units=16 --seed=1 --epochs=" + numberText(*trial.budget);
    for (const auto& [name, value] : trial.configuration)
      line += " --" + name + "=" + valueText(value);
    std::vector<Report> reports;
    const auto reader = *MetricReader::create({});
    FILE* pipe = popen(line.c_str(), "r");
    char buffer[4096];
    while (const auto size = fread(buffer, 1, sizeof buffer, pipe))
      reader->read(OutputReader::Stream::Output, {buffer, size}, reports);
    reader->finish(reports);
    pclose(pipe);
    return reports;
  }

  /// A program that is ended between saving an epoch and reporting it goes on after that epoch: so many reports may be missing.
  static std::size_t mostUnreported(const Trial& trial) {
    return static_cast<std::size_t>(std::ranges::count_if(trial.attempts, [](const Attempt& attempt) {
      return attempt.failure && attempt.failure->kind == FailureClass::Stopped;
    }));
  }

  void expectWholeCurves() const {
    int compared = 0;
    for (const auto& [number, trial] : trials) {
      if (trial.state == TrialState::Failed)
        continue;
      const auto expected = wholeRun(trial);
      ASSERT_GE(trial.reports.size() + mostUnreported(trial), expected.size()) << number;
      ASSERT_EQ(trial.reports.back().step, expected.back().step) << number;
      auto whole = expected.begin();
      for (const auto& report : trial.reports) {
        whole = std::find_if(whole, expected.end(), [&](const Report& other) { return other.step == report.step; });
        ASSERT_NE(whole, expected.end()) << number << " step " << report.step << " is twice there or out of order";
        EXPECT_EQ(report.metrics, whole->metrics) << number << " step " << report.step;
        ++whole;
      }
      ++compared;
    }
    EXPECT_GT(compared, 5);
  }

  /// Epochs that were really trained, by the attempts that came as far as they were to go.
  double epochs() const {
    double sum = 0.0;
    for (const auto& [number, trial] : trials) {
      double before = 0.0;
      for (const auto& attempt : trial.attempts) {
        if (attempt.values.empty())
          continue;
        sum += *attempt.budget - (attempt.resumed ? before : 0.0);
        before = *attempt.budget;
      }
    }
    return sum;
  }
};

TEST_F(DigitsBudgets, HyperbandGoesOnFromCheckpointsAsIfNothingHadBeenPaused) {
  create(spec("hyperband", 9, BudgetWay::Continue));
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.state, StudyState::Finished);
  double cost = 0.0;
  for (const auto& bracket : hyperbandBrackets({1, 9, true}, 3, BracketRounding::Up))
    cost += costOf(bracket, true);
  // A training that diverges fails before its end; nothing is ever trained twice.
  EXPECT_LE(epochs(), cost);
  EXPECT_GE(epochs(), 0.8 * cost);
  EXPECT_GE(update.progress.complete, 3);
  expectWholeCurves();
}

TEST_F(DigitsBudgets, AnInterruptionInTheMiddleOfARungMixesNothingUp) {
  create(spec("successive-halving", 27, BudgetWay::Continue));
  for (const std::size_t attempts : {10u, 25u, 35u}) {
    runner->run();
    ASSERT_TRUE(until([&] {
      std::size_t begun = 0;
      for (const auto& [number, trial] : trials)
        begun += trial.attempts.size();
      return begun >= attempts;
    }));
    reopen();
  }
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.state, StudyState::Finished);
  EXPECT_EQ(update.progress.complete, 1);
  EXPECT_EQ(trials.size(), 27u);
  expectWholeCurves();
}

TEST_F(DigitsBudgets, StartingOverComesToTheSame) {
  create(spec("successive-halving", 9, BudgetWay::StartOver));
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.progress.complete, 1);
  expectWholeCurves();
}

TEST_F(DigitsBudgets, AshaEndsPoorTrainingsInFlight) {
  auto stopping = spec("asha", 16, BudgetWay::StopInFlight);
  stopping.program.command = {"${program}", "${args}", "--units=16", "--epochs=500"};
  stopping.limits.trials = 16;
  create(stopping);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.state, StudyState::Finished);
  EXPECT_GE(update.progress.complete, 1);
  EXPECT_GE(update.progress.pruned, 4);
  for (const auto& [number, trial] : trials) {
    EXPECT_LE(trial.reports.size(), 16u) << number;
    if (trial.state == TrialState::Pruned) {
      EXPECT_THAT(trial.verdict.str(), HasSubstr("rung "));
    }
  }
}

} // namespace
} // namespace sweep
