// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/replay_formula.h"
#include "tests/support/replay_spec.h"

#include <cmath>
#include <gmock/gmock.h>

namespace sweep {
namespace {

using namespace test;
using testing::HasSubstr;

std::unique_ptr<ReplayFormula> formulaOf(const StudySpec& spec) {
  auto made = ReplayFormula::create(*spec.replay, spec.space);
  EXPECT_TRUE(made.ok()) << made.error().str();
  return std::move(*made);
}

std::vector<Report> playedBy(ReplaySource& source, const TrialTask& task) {
  std::vector<Report> reports;
  const auto run = source.play(task);
  while (auto report = run->next())
    reports.push_back(*report);
  return reports;
}

const Configuration Half = {{"x", 0.5}, {"n", whole(4)}};

TEST(ReplayFormula, CalculatesEveryReport) {
  auto spec = formulaSpec("x * n + 1 / step", 1);
  spec.replay->steps = 7;
  spec.replay->reportEvery = 3;
  spec.replay->secondsPerStep = "n / 2";
  const auto source = formulaOf(spec);
  const auto reports = playedBy(*source, {Half, 1, {}, 0.0});
  ASSERT_EQ(reports.size(), 3u);
  const std::int64_t steps[] = {3, 6, 7};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(reports[i].step, steps[i]);
    EXPECT_DOUBLE_EQ(reports[i].time, 2.0 * static_cast<double>(steps[i]));
    EXPECT_DOUBLE_EQ(reports[i].metrics.at("loss"), 2.0 + 1.0 / static_cast<double>(steps[i]));
  }
  EXPECT_DOUBLE_EQ(source->play({Half, 1, {}, 0.0})->end(), 14.0);
}

TEST(ReplayFormula, GoesOnFromWhereTheTrainingWas) {
  auto spec = formulaSpec("step", 1);
  spec.replay->reportEvery = 4;
  const auto source = formulaOf(spec);
  const auto reports = playedBy(*source, {Half, 1, 9.0, 3.0});
  ASSERT_EQ(reports.size(), 3u);
  EXPECT_EQ(reports[0].step, 4);
  EXPECT_DOUBLE_EQ(reports[0].time, 1.0);
  EXPECT_EQ(reports[2].step, 9);
  EXPECT_DOUBLE_EQ(reports[2].time, 6.0);
  EXPECT_TRUE(playedBy(*source, {Half, 1, 9.0, 9.0}).empty());
}

TEST(ReplayFormula, DrawsByTheSeedAndTheStepAlone) {
  auto spec = formulaSpec("normal()", 1);
  spec.replay->steps = 5;
  const auto source = formulaOf(spec);
  const auto whole = playedBy(*source, {Half, 7, {}, 0.0});
  const auto rest = playedBy(*source, {Half, 7, {}, 2.0});
  const auto other = playedBy(*source, {Half, 8, {}, 0.0});
  EXPECT_EQ(whole[2].metrics, rest[0].metrics);
  EXPECT_NE(whole[2].metrics, whole[3].metrics);
  EXPECT_NE(whole[2].metrics, other[2].metrics);
}

TEST(ReplayFormula, SaysWhatCannotBeRead) {
  auto spec = formulaSpec("x +", 1);
  const auto broken = ReplayFormula::create(*spec.replay, spec.space);
  ASSERT_FALSE(broken.ok());
  EXPECT_THAT(broken.error().str(), HasSubstr("The formula for “loss”: "));
  spec = formulaSpec("x", 1);
  spec.replay->secondsPerStep = "step";
  const auto slow = ReplayFormula::create(*spec.replay, spec.space);
  ASSERT_FALSE(slow.ok());
  EXPECT_THAT(slow.error().str(), HasSubstr("The seconds per step: "));
}

} // namespace
} // namespace sweep
