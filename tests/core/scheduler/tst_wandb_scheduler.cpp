// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/registry.h"

#include <cmath>
#include <gmock/gmock.h>

namespace sweep {
namespace {

using Kind = Verdict::Kind;

class WandbTest : public testing::Test {
protected:
  void make(Configuration options, Direction direction = Direction::Minimise) {
    StudySpec spec;
    spec.method.scheduler = "wandb-hyperband";
    spec.method.schedulerOptions = std::move(options);
    spec.objectives.front().direction = direction;
    scheduler = createScheduler(spec).value();
  }
  /// Reports one value after another; the verdict on the last.
  Verdict report(int number, const std::vector<double>& values) {
    Trial trial;
    trial.number = number;
    trial.state = TrialState::Running;
    Verdict verdict;
    for (const double value : values) {
      // The step does not matter.
      trial.reports.push_back({1000 + trial.number, {{"loss", value}}, 0.0});
      verdict = scheduler->judge(trial);
    }
    return verdict;
  }

  std::unique_ptr<Scheduler> scheduler;
};

TEST_F(WandbTest, KeepsTheBestAtEachBand) {
  // Bands 1 and 2: 5/2 and 5/4.
  make({{"max_iter", std::int64_t{5}}, {"s", std::int64_t{2}}, {"eta", 2.0}});
  EXPECT_EQ(report(1, {10, 6, 6}).kind, Kind::GoOn);
  EXPECT_EQ(report(2, {10, 7, 7}).kind, Kind::GoOn);
  // At band 2 there are 6, 7, 8: the threshold is number int(3/2), 7.
  EXPECT_EQ(report(3, {10, 6.5, 8}).kind, Kind::Stop);
  const auto verdict = report(4, {10, 10});
  EXPECT_EQ(verdict.kind, Kind::Stop);
  EXPECT_EQ(verdict.reason.str(), "band 1: 10 is worse than 7, number 3 of 4 there");
  EXPECT_EQ(report(5, {50}).kind, Kind::GoOn);
}

TEST_F(WandbTest, CountsFiniteValuesOfTheMetricAsIterations) {
  make({{"min_iter", std::int64_t{1}}, {"eta", 3.0}});
  for (int i = 1; i <= 5; ++i)
    report(i, {1.0, 1.0});
  EXPECT_EQ(report(9, {9.0, std::nan(""), std::nan("")}).kind, Kind::GoOn);
  EXPECT_EQ(report(10, {9.0, std::nan(""), 9.0}).kind, Kind::Stop);
}

TEST_F(WandbTest, LooksAtTheBestSoFarUnlessStrict) {
  const std::vector<double> dips = {0.5, 9.0};
  make({{"min_iter", std::int64_t{1}}, {"eta", 3.0}, {"strict", false}});
  for (int i = 1; i <= 5; ++i)
    report(i, {1.0, 1.0});
  EXPECT_EQ(report(9, dips).kind, Kind::GoOn);
  make({{"min_iter", std::int64_t{1}}, {"eta", 3.0}, {"strict", true}});
  for (int i = 1; i <= 5; ++i)
    report(i, {1.0, 1.0});
  EXPECT_EQ(report(9, dips).kind, Kind::Stop);
}

TEST_F(WandbTest, JudgesAgainWhenOthersHaveRaisedTheThreshold) {
  make({{"min_iter", std::int64_t{1}}, {"eta", 3.0}});
  Trial first;
  first.number = 1;
  first.state = TrialState::Running;
  for (int i = 0; i < 2; ++i) {
    first.reports.push_back({i, {{"loss", 5.0}}, 0.0});
    EXPECT_EQ(scheduler->judge(first).kind, Kind::GoOn);
  }
  report(2, {1.0, 1.0});
  report(3, {1.0, 1.0});
  first.reports.push_back({2, {{"loss", 0.1}}, 0.0});
  EXPECT_EQ(scheduler->judge(first).kind, Kind::Stop);
}

TEST_F(WandbTest, KnowsDirections) {
  make({{"min_iter", std::int64_t{1}}, {"eta", 2.0}}, Direction::Maximise);
  report(1, {0, 0.9});
  report(2, {0, 0.8});
  const auto verdict = report(3, {0, 0.1});
  EXPECT_EQ(verdict.kind, Kind::Stop);
  EXPECT_EQ(verdict.reason.str(), "band 1: 0.1 is worse than 0.8, number 2 of 3 there");
}

/// Reports of a trial whose first value has this step, `stride` apart.
Trial reported(int number, std::int64_t first, std::int64_t stride, const std::vector<double>& values) {
  Trial trial;
  trial.number = number;
  trial.state = TrialState::Complete;
  for (std::size_t i = 0; i < values.size(); ++i)
    trial.reports.push_back({first + static_cast<std::int64_t>(i) * stride, {{"loss", values[i]}}, 0.0});
  return trial;
}

TEST_F(WandbTest, TellsWhatEachBandAsksForAtTheStepThatTrialsHadThere) {
  make({{"min_iter", std::int64_t{1}}, {"eta", 3.0}});
  EXPECT_THAT(scheduler->thresholds(), testing::IsEmpty()) << "at which steps they lie is not known yet";
  // Programs that count from 1, and one that counts tens.
  for (int i = 1; i <= 4; ++i)
    scheduler->observe(reported(i, 1, 1, {9.0, 1.0 * i, 9.0, 0.1 * i}));
  scheduler->observe(reported(5, 10, 10, {9.0, 7.0}));
  // Of five values the threshold is number int(5 / 3), counted from 0.
  const Threshold first{{}, 2.0, {}, 5, 2.0, Message("band %1", {"1"})};
  const Threshold second{{}, 4.0, {}, 4, 0.2, Message("band %1", {"3"})};
  EXPECT_THAT(scheduler->thresholds(), testing::ElementsAre(first, second));
}

TEST_F(WandbTest, HoldsTrialsToABandUpToTheNextOneUnlessStrict) {
  make({{"min_iter", std::int64_t{1}}, {"eta", 3.0}, {"strict", false}}, Direction::Maximise);
  scheduler->observe(reported(1, 0, 1, {0.5, 0.6}));
  ASSERT_THAT(scheduler->thresholds(), testing::SizeIs(1));
  EXPECT_TRUE(scheduler->thresholds().front().lasts);
  EXPECT_EQ(scheduler->thresholds().front().value, 0.6);
}

TEST_F(WandbTest, ForgetsWhereATrialWasBeforeItWasPutBack) {
  make({{"min_iter", std::int64_t{1}}, {"eta", 3.0}});
  scheduler->observe(reported(1, 10, 10, {9.0, 7.0}));
  EXPECT_EQ(scheduler->thresholds().front().budget, 20.0);
  auto again = reported(1, 10, 10, {});
  again.state = TrialState::Waiting;
  scheduler->observe(again);
  EXPECT_THAT(scheduler->thresholds(), testing::IsEmpty());
  scheduler->observe(reported(1, 1, 1, {9.0, 7.0}));
  EXPECT_EQ(scheduler->thresholds().front().budget, 2.0);
}

TEST_F(WandbTest, RefusesASweepWithoutBands) {
  StudySpec spec;
  spec.method.scheduler = "wandb-hyperband";
  spec.method.schedulerOptions = {{"max_iter", std::int64_t{2}}, {"eta", 3.0}};
  EXPECT_FALSE(createScheduler(spec).ok());
}

} // namespace
} // namespace sweep
