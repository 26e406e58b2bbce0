// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_axis.h"
#include "ui/charts/chart_layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace sweep::ui {
namespace {

using testing::ElementsAre;

TEST(ChartAxis, PlacesValuesEvenlyInTheLog) {
  ChartAxis axis;
  axis.scale = AxisScale::Log;
  axis.low = 1e-4;
  axis.high = 1;
  EXPECT_NEAR(axis.unit(1e-2), 0.5, 1e-12);
  EXPECT_NEAR(axis.unit(1e-4), 0.0, 1e-12);
  EXPECT_EQ(axis.unit(-1), 0.0);
}

TEST(ChartAxis, LabelsDecadesInOneManner) {
  ChartAxis axis;
  axis.scale = AxisScale::Log;
  axis.low = 1e-5;
  axis.high = 1;
  EXPECT_THAT(ticksFor(axis, 800, 90).labels, ElementsAre("1e-5", "1e-4", "1e-3", "1e-2", "1e-1", "1e0"));
  axis.low = 0.01;
  EXPECT_THAT(ticksFor(axis, 300, 90).labels, ElementsAre("0.01", "0.1", "1"));
}

TEST(ChartAxis, KeepsItsRangeWhileTheScoresFit) {
  const ChartAxis first = scoreAxis("loss", Direction::Minimise, {0.1, 0.9}, nullptr);
  const ChartAxis next = scoreAxis("loss", Direction::Minimise, {0.12, 0.88}, &first);
  EXPECT_EQ(next.low, first.low);
  EXPECT_EQ(next.high, first.high);
  const ChartAxis grown = scoreAxis("loss", Direction::Minimise, {0.1, 3.0}, &first);
  EXPECT_GE(grown.high, 3.0);
  const ChartAxis other = scoreAxis("accuracy", Direction::Maximise, {0.12, 0.88}, &first);
  EXPECT_NE(other.note, first.note);
}

TEST(ChartAxis, GivesEqualScoresARange) {
  for (const double value : {0.0, 0.5, -3.0, 1e9}) {
    const ChartAxis axis = scoreAxis("loss", Direction::Minimise, {value, value}, nullptr);
    EXPECT_LT(axis.low, value);
    EXPECT_GT(axis.high, value);
  }
}

TEST(ChartAxis, GrowsWithTheTrialsInSteps) {
  EXPECT_EQ(roundedUp(3), 10);
  EXPECT_EQ(roundedUp(11), 12);
  EXPECT_EQ(roundedUp(61), 80);
  EXPECT_EQ(roundedUp(100), 100);
  EXPECT_EQ(roundedUp(8001), 10000);
  EXPECT_EQ(trialAxis(62).high, trialAxis(75).high);
}

TEST(ChartLayout, LetsNoLabelsTouch) {
  ChartContent content;
  content.points = {{}};
  content.x.scale = AxisScale::Log;
  content.x.low = 1e-4;
  content.x.high = 5e-3;
  for (int i = 0; i < 40; ++i)
    content.y.categories.append(QStringLiteral("choice number %1 with a long name").arg(i));
  content.y.low = -0.5;
  content.y.high = 39.5;
  for (const QSizeF size : {QSizeF(900, 600), QSizeF(300, 200), QSizeF(170, 120)}) {
    const auto layout = layOut(content, size);
    EXPECT_LE(layout.plot.left(), size.width() * 0.4);
    auto ticks = layout.yTicks;
    std::sort(ticks.begin(), ticks.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    for (std::size_t i = 1; i < ticks.size(); ++i)
      EXPECT_GE(ticks[i].at - ticks[i - 1].at, 10);
    EXPECT_FALSE(layout.xTicks.empty());
  }
}

TEST(ChartLayout, BringsWhatLiesBeyondToTheEdge) {
  ChartContent content;
  content.points = {{}};
  const auto layout = layOut(content, {400, 300});
  EXPECT_TRUE(layout.plot.contains(layout.at(content, 0.5, 1e9)));
  EXPECT_TRUE(layout.plot.contains(layout.at(content, 0.5, -1e9)));
  content.worseAtTop = true;
  EXPECT_LT(layout.at(content, 0.5, NoNumber).y(), layout.plot.center().y());
  content.worseAtTop = false;
  EXPECT_GT(layout.at(content, 0.5, NoNumber).y(), layout.plot.center().y());
}

} // namespace
} // namespace sweep::ui
