// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/pbt_scheduler.h"
#include "tests/core/scheduler/pbt_golden.h"
#include "tests/core/scheduler/schedules.h"

#include <array>
#include <gmock/gmock.h>

namespace sweep {
namespace {

using namespace test;
using testing::Contains;
using testing::HasSubstr;

StudySpec pbtSpec(double max, std::int64_t population, Configuration options = {}) {
  auto spec = budgetSpec("pbt", 1.0, max, BudgetWay::Continue);
  options.set("population", population);
  spec.method.schedulerOptions = options;
  spec.space.parameters = {{"x", FloatDomain{0.01, 1.0, false, {}}, {}, {}, {}}};
  return spec;
}

Configuration spread(int number) {
  return {{"x", Rng(3, static_cast<std::uint64_t>(number)).uniform(0.01, 1.0)}};
}

/// The loss is the parameter itself, so that copies of good members are better at once.
std::vector<double> parameterCurve(const Trial& trial, std::int64_t) {
  return {std::get<double>(*trial.configuration.find("x"))};
}

TEST(PbtScheduler, TheWorstAndTheBestAreAsManyAsRayTuneSays) {
  const auto item = pbtGolden("truncation_selection");
  for (const auto& row : item["table"])
    EXPECT_EQ(PbtScheduler::truncationSize(row[0].get<std::size_t>(), row[1].get<double>()),
              row[2].get<std::size_t>())
        << row;
}

/// The paper's toy: two workers climb 1.2 - h0 t0² - h1 t1² from (0.9, 0.9) and are judged by 1.2 - t0² - t1².
class Toy {
public:
  explicit Toy(StudySpec spec) {
    spec.space.parameters = {{"h0", FloatDomain{0.0, 1.0, false, {}}, {}, {}, {}},
                             {"h1", FloatDomain{0.0, 1.0, false, {}}, {}, {}, {}}};
    spec.objectives.front() = {"Q", Direction::Maximise, Reduction::Last, 1, {}};
    study.emplace(spec, 2, [this](const Trial& trial, std::int64_t step) {
      return std::vector<double>{climb(trial, step)};
    });
    study->configure = [](int trial) {
      return Configuration{{"h0", trial == 0 ? 1.0 : 0.0}, {"h1", trial == 0 ? 0.0 : 1.0}};
    };
    study->limit = 2;
  }
  double best() const {
    double most = -1.0;
    for (const auto& trial : study->trials())
      most = std::max(most, trial.reports.back().metrics.at("Q"));
    return most;
  }

