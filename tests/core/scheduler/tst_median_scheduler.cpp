// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/registry.h"

#include <gmock/gmock.h>
#include <limits>

namespace sweep {
namespace {

using Kind = Verdict::Kind;

class MedianTest : public testing::Test {
protected:
  void make(const char* id, Configuration options = {}) {
    StudySpec spec;
    spec.method.scheduler = id;
    spec.method.schedulerOptions = std::move(options);
    scheduler = createScheduler(spec).value();
  }
  Trial trial(int number, const std::vector<double>& losses, TrialState state = TrialState::Running) {
    Trial made;
    made.number = number;
    made.state = state;
    for (std::size_t i = 0; i < losses.size(); ++i)
      made.reports.push_back({static_cast<std::int64_t>(i + 1), {{"loss", losses[i]}}, 0.0});
    return made;
  }
  /// Five complete trials whose averages up to step 2 are 1.5, 2.5, 3.5, 4.5, 5.5 and up to step 1 one more than half of that.
  void complete() {
    for (int i = 1; i <= 5; ++i)
      scheduler->observe(trial(i, {i + 1.0, i * 1.0, 0.0}, TrialState::Complete));
  }

  std::unique_ptr<Scheduler> scheduler;
};

TEST_F(MedianTest, ComparesTheBestWithTheMedianOfRunningAverages) {
  make("median");
  complete();
  EXPECT_EQ(scheduler->judge(trial(9, {3.6, 3.5})).kind, Kind::GoOn);
  const auto verdict = scheduler->judge(trial(10, {3.6, 9.0}));
  EXPECT_EQ(verdict.kind, Kind::Stop);
  EXPECT_EQ(verdict.reason.str(),
            "step 2: its best, 3.6, is worse than the median of the averages of 5 complete trials, 3.5");
  // Beyond their last step the whole average counts: (i + 1 + i + 0) / 3.
  EXPECT_EQ(scheduler->judge(trial(11, {9, 9, 9, 2.33})).kind, Kind::GoOn);
  EXPECT_EQ(scheduler->judge(trial(12, {9, 9, 9, 2.34})).kind, Kind::Stop);
}

TEST_F(MedianTest, WaitsForTrialsAndForItsGrace) {
  make("median", {{"grace", std::int64_t{3}}, {"startup_trials", std::int64_t{5}}});
  EXPECT_EQ(scheduler->judge(trial(9, {99, 99, 99})).kind, Kind::GoOn);
  complete();
  EXPECT_EQ(scheduler->judge(trial(10, {99, 99})).kind, Kind::GoOn);
  EXPECT_EQ(scheduler->judge(trial(11, {99, 99, 99})).kind, Kind::Stop);
}

TEST_F(MedianTest, CountsNoStoppedOrFailedTrials) {
  make("median");
  for (int i = 1; i <= 9; ++i)
    scheduler->observe(trial(i, {0.0}, i % 2 ? TrialState::Pruned : TrialState::Failed));
  EXPECT_EQ(scheduler->judge(trial(20, {5.0})).kind, Kind::GoOn);
}

TEST_F(MedianTest, LeavesOutWhatWasPutBack) {
  make("median");
  complete();
  auto again = trial(1, {}, TrialState::Waiting);
  scheduler->observe(again);
  EXPECT_EQ(scheduler->judge(trial(9, {99, 99})).kind, Kind::GoOn);
}

TEST_F(MedianTest, StopsWhatWasNeverANumber) {
  make("median");
  complete();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(scheduler->judge(trial(9, {nan, nan})).kind, Kind::Stop);
  EXPECT_EQ(scheduler->judge(trial(10, {1.0, nan})).kind, Kind::GoOn);
}

TEST_F(MedianTest, PercentileIsStricterOrMilder) {
  make("percentile", {{"percentile", 25.0}});
  complete();
  EXPECT_EQ(scheduler->judge(trial(9, {2.4, 2.5})).kind, Kind::GoOn);
  const auto verdict = scheduler->judge(trial(10, {2.7, 2.6}));
  EXPECT_EQ(verdict.kind, Kind::Stop);
  EXPECT_EQ(verdict.reason.str(),
            "step 2: its best, 2.6, is worse than 2.5, the mark of the best 25 % among the "
            "averages of 5 complete trials");
  make("percentile", {{"percentile", 75.0}});
  complete();
  EXPECT_EQ(scheduler->judge(trial(11, {4.4, 4.5})).kind, Kind::GoOn);
  EXPECT_EQ(scheduler->judge(trial(12, {4.6, 4.6})).kind, Kind::Stop);
}

TEST_F(MedianTest, TellsTheMedianAtEveryStep) {
  make("median", {{"grace", std::int64_t{2}}, {"startup_trials", std::int64_t{5}}});
  EXPECT_TRUE(scheduler->thresholds().empty());
  complete();
  const auto thresholds = scheduler->thresholds();
  ASSERT_EQ(thresholds.size(), 2u);
  EXPECT_EQ(thresholds[0], (Threshold{{}, 2.0, {}, 5, 3.5, {}, true}));
  EXPECT_EQ(thresholds[1].budget, 3.0);
  EXPECT_NEAR(*thresholds[1].value, 7.0 / 3.0, 1e-12);
}

} // namespace
} // namespace sweep
