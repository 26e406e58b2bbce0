// SPDX-License-Identifier: GPL-3.0-or-later
// What every row of schedulers() keeps, whatever the programs do.
#include "tests/core/scheduler/schedules.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <set>

namespace sweep {
namespace {

using namespace test;

constexpr double Most = 27.0;
constexpr double Nan = std::numeric_limits<double>::quiet_NaN();

struct Setting {
  const SchedulerEntry* entry;
  Configuration options;
};

/// Each scheduler with its defaults, and with each choice of its categorical options.
std::vector<Setting> settings() {
  std::vector<Setting> all;
  for (const auto& entry : schedulers()) {
    all.push_back({&entry, {}});
    for (const auto& option : entry.options())
      if (const auto* domain = std::get_if<CategoricalDomain>(&option.parameter.domain))
        for (const auto& choice : domain->choices)
          if (choice != *option.parameter.defaultValue)
            all.push_back({&entry, {{option.parameter.name, choice}}});
  }
  return all;
}

class SchedulerConformance : public testing::TestWithParam<int> {
protected:
  StudySpec spec(BudgetWay way = BudgetWay::Continue) const {
    const auto all = settings();
    const auto& setting = all.at(static_cast<std::size_t>(GetParam()));
    auto made = budgetSpec(std::string(setting.entry->id).c_str(), 1.0, Most, way);
    made.method.schedulerOptions = setting.options;
    made.space.parameters = {{"lr", FloatDomain{1e-4, 1.0, true, {}}, {}, {}, {}},
                             {"units", IntDomain{8, 128, false, 8}, {}, {}, {}}};
    return made;
  }
  static Configuration configuration(int number) {
    Rng rng(5, static_cast<std::uint64_t>(number));
    return {{"lr", std::pow(10.0, rng.uniform(-4, 0))}, {"units", std::int64_t{8}}};
  }
  VirtualStudy study(int workers, VirtualStudy::Curve curve = decliningCurves,
                     BudgetWay way = BudgetWay::Continue) const {
    VirtualStudy made(spec(way), workers, std::move(curve));
    made.configure = configuration;
    made.limit = 60;
    return made;
  }
  /// What holds after any study.
  static void check(const VirtualStudy& study) {
    EXPECT_TRUE(study.isOver());
    EXPECT_EQ(study.running(), 0);
    for (const auto& trial : study.trials()) {
      EXPECT_TRUE(isFinished(trial.state)) << trial.number;
      EXPECT_EQ(trial.state == TrialState::Pruned, !trial.verdict.empty()) << trial.number;
      double before = 0.0;
      for (const auto& attempt : trial.attempts) {
        ASSERT_TRUE(attempt.budget);
        EXPECT_GE(*attempt.budget, 1.0);
        EXPECT_LE(*attempt.budget, Most);
        if (!attempt.values.empty()) {
          // A copy begins where the other trial was.
          const bool isCopy = attempt.resumed && attempt.resumed->trial != trial.number;
          EXPECT_TRUE(*attempt.budget > before || isCopy) << "a budget was run twice";
          before = *attempt.budget;
        }
      }
      for (const auto& report : trial.reports)
        EXPECT_LE(report.step, Most);
      if (trial.state == TrialState::Complete) {
        EXPECT_EQ(*trial.budget, Most);
      }
    }
  }
};

TEST_P(SchedulerConformance, EndsWithEveryTrialFinished) {
  for (const int workers : {1, 3, 16, 200}) {
    auto made = study(workers);
    made.run();
    check(made);
    EXPECT_GT(made.trials().size(), 8u);
  }
}

TEST_P(SchedulerConformance, GoesOnThroughCrashesAndBrokenNumbers) {
  auto made = study(4, [](const Trial& trial, std::int64_t step) {
    Rng rng(static_cast<std::uint64_t>(trial.number), static_cast<std::uint64_t>(step));
    if (rng.below(10) == 0)
      return std::vector<double>{Nan};
    return decliningCurves(trial, step);
  });
  made.crashes = [](const Trial& trial, std::int64_t step) {
    return Rng(static_cast<std::uint64_t>(trial.number) + 77, static_cast<std::uint64_t>(step)).below(15) ==
           0;
  };
  made.run();
  check(made);
}

TEST_P(SchedulerConformance, GoesOnWhenStepsAreMissingAndRepeated) {
  auto made = study(4, [](const Trial& trial, std::int64_t step) {
    Rng rng(static_cast<std::uint64_t>(trial.number), static_cast<std::uint64_t>(step));
    const double value = decliningCurves(trial, step).front();
    switch (rng.below(4)) {
    case 0:
      return step == static_cast<std::int64_t>(*trial.budget) ? std::vector<double>{value}
                                                              : std::vector<double>{};
    case 1:
      return std::vector<double>{value + 1.0, value};
    default:
      return std::vector<double>{value};
    }
  });
  made.run();
  check(made);
}

TEST_P(SchedulerConformance, StartsOverAsWellAsItGoesOn) {
  const auto* entry = findScheduler(spec().method.scheduler);
  if (entry->needs == BudgetNeed::Checkpoints)
    return;
  auto made = study(3, decliningCurves, BudgetWay::StartOver);
  made.run();
  check(made);
}

TEST_P(SchedulerConformance, ARebuiltSchedulerDecidesTheSame) {
  auto whole = study(5);
  whole.run();
  // The scheduler alone is replaced; running trials go on.
  for (const std::uint64_t seed : {1u, 2u}) {
    auto made = study(5);
    made.run(0);
    while (!made.isOver() || made.running() > 0) {
      made.run(7);
      made.renew(seed);
    }
    EXPECT_EQ(made.log, whole.log);
  }
}

TEST_P(SchedulerConformance, GoesOnAfterAnInterruption) {
  auto made = study(5);
  std::uint64_t seed = 1;
  made.run(3);
  for (int i = 0; i < 8 && !made.isOver(); ++i) {
    made.reopen(++seed);
    made.run(40);
  }
  made.run();
  check(made);
}

TEST_P(SchedulerConformance, AnswersTheSameQuestionTheSameWay) {
  auto made = study(2);
  int asked = 0;
  made.onStep = [&](const NextStep& step) {
    const bool isFull = made.trials().size() >= 60;
    EXPECT_EQ(made.scheduler().next(isFull ? NewTrials::Never : NewTrials::Now).index(), step.index());
    ++asked;
  };
  made.run();
  EXPECT_GT(asked, 20);
}

TEST_P(SchedulerConformance, WaitsForASamplerThatThinks) {
  auto made = study(2);
  const auto step = made.scheduler().next(NewTrials::Later);
  EXPECT_TRUE(std::holds_alternative<WaitForTrials>(step));
}

std::string nameOf(const testing::TestParamInfo<int>& info) {
  const auto setting = settings().at(static_cast<std::size_t>(info.param));
  std::string name(setting.entry->id);
  for (const auto& [option, value] : setting.options)
    name += "_" + option + "_" + valueText(value);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, SchedulerConformance, testing::Range(0, static_cast<int>(settings().size())),
                         nameOf);

/// Halving schedulers: whoever went on was among the best 1/eta of those that had come to its rung, at that moment (of fewer
/// than eta, the best).
class PromotionConformance : public testing::TestWithParam<const char*> {};

TEST_P(PromotionConformance, WhoGoesOnWasAmongTheBest) {
  for (const auto& curve :
       {VirtualStudy::Curve(decliningCurves), VirtualStudy::Curve([](const Trial&trial, std::int64_t step) {
          return std::vector<double>{
              Rng(static_cast<std::uint64_t>(trial.number), static_cast<std::uint64_t>(step)).uniform()};
        })}) {
    auto spec = budgetSpec(GetParam(), 1.0, Most, BudgetWay::Continue);
    if (GetParam() == std::string("asha"))
      spec.method.schedulerOptions = {{"variant", std::string("promotion")}};
    const auto eta = spec.method.scheduler == std::string("asha") ? 4u : 3u;
    VirtualStudy study(spec, 6, curve);
    study.limit = 100;
    int promoted = 0;
    study.onStep = [&](const NextStep& step) {
      const auto* more = std::get_if<ContinueTrial>(&step);
      if (!more)
        return;
      ++promoted;
      const auto& candidate = study.trials().at(static_cast<std::size_t>(more->trial));
      std::size_t results = 0, better = 0;
      for (const auto& trial : study.trials())
        for (const auto& attempt : trial.attempts)
          if (trial.bracket == candidate.bracket && attempt.budget == candidate.budget &&
              !attempt.values.empty()) {
            ++results;
            better += attempt.values.front() < candidate.attempts.back().values.front();
          }
      EXPECT_LT(better, std::max<std::size_t>(results / eta, 1)) << candidate.number;
    };
    study.run();
    EXPECT_GT(promoted, 5);
  }
}

INSTANTIATE_TEST_SUITE_P(All, PromotionConformance,
                         testing::Values("asha", "successive-halving", "hyperband"), [](const auto& info) {
                           std::string name = info.param;
                           std::erase(name, '-');
                           return name;
                         });

} // namespace
} // namespace sweep