  std::optional<VirtualStudy> study;
  /// After a trial's step.
  std::map<std::pair<int, std::int64_t>, std::array<double, 2>> thetas;
  std::map<std::pair<int, std::int64_t>, double> scores;

private:
  double climb(const Trial& trial, std::int64_t step) {
    const auto& attempt = trial.attempts.back();
    const bool isFirst = step == 1;
    const bool copies = attempt.resumed && attempt.resumed->trial != trial.number && step == age(trial) + 1;
    auto theta = isFirst ? std::array{0.9, 0.9}
                         : thetas.at({copies ? attempt.resumed->trial : trial.number, step - 1});
    for (std::size_t i = 0; i < 2; ++i)
      theta[i] *= 1.0 - 2.0 * 0.01 * std::get<double>(*trial.configuration.find(i == 0 ? "h0" : "h1"));
    thetas[{trial.number, step}] = theta;
    return scores[{trial.number, step}] = 1.2 - theta[0] * theta[0] - theta[1] * theta[1];
  }
  /// What the attempt began with.
  std::int64_t age(const Trial& trial) const {
    const auto& attempts = trial.attempts;
    return attempts.size() < 2 ? 0 : static_cast<std::int64_t>(*attempts[attempts.size() - 2].budget);
  }
};

TEST(PbtScheduler, ReachesInThePapersToyWhatIndependentRunsCannot) {
  const auto item = pbtGolden("toy_quadratic");
  Toy alone(budgetSpec("full", 1.0, 200.0, BudgetWay::Continue));
  alone.study->run();
  for (const auto& row : item["independent"]["rows"]) {
    EXPECT_NEAR(alone.scores.at({0, row[0].get<std::int64_t>()}), row[1].get<double>(), 1e-10) << row;
    EXPECT_NEAR(alone.scores.at({1, row[0].get<std::int64_t>()}), row[2].get<double>(), 1e-10) << row;
  }
  EXPECT_LT(alone.best(), item["limit_of_each_independent_run"].get<double>());

  for (const char* exploit : {"truncation", "tournament"}) {
    Toy together(
        pbtSpec(200.0, 2, {{"interval", 4.0}, {"exploit", std::string(exploit)}, {"fraction", 0.5}}));
    together.study->run();
    EXPECT_GT(together.best(), 1.0) << exploit;
    EXPECT_LE(together.best(), 1.2) << exploit;
  }
}

TEST(PbtScheduler, TheWorstCopyTheBestAndVaryTheirSettings) {
  VirtualStudy study(pbtSpec(20.0, 10), 10, parameterCurve);
  study.configure = spread;
  int copies = 0;
  study.onStep = [&](const NextStep& step) {
    const auto* copy = std::get_if<CopyTrial>(&step);
    if (!copy)
      return;
    ++copies;
    const auto& trials = study.trials();
    const auto lossOf = [&](int trial) {
      return trials.at(static_cast<std::size_t>(trial)).attempts.back().values;
    };
    const auto& donor = trials.at(static_cast<std::size_t>(copy->donor.trial));
    ASSERT_TRUE(copy->trial);
    EXPECT_NE(copy->donor.trial, *copy->trial);
    EXPECT_LT(donor.attempts.at(static_cast<std::size_t>(copy->donor.attempt) - 1).values,
              lossOf(*copy->trial));
    EXPECT_THAT(copy->reason.str(), HasSubstr("among the worst"));
  };
  study.run();
  EXPECT_TRUE(study.isOver());
  EXPECT_EQ(study.trials().size(), 10u);
  EXPECT_GT(copies, 15);
  for (const auto& trial : study.trials()) {
    EXPECT_EQ(trial.state, TrialState::Complete);
    EXPECT_LT(trial.values.front(), 0.3);
  }
}

TEST(PbtScheduler, NobodyCopiesAMemberWithoutACheckpoint) {
  VirtualStudy study(pbtSpec(20.0, 10), 10, parameterCurve);
  auto& scheduler = study.scheduler();
  std::vector<Trial> trials(10);
  for (int number = 0; number < 10; ++number) {
    auto& trial = trials[static_cast<std::size_t>(number)];
    trial.number = number;
    trial.bracket = number;
    trial.configuration = {{"x", 0.1 * (number + 1)}};
    trial.budget = 1.0;
    trial.state = TrialState::Paused;
    Attempt attempt;
    attempt.budget = 1.0;
    attempt.values = {0.1 * (number + 1)};
    // The best one's is missing.
    attempt.hasCheckpoint = number != 0;
    trial.attempts = {attempt};
    scheduler.observe(trial);
  }
  int copies = 0;
  for (auto& trial : trials) {
    const auto step = scheduler.next(NewTrials::Now);
    if (const auto* copy = std::get_if<CopyTrial>(&step)) {
      EXPECT_EQ(copy->donor.trial, 1);
      EXPECT_GE(trial.number, 8);
      ++copies;
    }
    trial.state = TrialState::Running;
    scheduler.observe(trial);
  }
  EXPECT_EQ(copies, 2);
}

TEST(PbtScheduler, AFailedMemberIsReplacedByACopyOfOneOfTheBest) {
  VirtualStudy study(pbtSpec(20.0, 10), 4, parameterCurve);
  study.configure = spread;
  study.crashes = [](const Trial& trial, std::int64_t step) {
    return trial.number == 3 && step == 5;
  };
  study.run();
  ASSERT_EQ(study.trials().size(), 11u);
  const auto& replacement = study.trials().back();
  EXPECT_EQ(replacement.bracket, 3);
  EXPECT_EQ(replacement.state, TrialState::Complete);
  EXPECT_TRUE(replacement.attempts.front().resumed);
  EXPECT_THAT(study.log, Contains(HasSubstr("in place of trial 3, which failed")));
}

TEST(PbtScheduler, GivesUpAPlaceWhoseMembersKeepFailing) {
  VirtualStudy study(pbtSpec(20.0, 10), 4, parameterCurve);
  study.configure = spread;
  study.crashes = [](const Trial& trial, std::int64_t) {
    return trial.bracket == 3;
  };
  study.run();
  EXPECT_TRUE(study.isOver());
  EXPECT_EQ(study.trials().size(), 13u);
}

TEST(PbtScheduler, WelchsTestTellsLuckFromProgress) {
  const auto copiesWith = [](double noise) {
    auto spec = pbtSpec(50.0, 4, {{"exploit", std::string("t-test")}, {"interval", 10.0}});
    VirtualStudy study(spec, 4, [noise](const Trial& trial, std::int64_t step) {
      Rng rng(static_cast<std::uint64_t>(trial.number), static_cast<std::uint64_t>(step));
      return std::vector<double>{0.01 * trial.number + noise * rng.normal()};
    });
    study.configure = spread;
    int copies = 0;
    study.onStep = [&](const NextStep& step) {
      copies += std::holds_alternative<CopyTrial>(step);
    };
    study.run();
    return copies;
  };
  EXPECT_GE(copiesWith(1e-4), 4);
  EXPECT_LE(copiesWith(10.0), 3);
}

TEST(PbtScheduler, BudgetsGoByTheInterval) {
  VirtualStudy study(pbtSpec(20.0, 3, {{"interval", 7.0}}), 3, parameterCurve);
  study.configure = [](int) {
    return Configuration{{"x", 0.5}};
  };
  study.run();
  for (const auto& trial : study.trials()) {
    std::vector<double> budgets;
    for (const auto& attempt : trial.attempts)
      budgets.push_back(*attempt.budget);
    EXPECT_EQ(budgets, (std::vector{7.0, 14.0, 20.0}));
  }
  EXPECT_EQ(study.spent(), 60.0);
}

TEST(PbtScheduler, RefusesAnIntervalBeyondTheBudget) {
  const auto made = createScheduler(pbtSpec(20.0, 3, {{"interval", 21.0}}));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().str(),
            "The interval of population based training, 21, is more than the largest budget, 20.");
}

TEST(PbtScheduler, WantsAProgramThatGoesOnFromCheckpoints) {
  auto spec = pbtSpec(20.0, 3);
  spec.budget->way = BudgetWay::StartOver;
  const auto made = createScheduler(spec);
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().str(), HasSubstr("must go on from a checkpoint"));
}

} // namespace
} // namespace sweep
