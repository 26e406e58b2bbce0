// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/replay_table.h"
#include "tests/support/spaces.h"

#include <cmath>
#include <gmock/gmock.h>
#include <limits>

namespace sweep {
namespace {

using namespace test;
using testing::HasSubstr;

constexpr double Nan = std::numeric_limits<double>::quiet_NaN();

RecordedPoint point(std::int64_t step, std::optional<double> seconds, std::optional<double> loss,
                    std::optional<double> accuracy = {}) {
  return {step, seconds, {loss, accuracy}};
}

RecordedCurves someCurves() {
  RecordedCurves curves;
  curves.parameters = {"x", "opt"};
  curves.metrics = {"loss", "accuracy"};
  curves.runs = {
      {{"0.1", "adam"}, {point(1, 10.0, 3.0, 0.1), point(2, 25.0, 2.0), point(4, 60.0, 1.0, 0.3)}, {}, {}},
      {{"0.9", "adam"}, {point(1, 10.0, 3.0), point(2, 20.0, Nan)}, {}, {}},
      {{"0.5", "sgd"}, {point(1, 1.0, 5.0)}, 7.0, "it broke"},
      {{"0.5", "sgd"}, {point(1, 1.0, 6.0)}, {}, {}},
      {{"9", "sgd"}, {point(1, 1.0, 6.0)}, {}, {}},
  };
  return curves;
}

StudySpec tableSpec() {
  return studyOf({real("x", 0.0, 1.0), choice("opt", {text("sgd"), text("adam")}), constant("c", whole(3))},
                 "random");
}

std::shared_ptr<const ReplayTable> tableOf(RecordedCurves curves, const StudySpec& spec = tableSpec()) {
  auto table = ReplayTable::create(std::make_shared<const RecordedCurves>(std::move(curves)), spec.space,
                                   spec.objectives);
  EXPECT_TRUE(table.ok()) << table.error().str();
  return *table;
}

std::string errorOf(RecordedCurves curves, const StudySpec& spec) {
  auto table = ReplayTable::create(std::make_shared<const RecordedCurves>(std::move(curves)), spec.space,
                                   spec.objectives);
  return table ? "" : table.error().str();
}

Configuration at(double x, const char* opt) {
  return {{"x", x}, {"opt", text(opt)}, {"c", whole(3)}};
}

ReplayTableSource sourceOf(std::shared_ptr<const ReplayTable> table, const char* seconds = "1") {
  return {std::move(table), *Expression::compile(seconds, {"x"})};
}

std::vector<Report> playedBy(ReplaySource& source, const TrialTask& task) {
  std::vector<Report> reports;
  const auto run = source.play(task);
  while (auto report = run->next())
    reports.push_back(*report);
  return reports;
}

TEST(ReplayTable, PlaysARunAsItWasRecorded) {
  auto source = sourceOf(tableOf(someCurves()));
  const auto reports = playedBy(source, {at(0.1, "adam"), 1, {}, 0.0});
  ASSERT_EQ(reports.size(), 3u);
  EXPECT_EQ(reports[0], (Report{1, {{"loss", 3.0}, {"accuracy", 0.1}}, 10.0}));
  EXPECT_EQ(reports[1], (Report{2, {{"loss", 2.0}}, 25.0}));
  EXPECT_EQ(reports[2], (Report{4, {{"loss", 1.0}, {"accuracy", 0.3}}, 60.0}));
}

TEST(ReplayTable, GoesOnFromACheckpointAndUpToABudget) {
  auto source = sourceOf(tableOf(someCurves()));
  EXPECT_EQ(playedBy(source, {at(0.1, "adam"), 1, 3.0, 0.0}).size(), 2u);
  const auto rest = playedBy(source, {at(0.1, "adam"), 1, 4.0, 2.0});
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].step, 4);
  EXPECT_DOUBLE_EQ(rest[0].time, 35.0);
}

TEST(ReplayTable, EndsWhereTheRecordingEnds) {
  auto source = sourceOf(tableOf(someCurves()));
  const auto reports = playedBy(source, {at(0.9, "adam"), 1, 50.0, 0.0});
  ASSERT_EQ(reports.size(), 2u);
  EXPECT_TRUE(std::isnan(reports[1].metrics.at("loss")));
  EXPECT_TRUE(playedBy(source, {at(0.9, "adam"), 1, 50.0, 2.0}).empty());
}

TEST(ReplayTable, LetsTimePassWhereNothingWasRecorded) {
  auto source = sourceOf(tableOf(someCurves()));
  EXPECT_DOUBLE_EQ(source.play({at(0.9, "adam"), 1, 50.0, 2.0})->end(), 48.0 * 10.0);
  // Between two recorded steps, and from there on: as much as was recorded for both together.
  EXPECT_DOUBLE_EQ(source.play({at(0.1, "adam"), 1, 3.0, 2.0})->end(), 15.0);
  const auto rest = playedBy(source, {at(0.1, "adam"), 1, 4.0, 3.0});
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_DOUBLE_EQ(rest[0].time, 60.0 - 25.0 - 15.0);
}

TEST(ReplayTable, LetsTimePassInATableWithoutAny) {
  RecordedCurves curves;
  curves.parameters = {"x"};
  curves.metrics = {"loss"};
  curves.runs = {{{"0.5"}, {{2, {}, {1.0}}}, {}, {}}};
  auto source = sourceOf(tableOf(curves, studyOf({real("x", 0.0, 1.0)}, "random")), "0");
  EXPECT_DOUBLE_EQ(source.play({{{"x", 0.5}}, 1, 9.0, 2.0})->end(), 7.0);
}

