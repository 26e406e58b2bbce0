// SPDX-License-Identifier: GPL-3.0-or-later
// What single charts show of a study.
#include "core/analysis/lineage_tree.h"
#include "tests/support/played_study.h"
#include "tests/ui/charts/sample_study.h"
#include "ui/charts/brackets_chart.h"
#include "ui/charts/calibration_chart.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/curves_chart.h"
#include "ui/charts/gp_chart.h"
#include "ui/charts/history_chart.h"
#include "ui/charts/lineage_chart.h"
#include "ui/charts/pair_chart.h"
#include "ui/charts/slice_chart.h"
#include "ui/charts/timeline_chart.h"
#include "ui/charts/tpe_chart.h"
#include "ui/selection.h"
#include "ui/text.h"

#include <QComboBox>
#include <QLineSeries>
#include <QLogValueAxis>
#include <QSlider>
#include <QTest>
#include <QToolTip>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace sweep::ui {
namespace {

using test::SampleOptions;
using test::sampleStudy;

template <typename Kind> struct Shown {
  Selection selection;
  Kind chart{&selection, nullptr};
  explicit Shown(const SnapshotPtr& snapshot) {
    chart.resize(700, 420);
    chart.setSnapshot(snapshot);
    chart.show();
    QTest::qWait(1);
  }
  const ChartContent& content() const { return chart.view()->content(); }
  QComboBox* combo(const char* name) const { return chart.template findChild<QComboBox*>(QLatin1String(name)); }
};

const ChartPoint& pointOf(const ChartContent& content, int trial) {
  return *std::find_if(content.points.begin(), content.points.end(), [&](const ChartPoint& p) { return p.trial == trial; });
}

TEST(HistoryChart, MarksTheBestAndDrawsTheStepLineWithQtCharts) {
  const auto snapshot = sampleStudy();
  const Shown<HistoryChart> shown(snapshot);
  const int best = snapshot->best()->number;
  EXPECT_TRUE(pointOf(shown.content(), best).best);
  EXPECT_TRUE(shown.content().note.contains(QString::number(best)));
  const auto* line = qobject_cast<QLineSeries*>(shown.chart.view()->chart()->series().value(0));
  ASSERT_TRUE(line);
  const auto points = line->points();
  ASSERT_GE(points.size(), 3);
  EXPECT_EQ(points.back().y(), *snapshot->best()->value());
  for (int i = 1; i < points.size(); ++i) {
    EXPECT_GE(points[i].y(), points[i - 1].y());
    EXPECT_TRUE(points[i].x() == points[i - 1].x() || points[i].y() == points[i - 1].y()) << "steps, no slopes";
  }
}

TEST(HistoryChart, PutsMarksWhereQtChartsPutsTheLine) {
  const auto snapshot = sampleStudy();
  const Shown<HistoryChart> shown(snapshot);
  auto* chart = shown.chart.view()->chart();
  const Trial* best = snapshot->best();
  const QPointF line = chart->mapToPosition(QPointF(best->number, *best->value()), chart->series().value(0));
  const QPointF mark = shown.chart.view()->positionOf(best->number).value();
  EXPECT_NEAR(line.x(), mark.x(), 0.6);
  EXPECT_NEAR(line.y(), mark.y(), 0.6);
}

TEST(HistoryChart, StandsFailedTrialsAtTheWorseEdge) {
  const Shown<HistoryChart> maximise(sampleStudy());
  const auto& view = *maximise.chart.view();
  EXPECT_GT(view.positionOf(10)->y(), view.positionOf(maximise.content().points[0].trial)->y());
  const Shown<HistoryChart> minimise(sampleStudy({.direction = Direction::Minimise}));
  EXPECT_TRUE(minimise.content().worseAtTop);
  EXPECT_TRUE(std::isnan(pointOf(minimise.content(), 10).y));
}

TEST(HistoryChart, KeepsADivergedTrialAtTheEdgeInsteadOfFlatteningTheRest) {
  auto snapshot = std::make_shared<Snapshot>(*sampleStudy({.direction = Direction::Minimise}));
  auto diverged = std::make_shared<Trial>(*snapshot->trials[2]);
  diverged->values = {1e12};
  snapshot->trials.change(2) = diverged;
  const Shown<HistoryChart> shown(snapshot);
  EXPECT_LT(shown.content().y.high, 10);
  EXPECT_EQ(shown.chart.view()->trialAt(*shown.chart.view()->positionOf(2)), 2);
}

TEST(SliceChart, HasALogAxisWhereTheRangeIsLog) {
  const Shown<SliceChart> shown(sampleStudy());
  EXPECT_EQ(shown.combo("slice.parameter")->currentText(), QStringLiteral("lr"));
  EXPECT_EQ(shown.content().x.scale, AxisScale::Log);
  const auto axes = shown.chart.view()->chart()->axes(Qt::Horizontal);
  ASSERT_EQ(axes.size(), 1);
  EXPECT_TRUE(qobject_cast<QLogValueAxis*>(axes[0]));
  shown.combo("slice.parameter")->setCurrentText(QStringLiteral("momentum"));
  EXPECT_EQ(shown.content().x.scale, AxisScale::Linear);
  EXPECT_EQ(shown.chart.view()->chart()->axes(Qt::Horizontal).size(), 1);
}

TEST(SliceChart, StandsCategoriesInColumns) {
  const Shown<SliceChart> shown(sampleStudy());
  shown.combo("slice.parameter")->setCurrentText(QStringLiteral("optimizer"));
  EXPECT_EQ(shown.content().x.categories, (QStringList{QStringLiteral("sgd"), QStringLiteral("adam"), QStringLiteral("rmsprop")}));
  for (const auto& point : shown.content().points)
    EXPECT_EQ(point.x, std::round(point.x));
}

TEST(SliceChart, LeavesOutTrialsInWhichTheParameterIsInactive) {
  const auto snapshot = sampleStudy();
  const Shown<SliceChart> shown(snapshot);
  shown.combo("slice.parameter")->setCurrentText(QStringLiteral("nesterov"));
  EXPECT_LT(shown.content().points.size(), snapshot->trials.size());
  for (const auto& point : shown.content().points)
    EXPECT_TRUE(snapshot->trials[static_cast<std::size_t>(point.trial)]->configuration.find("nesterov"));
}

TEST(SliceChart, OffersWhatVariesAndKeepsTheChoice) {
  const Shown<SliceChart> shown(sampleStudy());
  auto* combo = shown.combo("slice.parameter");
  EXPECT_EQ(combo->findText(QStringLiteral("epochs")), -1);
  combo->setCurrentText(QStringLiteral("layers"));
  const_cast<SliceChart&>(shown.chart).setSnapshot(sampleStudy({.trials = 61}));
  EXPECT_EQ(combo->currentText(), QStringLiteral("layers"));
}

TEST(PairChart, SaysWhatItsColoursMean) {
  const auto snapshot = sampleStudy();
  const Shown<PairChart> shown(snapshot);
  ASSERT_TRUE(shown.content().colours);
  EXPECT_EQ(shown.content().colours->labels.size(), 5);
  EXPECT_EQ(pointOf(shown.content(), snapshot->best()->number).goodness, 1.0);
  EXPECT_NE(shown.combo("pair.x")->currentText(), shown.combo("pair.y")->currentText());
}

TEST(CurvesChart, OffersEveryReportedMetric) {
  const Shown<CurvesChart> shown(sampleStudy());
  auto* combo = shown.combo("curves.metric");
  ASSERT_EQ(combo->count(), 2);
  EXPECT_EQ(combo->currentText(), QStringLiteral("val_accuracy"));
  EXPECT_FALSE(shown.content().y.note.isEmpty());
  combo->setCurrentText(QStringLiteral("train_loss"));
  EXPECT_EQ(shown.content().y.title, QStringLiteral("train_loss"));
  EXPECT_TRUE(shown.content().y.note.isEmpty()) << "whether more is better is not known of it";
}

TEST(CurvesChart, DrawsTheRungsAndWhatTheyAskFor) {
  const auto snapshot = test::playedStudy(test::trainingSpec("random", "successive-halving", 27));
  const Shown<CurvesChart> shown(snapshot);
  const auto& rules = shown.content().rules;
  ASSERT_EQ(rules.size(), 4U);
  EXPECT_EQ(rules[1].x, 3.0);
  ASSERT_EQ(rules[1].marks.size(), 1U);
  EXPECT_TRUE(rules[3].marks.empty()) << "nobody is judged at the last rung";
  EXPECT_EQ(shown.content().x.scale, AxisScale::Log);
  for (const auto& line : shown.content().lines)
    if (line.points.back().first == 3.0)
      EXPECT_LT(line.points.back().second, rules[1].marks[0]) << "trial " << line.trial;
  auto* area = shown.chart.view()->viewport();
  const double x = shown.chart.view()->chart()->mapToPosition(QPointF(3, 0)).x();
  QTest::mouseMove(area, QPoint(static_cast<int>(std::lround(x)), area->height() / 8));
  EXPECT_TRUE(QToolTip::text().startsWith(QStringLiteral("rung 3\nBracket 1: the last to go on has")))
      << QToolTip::text().toStdString();
}

TEST(CurvesChart, SaysWhyTheSelectedTrialWasStopped) {
  const auto snapshot = test::playedStudy(test::trainingSpec("random", "successive-halving", 27));
  Shown<CurvesChart> shown(snapshot);
  EXPECT_TRUE(shown.content().note.startsWith(QStringLiteral("★")));
  const auto stopped = std::find_if(snapshot->trials.begin(), snapshot->trials.end(),
                                    [](const TrialPtr& trial) { return trial->state == TrialState::Pruned; });
  ASSERT_NE(stopped, snapshot->trials.end());
  shown.selection.choose((*stopped)->number);
  EXPECT_TRUE(shown.content().note.contains(QStringLiteral("rung 1: "))) << shown.content().note.toStdString();
  EXPECT_TRUE(shown.content().note.contains(QStringLiteral("is worse than")));
  shown.selection.clear();
  EXPECT_TRUE(shown.content().note.startsWith(QStringLiteral("★")));
  EXPECT_TRUE(shown.content().description.contains(QStringLiteral("26 were stopped early")));
}

TEST(CurvesChart, DrawsTheMedianThatStopsTrials) {
  const auto snapshot = test::playedStudy(test::trainingSpec("random", "median", 30));
  const Shown<CurvesChart> shown(snapshot);
  EXPECT_TRUE(shown.content().rules.empty());
  EXPECT_EQ(shown.content().steps.size(), 27U);
}

SnapshotPtr earlyTerminated(bool strict) {
  auto spec = test::trainingSpec("random", "wandb-hyperband", 40);
  spec.method.schedulerOptions = {{"min_iter", std::int64_t{3}}, {"eta", 3.0}, {"strict", strict}};
  return test::playedStudy(spec);
}

TEST(CurvesChart, DrawsTheBandsOfEarlyTerminationAsItDrawsRungs) {
  const auto snapshot = earlyTerminated(true);
  const Shown<CurvesChart> shown(snapshot);
  const auto& rules = shown.content().rules;
  ASSERT_EQ(rules.size(), 2U);
  EXPECT_EQ(rules[0].text, QStringLiteral("band 3"));
  EXPECT_EQ(rules[0].x, 4.0) << "the value of iteration 3 is the fourth, and steps count from 1";
  EXPECT_EQ(rules[1].x, 10.0);
  ASSERT_EQ(rules[0].marks.size(), 1U);
  EXPECT_TRUE(rules[0].hover.startsWith(QStringLiteral("band 3\nthe last to go on has "))) << rules[0].hover.toStdString();
  EXPECT_TRUE(shown.content().steps.empty()) << "trials are compared at the band only";
  int stopped = 0;
  for (const auto& trial : snapshot->trials)
    if (trial->state == TrialState::Pruned && trial->reports.size() == 4) {
      EXPECT_TRUE(translated(trial->verdict).startsWith(rules[0].text));
      ++stopped;
    }
  EXPECT_GT(stopped, 3);
}

TEST(CurvesChart, DrawsHowLongABandLastsWhereTheBestSoFarCounts) {
  const Shown<CurvesChart> shown(earlyTerminated(false));
  ASSERT_EQ(shown.content().rules.size(), 2U);
  const auto& steps = shown.content().steps;
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps[0], std::pair(4.0, shown.content().rules[0].marks[0]));
  EXPECT_EQ(steps[1], std::pair(10.0, shown.content().rules[1].marks[0]));
  EXPECT_EQ(steps[2], std::pair(27.0, steps[1].second)) << "to the end of the curves";
  EXPECT_TRUE(shown.content().labels.empty());
}

