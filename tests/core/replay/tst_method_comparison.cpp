// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/replay/method_comparison.h"

#include "core/base/text.h"
#include "tests/support/replay_spec.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <fstream>
#include <gmock/gmock.h>

namespace sweep {
namespace {

using namespace test;

class MethodComparisonTest : public testing::Test {
protected:
  /// 80 runs of nine steps; the best value is 1 / 9 + 0.01.
  void SetUp() override {
    path = m_folder / "curves.csv";
    std::ofstream file(path);
    file << "x,y,step,loss,seconds\n";
    Rng rng(2);
    for (int run = 0; run < 80; ++run) {
      const double x = run == 33 ? 0.01 : rng.uniform(0.02, 1.0);
      const double y = rng.uniform();
      for (int step = 1; step <= 9; ++step)
        file << numberText(x) << ',' << numberText(y) << ',' << step << ',' << numberText(x + 1.0 / step) << ',' << 2 * step << '\n';
    }
  }

  MethodComparison compared(const ComparisonOptions& options) const {
    auto spec = replayOf(path, {}, Direction::Minimise);
    EXPECT_TRUE(spec.ok()) << spec.error().str();
    auto comparison = compareMethods(*spec, {}, options);
    EXPECT_TRUE(comparison.ok()) << comparison.error().str();
    return std::move(*comparison);
  }

  std::string path;

private:
  TemporaryFolder m_folder;
};

TEST_F(MethodComparisonTest, MakesAStudyOfATable) {
  const auto spec = replayOf(path, {}, Direction::Minimise);
  ASSERT_TRUE(spec.ok());
  ASSERT_EQ(spec->space.parameters.size(), 2u);
  EXPECT_EQ(spec->space.parameters[0].name, "x");
  EXPECT_EQ(spec->objective().metric, "loss");
  ASSERT_TRUE(spec->budget);
  EXPECT_EQ(spec->budget->min, 1.0);
  EXPECT_EQ(spec->budget->max, 9.0);
}

TEST_F(MethodComparisonTest, NeverGetsWorseNorBeyondWhatWasRecorded) {
  ComparisonOptions options;
  options.methods = {"random", "tpe", "asha", "hyperband", "bohb", "random+percentile", "grid"};
  options.seeds = 4;
  options.fullTrials = 30.0;
  const auto comparison = compared(options);
  EXPECT_EQ(comparison.configurations, 80u);
  EXPECT_DOUBLE_EQ(comparison.bestRecorded, 0.01 + 1.0 / 9.0);
  ASSERT_EQ(comparison.methods.size(), 7u);
  for (const auto& method : comparison.methods) {
    if (method.id == "grid") {
      EXPECT_THAT(method.problem.str(), testing::HasSubstr("which was not recorded"));
      continue;
    }
    ASSERT_TRUE(method.problem.empty()) << method.problem.str();
    for (const auto* curve : {&method.overBudget, &method.overTime}) {
      ASSERT_EQ(curve->size(), 60u);
      double before = std::numeric_limits<double>::infinity();
      for (const auto& point : *curve) {
        if (std::isnan(point.median))
          continue;
        EXPECT_LE(point.lower, point.median);
        EXPECT_LE(point.median, point.upper);
        EXPECT_LE(point.median, before);
        EXPECT_GE(point.lower, comparison.bestRecorded);
        before = point.median;
      }
    }
  }
}

/// One worker, one trial after the other: the curve is the running minimum of random draws without replacement.
TEST_F(MethodComparisonTest, AgreesWithRandomSearchCountedByHand) {
  ComparisonOptions options;
  options.methods = {"random"};
  options.seeds = 1;
  options.fullTrials = 80.0;
  const auto random = compared(options).methods.at(0);
  EXPECT_DOUBLE_EQ(medianAt(random.overBudget, 80.0), 0.01 + 1.0 / 9.0);
  EXPECT_NEAR(random.overTime.back().spent, 80.0 * 18.0, 1e-6);
  EXPECT_TRUE(std::isnan(medianAt(random.overBudget, 1e-4)));
}

TEST_F(MethodComparisonTest, MoreWorkersTakeLessTimeAndAsMuchBudget) {
  ComparisonOptions options;
  options.methods = {"random"};
  options.seeds = 2;
  options.fullTrials = 40.0;
  const auto alone = compared(options);
  options.parallel = 4;
  const auto together = compared(options);
  EXPECT_NEAR(together.methods[0].overTime.back().spent, alone.methods[0].overTime.back().spent / 4.0, 20.0);
  EXPECT_DOUBLE_EQ(together.methods[0].overBudget.back().spent, 40.0);
}

TEST_F(MethodComparisonTest, IsWrittenAsATable) {
  ComparisonOptions options;
  options.methods = {"random", "asha"};
  options.seeds = 1;
  options.points = 5;
  const auto csv = comparisonCsv(compared(options));
  EXPECT_EQ(std::ranges::count(csv, '\n'), 1 + 2 * 2 * 5);
  EXPECT_THAT(csv, testing::StartsWith("method,axis,spent,lower,median,upper\r\nrandom,budget,"));
}

TEST_F(MethodComparisonTest, SaysWhatItDoesNotKnow) {
  auto spec = *replayOf(path, {}, Direction::Minimise);
  EXPECT_FALSE(compareMethods(spec, {}, {{"luck"}}).ok());
  EXPECT_FALSE(compareMethods(spec, {}, {{"random+luck"}}).ok());
  EXPECT_FALSE(replayOf(path + ".gone", {}, Direction::Minimise).ok());
  spec.objectives[0].metric = "accuracy";
  EXPECT_FALSE(compareMethods(spec, {}, {{"random"}}).ok());
}

} // namespace
} // namespace sweep
