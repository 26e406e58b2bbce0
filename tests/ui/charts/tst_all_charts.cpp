// SPDX-License-Identifier: GPL-3.0-or-later
// What every chart of the registry promises, whatever the study.
#include "tests/ui/charts/sample_study.h"
#include "ui/charts/chart_frame.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/registry.h"
#include "ui/charts/render_chart.h"
#include "ui/selection.h"
#include "ui/theme.h"

#include <QComboBox>
#include <QImage>
#include <QImageReader>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QToolTip>

#include <gtest/gtest.h>

#include <set>

namespace sweep::ui {
namespace {

using test::SampleOptions;
using test::sampleStudy;
using test::suitedTo;

class EveryChart : public testing::TestWithParam<std::string> {
protected:
  EveryChart() {
    chart.reset(qobject_cast<ChartFrame*>(findChart(GetParam())->create(&selection, nullptr)));
    chart->resize(640, 400);
  }

  static SnapshotPtr study(const SampleOptions& options = {}) { return sampleStudy(suitedTo(GetParam(), options)); }

  /// What it shows comes from a model of results.
  static bool learns() { return GetParam() == "gp" || GetParam() == "tpe" || GetParam() == "calibration"; }

  void show(SnapshotPtr snapshot) {
    chart->setSnapshot(std::move(snapshot));
    chart->show();
    QTest::qWait(1);
    ASSERT_TRUE(QTest::qWaitFor([this] { return chart->isSettled(); }, 60'000));
  }

  QImage picture() { return chart->view()->grab().toImage(); }
  QPoint placeOf(int trial) { return chart->view()->positionOf(trial)->toPoint(); }
  /// A trial whose mark is not covered by another's.
  int freeTrial() {
    for (int trial = 0; trial < 60; ++trial)
      if (const auto at = chart->view()->positionOf(trial); at && chart->view()->trialAt(at->toPoint()) == trial)
        return trial;
    return -1;
  }

  Selection selection;
  std::unique_ptr<ChartFrame> chart;
};

TEST_P(EveryChart, SaysWhatWillAppearWhileThereIsNothing) {
  SampleOptions none;
  none.trials = 0;
  show(study(none));
  EXPECT_TRUE(chart->view()->content().isEmpty());
  EXPECT_FALSE(chart->view()->content().emptyText.isEmpty());
  EXPECT_EQ(chart->view()->accessibleDescription(), chart->view()->content().emptyText);
  EXPECT_FALSE(chart->accessibleName().isEmpty());
}

TEST_P(EveryChart, SurvivesAStudyWithoutParameters) {
  show(std::make_shared<Snapshot>());
  EXPECT_TRUE(chart->view()->content().isEmpty());
}

TEST_P(EveryChart, DrawsStudiesOfAllKinds) {
  SampleOptions one{.trials = 1, .failEvery = 0, .pruneEvery = 0, .running = 0};
  SampleOptions constant{.constantScore = true};
  SampleOptions failed{.allFail = true};
  SampleOptions onlyRunning{.trials = 2, .failEvery = 0, .pruneEvery = 0, .running = 2};
  SampleOptions minimise{.direction = Direction::Minimise};
  for (const auto& options : {one, constant, failed, onlyRunning, minimise}) {
    show(study(options));
    const auto& content = chart->view()->content();
    if (learns() && (options.trials < 10 || options.allFail)) {
      EXPECT_FALSE(content.emptyText.isEmpty()) << "nothing is learned yet, and it says so";
      continue;
    }
    EXPECT_FALSE(content.isEmpty());
    EXPECT_LT(content.x.low, content.x.high);
    EXPECT_LT(content.y.low, content.y.high);
    EXPECT_GT(picture().width(), 0);
  }
}

TEST_P(EveryChart, SurvivesATinySize) {
  chart->resize(30, 20);
  show(study());
  EXPECT_GT(picture().width(), 0);
}

TEST_P(EveryChart, OutlinesASelectionMadeElsewhere) {
  show(study());
  const QImage before = picture();
  selection.choose(3);
  EXPECT_NE(picture(), before);
  selection.clear();
  EXPECT_EQ(picture(), before);
}

TEST_P(EveryChart, FollowsTheTheme) {
  show(study());
  const QColor light = picture().pixelColor(1, 1);
  Theme::instance().setMode(Theme::Mode::Dark);
  const QColor dark = picture().pixelColor(1, 1);
  const QColor darkSurface = Theme::instance().surface();
  Theme::instance().setMode(Theme::Mode::Light);
  EXPECT_EQ(dark.rgb(), darkSurface.rgb());
  EXPECT_NE(light.rgb(), dark.rgb());
}

TEST_P(EveryChart, ClickChoosesCtrlTogglesEscClears) {
  show(study());
  const int trial = freeTrial();
  ASSERT_GE(trial, 0);
  auto* area = chart->view()->viewport();
  QTest::mouseClick(area, Qt::LeftButton, {}, placeOf(trial));
  EXPECT_EQ(selection.trials(), QSet<int>{trial});
  QTest::mouseClick(area, Qt::LeftButton, Qt::ControlModifier, placeOf(trial));
  EXPECT_TRUE(selection.empty());
  QTest::mouseClick(area, Qt::LeftButton, {}, placeOf(trial));
  QTest::keyClick(chart->view(), Qt::Key_Escape);
  EXPECT_TRUE(selection.empty());
}

TEST_P(EveryChart, HoverTellsTheTrial) {
  show(study());
  const int trial = freeTrial();
  ASSERT_GE(trial, 0);
  QTest::mouseMove(chart->view()->viewport(), placeOf(trial));
  EXPECT_EQ(selection.hovered(), trial);
  EXPECT_TRUE(QToolTip::text().startsWith(QStringLiteral("Trial %1 ").arg(trial))) << QToolTip::text().toStdString();
}

TEST_P(EveryChart, BrushChoosesWhatLiesInIt) {
  show(study());
  auto* area = chart->view()->viewport();
  QTest::mousePress(area, Qt::LeftButton, {}, {2, 2});
  QTest::mouseMove(area, {300, 200});
  QTest::mouseMove(area, {638, area->height() - 2});
  QTest::mouseRelease(area, Qt::LeftButton, {}, {638, area->height() - 2});
  QSet<int> shown;
  for (const auto& point : chart->view()->content().points)
    shown.insert(point.trial);
  for (const auto& bar : chart->view()->content().bars)
    shown.insert(bar.trial);
  EXPECT_EQ(selection.trials(), shown);
}

TEST_P(EveryChart, ArrowsStepThroughTheTrials) {
  show(study());
  selection.choose(10);
  QTest::keyClick(chart->view(), Qt::Key_Right);
  const int next = selection.current();
  EXPECT_GT(next, 10);
  QTest::keyClick(chart->view(), Qt::Key_Left);
  EXPECT_LT(selection.current(), next);
}

TEST_P(EveryChart, SavesPngAndSvgWithoutAWindow) {
  const QTemporaryDir folder;
  const auto& entry = *findChart(GetParam());
  const QString png = folder.filePath(QStringLiteral("c.png"));
  ASSERT_TRUE(renderChart(entry, study(), png, {500, 300}));
  const QImage image(png);
  EXPECT_EQ(image.size(), QSize(1000, 600));
  std::set<QRgb> colours;
  for (int x = 0; x < image.width(); x += 2)
    for (int y = 0; y < image.height(); y += 2)
      colours.insert(image.pixel(x, y));
  EXPECT_GT(colours.size(), 10U);
  const QString svg = folder.filePath(QStringLiteral("c.svg"));
  ASSERT_TRUE(renderChart(entry, study(), svg, {500, 300}));
  const QSvgRenderer drawing(svg);
  EXPECT_TRUE(drawing.isValid());
  EXPECT_EQ(drawing.viewBox(), QRect(0, 0, 500, 300));
  QFile file(svg);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_FALSE(file.readAll().contains("<image")) << "a drawing of shapes, not of pixels";
  EXPECT_FALSE(renderChart(entry, study(), folder.filePath(QStringLiteral("missing/c.png")), {500, 300}));
  EXPECT_FALSE(renderChart(entry, study(), folder.filePath(QStringLiteral("c.unknown")), {500, 300}));
}

TEST_P(EveryChart, SavingLeavesThePictureAsItWas) {
  const QTemporaryDir folder;
  show(study());
  const QImage before = picture();
  ASSERT_TRUE(chart->save(folder.filePath(QStringLiteral("c.png")), {1200, 900}));
  EXPECT_EQ(picture(), before);
}

TEST_P(EveryChart, ShowsTenThousandTrials) {
  SampleOptions many{.trials = 10000, .reports = 3};
  show(study(many));
  EXPECT_GT(picture().width(), 0);
  const auto& content = chart->view()->content();
  EXPECT_GE(content.points.size() + content.bars.size(), GetParam() == "tpe" ? 250U : 7500U);
}

std::vector<std::string> chartIds() {
  std::vector<std::string> ids;
  for (const auto& entry : charts())
    ids.emplace_back(entry.id);
  return ids;
}

INSTANTIATE_TEST_SUITE_P(Charts, EveryChart, testing::ValuesIn(chartIds()), [](const auto& info) { return info.param; });

TEST(ChartRegistry, HasRowsThatCanBeFound) {
  std::set<std::string_view> ids;
  for (const auto& entry : charts()) {
    EXPECT_TRUE(ids.insert(entry.id).second) << entry.id;
    EXPECT_EQ(findChart(entry.id), &entry);
    EXPECT_TRUE(QString::fromUtf8(entry.question).endsWith(QLatin1Char('?'))) << entry.id;
    EXPECT_TRUE(entry.applies(*sampleStudy(suitedTo(entry.id)))) << entry.id;
  }
  EXPECT_EQ(findChart("nothing"), nullptr);
  for (const char* id : {"slice", "brackets", "lineage", "gp", "tpe", "calibration"})
    EXPECT_FALSE(findChart(id)->applies(Snapshot{})) << id;
}

} // namespace
} // namespace sweep::ui