TEST(CurvesChart, ShowsWhereAndWhyThePercentileStoppedATrial) {
  const auto snapshot = test::playedStudy(test::trainingSpec("random", "percentile", 40));
  Shown<CurvesChart> shown(snapshot);
  const auto stopped = std::ranges::find_if(snapshot->trials, [](const TrialPtr& trial) { return trial->state == TrialState::Pruned && trial->reports.size() > 1; });
  ASSERT_NE(stopped, snapshot->trials.end());
  const auto& points = shown.content().points;
  const auto end = std::ranges::find_if(points, [&](const ChartPoint& point) { return point.trial == (*stopped)->number && !point.hidden; });
  ASSERT_NE(end, points.end());
  EXPECT_EQ(end->x, static_cast<double>((*stopped)->reports.back().step));
  QTest::mouseMove(shown.chart.view()->viewport(), shown.chart.view()->chart()->mapToPosition(QPointF(end->x, end->y)).toPoint());
  EXPECT_TRUE(QToolTip::text().contains(translated((*stopped)->verdict))) << QToolTip::text().toStdString();
  EXPECT_TRUE(QToolTip::text().contains(QStringLiteral("the mark of the best 25 %")));
}

TEST(BracketsChart, HasAPlaceForEveryTrialThatIsMeantToCome) {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->spec = test::trainingSpec("random", "hyperband", 100, 9.0);
  const Shown<BracketsChart> planned(snapshot);
  EXPECT_TRUE(planned.content().points.empty());
  EXPECT_EQ(planned.content().places.size(), 9U + 3U + 1U + 5U + 1U + 3U);
  EXPECT_EQ(planned.content().y.names.size(), 3U);
  EXPECT_EQ(planned.content().labels.front().text, QStringLiteral("0 of 9"));
  EXPECT_FALSE(planned.content().isEmpty());
  const Shown<BracketsChart> full(test::playedStudy(snapshot->spec));
  EXPECT_TRUE(full.content().places.empty());
  EXPECT_EQ(full.content().points.size(), planned.content().places.size());
  EXPECT_TRUE(full.content().labels.front().text.startsWith(QStringLiteral("9 of 9 · ≥ "))) << full.content().labels.front().text.toStdString();
  EXPECT_TRUE(full.content().description.startsWith(QStringLiteral("Bracket 1, rung 1: 9 of 9 results.")));
}

