// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/curves_csv.h"
#include "core/exchange/trials_export.h"
#include "tests/support/spaces.h"

#include <cmath>
#include <gmock/gmock.h>

namespace sweep {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;

RecordedCurves read(std::string_view text, const CurveColumns& columns = {}) {
  auto curves = readCurvesCsv(text, columns);
  EXPECT_TRUE(curves.ok()) << curves.error().str();
  return curves ? std::move(*curves) : RecordedCurves();
}

std::string errorOf(std::string_view text, const CurveColumns& columns = {}) {
  const auto curves = readCurvesCsv(text, columns);
  EXPECT_FALSE(curves.ok());
  return curves ? "" : curves.error().str();
}

std::vector<std::int64_t> stepsOfRun(const RecordedRun& run) {
  std::vector<std::int64_t> steps;
  for (const auto& point : run.points)
    steps.push_back(point.step);
  return steps;
}

TEST(CurvesCsv, ReadsARowForEachReport) {
  const auto curves = read("lr,opt,epoch,loss,acc,seconds\n"
                           "0.1,sgd,1,3,0.2,10\n"
                           "0.1,sgd,2,2,,20\n"
                           "0.2,adam,1,nan,0.1,5\n"
                           "0.1,sgd,3,1,0.5,30\n"
                           "0.1,sgd,1,9,,7\n");
  EXPECT_THAT(curves.parameters, ElementsAre("lr", "opt"));
  EXPECT_THAT(curves.metrics, ElementsAre("loss", "acc"));
  ASSERT_EQ(curves.runs.size(), 3u);
  EXPECT_THAT(curves.runs[0].configuration, ElementsAre("0.1", "sgd"));
  EXPECT_THAT(stepsOfRun(curves.runs[0]), ElementsAre(1, 2, 3));
  EXPECT_THAT(curves.runs[0].points[1].values, ElementsAre(2.0, std::nullopt));
  EXPECT_EQ(curves.runs[0].points[1].seconds, 20.0);
  EXPECT_TRUE(std::isnan(*curves.runs[1].points[0].values[0]));
  EXPECT_THAT(stepsOfRun(curves.runs[2]), ElementsAre(1));
}

TEST(CurvesCsv, TellsRunsApartByTheirColumn) {
  const auto curves = read("run,lr,step,loss\na,0.1,1,3\nb,0.1,1,4\na,0.1,2,2\nb,0.1,2,1\n");
  EXPECT_THAT(curves.parameters, ElementsAre("lr"));
  ASSERT_EQ(curves.runs.size(), 2u);
  EXPECT_EQ(curves.runs[0].points[1].values[0], 2.0);
  EXPECT_EQ(curves.runs[1].points[1].values[0], 1.0);
}

TEST(CurvesCsv, ReadsARowForEachRun) {
  const auto curves = read("lr,l_1,valid_0,valid_1,valid_2,test_2,seconds_1,note\n"
                           "0.1,4,3,2,1,1.5,20,x\n"
                           "0.2,5,3,nan,,,,y\n");
  EXPECT_THAT(curves.parameters, ElementsAre("lr", "l_1"));
  EXPECT_THAT(curves.metrics, ElementsAre("valid", "test"));
  EXPECT_THAT(curves.unused, ElementsAre("note"));
  ASSERT_EQ(curves.runs.size(), 2u);
  EXPECT_THAT(stepsOfRun(curves.runs[0]), ElementsAre(0, 1, 2));
  EXPECT_THAT(curves.runs[0].points[2].values, ElementsAre(1.0, 1.5));
  EXPECT_EQ(curves.runs[0].points[1].seconds, 20.0);
  EXPECT_THAT(stepsOfRun(curves.runs[1]), ElementsAre(0, 1));
}

TEST(CurvesCsv, ReadsOneResultForEachRun) {
  const auto curves = read("lr,layers,loss\n0.1,2,3\n0.2,3,1\n");
  EXPECT_THAT(curves.parameters, ElementsAre("lr", "layers"));
  EXPECT_THAT(curves.metrics, ElementsAre("loss"));
  EXPECT_THAT(stepsOfRun(curves.runs[0]), ElementsAre(1));
  const auto known = read("lr,loss,layers,budget\n0.1,3,2,27\n", {{"lr", "layers"}, {"loss"}});
  EXPECT_THAT(known.parameters, ElementsAre("lr", "layers"));
  EXPECT_THAT(known.metrics, ElementsAre("loss"));
  EXPECT_THAT(stepsOfRun(known.runs[0]), ElementsAre(27));
}

TEST(CurvesCsv, TakesAKnownParameterWhateverItsName) {
  const auto curves = read("time,run_1,run_2,run_3,step,loss\n3,1,2,3,1,0.5\n",
                           {{"time", "run_1", "run_2", "run_3"}, {"loss"}});
  EXPECT_THAT(curves.parameters, ElementsAre("time", "run_1", "run_2", "run_3"));
  EXPECT_THAT(curves.metrics, ElementsAre("loss"));
}

SnapshotPtr someStudy() {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->spec = studyOf({real("lr", 0.0, 1.0), choice("note", {text("=a"), text("b, c")})}, "random");
  // Both texts are dangerous to a table.
  auto first = completed(0, {{"lr", 0.25}, {"note", text("=a")}}, 1.5);
  first.reports = {{1, {{"loss", 2.5}}, 3.0}, {2, {{"loss", 1.5}, {"acc", 0.75}}, 6.0}};
  auto second = failed(1, {{"lr", 0.5}, {"note", text("b, c")}});
  second.reports = {{1, {{"loss", 7.0}}, 2.0}};
  second.failure->message = Message("Ended with exit code 3.");
  auto third = completed(2, {{"lr", 0.25}, {"note", text("=a")}}, 9.0);
  third.reports = {{1, {{"loss", 9.0}}, 4.0}};
  for (const auto& trial : {first, second, third})
    snapshot->trials.push_back(std::make_shared<const Trial>(trial));
  return snapshot;
}

TEST(CurvesCsv, ReadsAnExportOfTrialsOnceItsParametersAreKnown) {
  const auto csv = trialsCsv(*someStudy());
  EXPECT_THAT(errorOf(csv), HasSubstr("does not say which columns are parameters"));
  const auto curves = read(csv, {{"lr", "note"}, {"loss"}});
  EXPECT_THAT(curves.metrics, ElementsAre("loss", "acc"));
  ASSERT_EQ(curves.runs.size(), 3u);
  EXPECT_THAT(curves.runs[0].configuration, ElementsAre("0.25", "=a"));
  EXPECT_THAT(curves.runs[0].points[0].values, ElementsAre(1.5, 0.75));
  EXPECT_THAT(curves.runs[1].failure, HasSubstr("Ended with exit code 3."));
}

TEST(CurvesCsv, ReadsWhatItWrites) {
  const auto study = someStudy();
  std::vector<Trial> trials;
  for (const auto& trial : study->trials)
    trials.push_back(*trial);
  const auto direct = curvesOfTrials(study->spec, trials);
  auto read = readCurvesCsv(curvesCsv(*study));
  ASSERT_TRUE(read.ok()) << read.error().str();
  EXPECT_EQ(read->parameters, direct.parameters);
  EXPECT_THAT(read->metrics, ElementsAre("acc", "loss"));
  ASSERT_EQ(read->runs.size(), direct.runs.size());
  for (std::size_t i = 0; i < direct.runs.size(); ++i) {
    EXPECT_EQ(read->runs[i].configuration, direct.runs[i].configuration);
    EXPECT_EQ(read->runs[i].failure.empty(), direct.runs[i].failure.empty());
    ASSERT_EQ(read->runs[i].points.size(), direct.runs[i].points.size());
    for (std::size_t at = 0; at < direct.runs[i].points.size(); ++at) {
      EXPECT_EQ(read->runs[i].points[at].step, direct.runs[i].points[at].step);
      EXPECT_EQ(read->runs[i].points[at].seconds, direct.runs[i].points[at].seconds);
      EXPECT_EQ(read->runs[i].points[at].values, direct.runs[i].points[at].values);
    }
  }
}

TEST(CurvesCsv, SaysWhatIsWrong) {
  EXPECT_EQ(errorOf("lr,step,loss,seconds\n0.1,1,0.5,ok\n"), "Row 1: “ok” in the column seconds is no number.");
  EXPECT_EQ(errorOf("lr,step,loss\n0.1,one,1\n"), "Row 1: “one” in the column step is no whole number.");
  EXPECT_EQ(errorOf("lr,step,loss\n"), "No column could be a metric. There are: lr, step, loss.");
  EXPECT_THAT(errorOf("a,b,c\n1,2,x\n"), HasSubstr("No column could be a metric"));
}

} // namespace
} // namespace sweep