TEST(ReplayTable, PlaysTheNearestOfTheSameCategory) {
  const auto table = tableOf(someCurves());
  EXPECT_EQ(&table->runFor(at(0.45, "adam"), 1), &table->curves().runs[0]);
  EXPECT_EQ(&table->runFor(at(0.55, "adam"), 1), &table->curves().runs[1]);
  EXPECT_EQ(table->runFor(at(0.1, "sgd"), 1).configuration.front(), "0.5");
}

TEST(ReplayTable, PicksAmongRunsOfOneConfigurationByTheSeed) {
  const auto table = tableOf(someCurves());
  int broken = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const auto& run = table->runFor(at(0.5, "sgd"), seed);
    EXPECT_EQ(&run, &table->runFor(at(0.5, "sgd"), seed));
    broken += run.failure.empty() ? 0 : 1;
  }
  EXPECT_GT(broken, 25);
  EXPECT_LT(broken, 75);
}

TEST(ReplayTable, FailsAtTheEndOfAFailedRunOnly) {
  auto curves = someCurves();
  curves.runs = {{{"0.5", "sgd"}, {point(1, 1.0, 5.0), point(3, 5.0, 4.0)}, 7.0, "it broke"}};
  auto source = sourceOf(tableOf(curves));
  EXPECT_EQ(source.play({at(0.5, "sgd"), 1, 1.0, 0.0})->failure(), "");
  const auto whole = source.play({at(0.5, "sgd"), 1, 3.0, 0.0});
  EXPECT_EQ(whole->failure(), "it broke");
  EXPECT_DOUBLE_EQ(whole->end(), 7.0);
}

TEST(ReplayTable, CountsSecondsByStepsWhereThereAreNone) {
  RecordedCurves curves;
  curves.parameters = {"x"};
  curves.metrics = {"loss"};
  curves.runs = {{{"0.5"}, {{2, {}, {1.0}}, {6, {}, {0.5}}}, {}, {}}};
  auto source = sourceOf(tableOf(curves, studyOf({real("x", 0.0, 1.0)}, "random")), "10 * x");
  const auto reports = playedBy(source, {{{"x", 0.5}}, 1, {}, 0.0});
  EXPECT_DOUBLE_EQ(reports[0].time, 10.0);
  EXPECT_DOUBLE_EQ(reports[1].time, 30.0);
}

TEST(ReplayTable, LeavesOutWhatLiesOutsideAndListsEachConfigurationOnce) {
  const auto table = tableOf(someCurves());
  EXPECT_EQ(table->leftOut(), 1u);
  ASSERT_EQ(table->pool()->size(), 3u);
  EXPECT_EQ(table->pool()->configurations()[2], at(0.5, "sgd"));
}

TEST(ReplayTable, SaysWhatDoesNotFit) {
  auto spec = tableSpec();
  spec.objectives[0].metric = "f1";
  EXPECT_EQ(errorOf(someCurves(), spec), "The table has no metric “f1”. Its metrics are: loss, accuracy.");
  spec = tableSpec();
  spec.space.parameters.push_back(real("y", 0.0, 1.0));
  EXPECT_EQ(errorOf(someCurves(), spec),
            "The table has no column for the parameter “y”. Its parameters are: x, opt.");
  spec = tableSpec();
  spec.space.parameters[0] = real("x", 20.0, 30.0);
  EXPECT_THAT(errorOf(someCurves(), spec), HasSubstr("None of the 5 recorded runs"));
}

TEST(ReplayTable, ReadsValuesAsTheSpaceHasThem) {
  RecordedCurves curves;
  curves.parameters = {"n", "flag", "size"};
  curves.metrics = {"loss"};
  curves.runs = {{{"3.0", "true", "1e2"}, {{1, {}, {1.0}}}, {}, {}},
                 {{"3.5", "true", "100"}, {{1, {}, {1.0}}}, {}, {}}};
  const auto table = tableOf(curves, studyOf({integer("n", 1, 5), choice("flag", {Value(true), Value(false)}),
                                              choice("size", {whole(10), whole(100)})},
                                             "random"));
  ASSERT_EQ(table->pool()->size(), 1u);
  EXPECT_EQ(table->pool()->configurations()[0],
            (Configuration{{"n", whole(3)}, {"flag", true}, {"size", whole(100)}}));
}

TEST(ReplayTable, KnowsInactiveParameters) {
  RecordedCurves curves;
  curves.parameters = {"opt", "momentum"};
  curves.metrics = {"loss"};
  curves.runs = {{{"adam", ""}, {{1, {}, {1.0}}}, {}, {}},
                 {{"sgd", "0.5"}, {{1, {}, {2.0}}}, {}, {}},
                 {{"sgd", ""}, {{1, {}, {3.0}}}, {}, {}}};
  const auto table = tableOf(curves, studyOf({choice("opt", {text("sgd"), text("adam")}),
                                              onlyWhen(real("momentum", 0.0, 1.0), "opt", {text("sgd")})},
                                             "random"));
  EXPECT_EQ(table->leftOut(), 1u);
  EXPECT_EQ(table->runFor({{"opt", text("adam")}}, 1).points[0].values[0], 1.0);
  EXPECT_EQ(table->runFor({{"opt", text("sgd")}, {"momentum", 0.9}}, 1).points[0].values[0], 2.0);
}

} // namespace
} // namespace sweep