TEST(BracketsChart, SetsNoTwoMarksOnOnePlace) {
  const Shown<BracketsChart> shown(test::playedStudy(test::trainingSpec("random", "hyperband", 100), 60));
  std::set<std::pair<double, double>> places(shown.content().places.begin(), shown.content().places.end());
  const auto expected = places.size() + shown.content().points.size();
  for (const auto& point : shown.content().points)
    places.emplace(point.x, point.y);
  EXPECT_EQ(places.size(), expected);
  for (const auto& [x, y] : places) {
    EXPECT_GT(y, shown.content().y.low);
    EXPECT_LT(y, shown.content().y.high);
    EXPECT_GT(x, shown.content().x.low);
    EXPECT_LT(x, shown.content().x.high);
  }
}

TEST(BracketsChart, LeafsThroughManyRounds) {
  auto spec = test::trainingSpec("random", "successive-halving", 90, 9.0);
  spec.method.schedulerOptions = {{"rounds", std::int64_t{0}}};
  const Shown<BracketsChart> shown(test::playedStudy(spec));
  auto* pages = shown.combo("brackets.page");
  ASSERT_EQ(pages->count(), 4);
  EXPECT_EQ(shown.content().y.names.back().second, QStringLiteral("9")) << "the newest, of which there are two";
  pages->setCurrentIndex(1);
  EXPECT_EQ(shown.content().y.names.size(), 4U);
  EXPECT_EQ(shown.content().y.names.back().second, QStringLiteral("1"));
}

TEST(BracketsChart, SaysWhyAMethodHasNone) {
  const Shown<BracketsChart> shown(sampleStudy());
  EXPECT_TRUE(shown.content().emptyText.contains(QStringLiteral("Hyperband")));
}

TEST(LineageChart, DrawsMembersParametersAndScores) {
  auto spec = test::trainingSpec("random", "pbt", 8, 8.0);
  spec.method.schedulerOptions = {{"population", std::int64_t{8}}};
  const auto snapshot = test::playedStudy(spec);
  Shown<LineageChart> shown(snapshot);
  EXPECT_EQ(shown.content().y.title, QStringLiteral("Member"));
  EXPECT_EQ(shown.content().lines.size(), lineageTree(*snapshot).stretches.size());
  EXPECT_EQ(std::ranges::count_if(shown.content().lines, &ChartLine::stands), 8);
  auto* combo = shown.combo("lineage.height");
  combo->setCurrentText(QStringLiteral("lr"));
  EXPECT_EQ(shown.content().y.scale, AxisScale::Log);
  const auto& last = *std::ranges::find_if(shown.content().points, &ChartPoint::best);
  EXPECT_EQ(last.trial, snapshot->best()->number);
  EXPECT_EQ(last.x, 8.0);
  const Trial& best = *snapshot->best();
  EXPECT_EQ(last.y, *valueNumber(*best.attempts.back().configuration.value_or(best.configuration).find("lr")));
  combo->setCurrentText(QStringLiteral("accuracy"));
  EXPECT_EQ(shown.content().y.title, QStringLiteral("accuracy"));
  EXPECT_TRUE(shown.content().description.contains(QStringLiteral("8 members")));
}

TEST(LineageChart, TellsWhatAMemberWasWhereItIsPointedAt) {
  auto spec = test::trainingSpec("random", "pbt", 8, 8.0);
  spec.method.schedulerOptions = {{"population", std::int64_t{8}}};
  Shown<LineageChart> shown(test::playedStudy(spec));
  const auto given = std::ranges::find(shown.content().points, TrialState::Pruned, &ChartPoint::state);
  ASSERT_NE(given, shown.content().points.end());
  EXPECT_FALSE(given->hidden);
  auto* chart = shown.chart.view()->chart();
  QTest::mouseMove(shown.chart.view()->viewport(), chart->mapToPosition(QPointF(given->x, given->y)).toPoint());
  EXPECT_TRUE(QToolTip::text().contains(QStringLiteral("here: "))) << QToolTip::text().toStdString();
  EXPECT_TRUE(QToolTip::text().contains(QStringLiteral("lr = ")));
}

TEST(LineageChart, SaysWhichMethodHasOne) {
  const Shown<LineageChart> shown(sampleStudy());
  EXPECT_TRUE(shown.content().isEmpty());
  EXPECT_TRUE(shown.content().emptyText.contains(QStringLiteral("opulation based training")));
}

template <typename Kind> void settle(Shown<Kind>& shown) {
  ASSERT_TRUE(QTest::qWaitFor([&] { return shown.chart.isSettled(); }, 60'000));
}

SnapshotPtr learned(const char* sampler) { return test::playedStudy(test::trainingSpec(sampler, "full", 24)); }

TEST(GpChart, ShowsBeliefResultsAndWorthAlongAParameter) {
  Shown<GpChart> shown(learned("gp"));
  settle(shown);
  EXPECT_EQ(shown.content().x.title, QStringLiteral("lr"));
  EXPECT_EQ(shown.content().points.size(), 24U);
  EXPECT_EQ(shown.content().bands.size(), 2U) << "the belief's and the worth's";
  EXPECT_TRUE(shown.content().note.startsWith(QStringLiteral("24 results")));
  EXPECT_TRUE(shown.content().rules.empty()) << "no trial is chosen yet";
}

TEST(GpChart, GoesBackInTimeAndPlays) {
  Shown<GpChart> shown(learned("gp"));
  settle(shown);
  shown.chart.setMoment(14);
  settle(shown);
  EXPECT_LE(shown.content().points.size(), 14U);
  EXPECT_GE(shown.content().points.size(), 10U);
  ASSERT_EQ(shown.content().rules.size(), 1U);
  EXPECT_EQ(shown.content().rules[0].text, QStringLiteral("trial 14"));
  shown.chart.setMoment(2);
  settle(shown);
  EXPECT_TRUE(shown.content().isEmpty());
  EXPECT_TRUE(shown.content().emptyText.contains(QStringLiteral("start-up")));
  auto* slider = shown.chart.findChild<QSlider*>(QStringLiteral("chart.gp.moment"));
  ASSERT_TRUE(slider);
  shown.chart.setMoment(21);
  shown.chart.play();
  EXPECT_TRUE(QTest::qWaitFor([&] { return slider->value() == slider->maximum(); }, 60'000));
  settle(shown);
  EXPECT_EQ(shown.content().points.size(), 24U);
}

TEST(GpChart, DrawsAMapOfTwoParameters) {
  Shown<GpChart> shown(learned("gp"));
  shown.combo("gp.y")->setCurrentText(QStringLiteral("momentum"));
  settle(shown);
  ASSERT_TRUE(shown.content().heat);
  const auto& heat = *shown.content().heat;
  EXPECT_EQ(heat.shares.size(), heat.x.size() * heat.y.size());
  const auto [least, most] = std::ranges::minmax(heat.shares);
  EXPECT_NEAR(least, 0.0, 1e-9);
  EXPECT_NEAR(most, 1.0, 1e-9);
  EXPECT_EQ(shown.content().colours->labels.size(), 5);
  EXPECT_TRUE(shown.combo("gp.colour")->isEnabled());
}

TEST(GpChart, NeedsAGaussianProcess) {
  const Shown<GpChart> shown(sampleStudy());
  EXPECT_TRUE(shown.chart.isSettled());
  EXPECT_TRUE(shown.content().emptyText.contains(QStringLiteral("Bayesian optimisation")));
}

TEST(TpeChart, ShowsDensitiesAndTheirRatio) {
  Shown<TpeChart> shown(learned("tpe"));
  settle(shown);
  EXPECT_EQ(shown.content().points.size(), 24U);
  EXPECT_EQ(shown.content().bands.size(), 3U);
  EXPECT_TRUE(shown.content().note.startsWith(QStringLiteral("3 of 24")));
  shown.chart.setMoment(15);
  settle(shown);
  EXPECT_LT(shown.content().points.size(), 24U);
  EXPECT_EQ(shown.content().rules.size(), 1U);
}

TEST(TpeChart, NamesItsRowsOfTrialsOutsideThePlot) {
  Shown<TpeChart> shown(learned("tpe"));
  settle(shown);
  const auto& names = shown.content().y.names;
  const auto heightOf = [&](const char* name) {
    const auto found = std::ranges::find(names, QString::fromLatin1(name), &std::pair<double, QString>::second);
    return found == names.end() ? NoNumber : found->first;
  };
  std::set<double> heights;
  for (const auto& point : shown.content().points)
    heights.insert(point.y);
  EXPECT_EQ(heights, (std::set<double>{heightOf("others"), heightOf("good")}));
  // In a small dock too.
  const auto ticks = layOut(shown.content(), QSizeF(480, 250)).yTicks;
  for (const char* name : {"others", "good"})
    EXPECT_EQ(std::ranges::count(ticks, QString::fromLatin1(name), &PlacedTick::label), 1) << name;
  EXPECT_TRUE(std::ranges::is_sorted(names, {}, &std::pair<double, QString>::first));
  // Nothing else is written where the marks are.
  for (const auto& label : shown.content().labels)
    for (const double height : heights)
      EXPECT_GT(std::abs(label.y - height), 1e-9) << label.text.toStdString();
}

TEST(CalibrationChart, SaysHowFarPredictionsCanBeTrusted) {
  const Shown<CalibrationChart> shown(learned("gp"));
  EXPECT_EQ(shown.content().points.size(), shown.content().lines.size());
  EXPECT_GE(shown.content().points.size(), 8U);
  EXPECT_TRUE(shown.content().note.startsWith(QStringLiteral("Of "))) << shown.content().note.toStdString();
  EXPECT_TRUE(shown.content().note.contains(QStringLiteral("90 % band")));
  const Shown<CalibrationChart> none(sampleStudy());
  EXPECT_TRUE(none.content().emptyText.contains(QStringLiteral("predicts no scores")));
}

TEST(TimelineChart, HasALaneForEachWorker) {
  const auto snapshot = sampleStudy({.running = 0});
  const Shown<TimelineChart> shown(snapshot);
  EXPECT_EQ(shown.content().y.categories.size(), 4);
  EXPECT_EQ(shown.content().bars.size(), snapshot->trials.size());
  EXPECT_LT(shown.chart.view()->positionOf(0)->x(), shown.chart.view()->positionOf(40)->x());
}

} // namespace
} // namespace sweep::ui
