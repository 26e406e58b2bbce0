// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/charts/sample_study.h"
#include "ui/charts/chart_frame.h"
#include "ui/charts/chart_view.h"
#include "ui/explorer/explorer.h"
#include "ui/selection.h"
#include "ui/study_document.h"

#include <QMenu>
#include <QSettings>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

namespace sweep::ui {
namespace {

class ExplorerTest : public testing::Test {
protected:
  ExplorerTest() {
    QSettings().remove(QStringLiteral("explorer"));
    document.reset(sample->spec, {});
    makeExplorer();
  }

  void makeExplorer() {
    explorer = std::make_unique<Explorer>(&document, &selection);
    explorer->resize(1000, 700);
  }

  void show() {
    explorer->show();
    QTest::qWait(50);
  }

  void feed() {
    RunnerUpdate update;
    for (const auto& trial : sample->trials)
      update.trials.push_back(trial);
    document.apply(update);
  }

  ChartFrame* chart(const char* id) { return explorer->findChild<ChartFrame*>(QStringLiteral("chart.") + QLatin1String(id)); }

  SnapshotPtr sample = test::sampleStudy();
  StudyDocument document{{}};
  Selection selection;
  std::unique_ptr<Explorer> explorer;
};

TEST_F(ExplorerTest, OpensWithTheFirstThreeChartsThatApply) {
  show();
  EXPECT_EQ(explorer->openCharts(), (QStringList{QStringLiteral("history"), QStringLiteral("slice"), QStringLiteral("pair")}));
  for (const char* id : {"history", "slice", "pair"}) {
    ASSERT_TRUE(chart(id));
    EXPECT_TRUE(chart(id)->isVisible());
    EXPECT_TRUE(QTest::qWaitFor([&] { return chart(id)->width() > 300 && chart(id)->height() > 150; }));
  }
}

TEST_F(ExplorerTest, LeavesOutWhatTheStudyHasNothingFor) {
  document.reset(StudySpec{}, {});
  show();
  EXPECT_EQ(explorer->openCharts(), (QStringList{QStringLiteral("history"), QStringLiteral("curves"), QStringLiteral("timeline")}));
}

TEST_F(ExplorerTest, ShowsTrialsAsTheyCome) {
  show();
  EXPECT_TRUE(chart("history")->view()->content().isEmpty());
  feed();
  EXPECT_EQ(chart("history")->view()->content().points.size(), sample->trials.size());
}

TEST_F(ExplorerTest, DrawsOnlyWhatCanBeSeenAndCatchesUp) {
  show();
  explorer->hide();
  feed();
  EXPECT_TRUE(chart("history")->view()->content().isEmpty());
  explorer->show();
  EXPECT_EQ(chart("history")->view()->content().points.size(), sample->trials.size());
}

TEST_F(ExplorerTest, OffersTheOtherChartsWithTheirQuestions) {
  show();
  auto* menu = explorer->findChild<QMenu*>(QStringLiteral("explorer.menu"));
  Q_EMIT menu->aboutToShow();
  ASSERT_FALSE(menu->isEmpty());
  auto* curves = menu->findChild<QAction*>(QStringLiteral("explorer.add.curves"));
  ASSERT_TRUE(curves);
  EXPECT_TRUE(curves->text().endsWith(QLatin1Char('?')));
  feed();
  curves->trigger();
  QTest::qWait(50);
  ASSERT_TRUE(chart("curves"));
  EXPECT_TRUE(chart("curves")->isVisible());
  EXPECT_FALSE(chart("curves")->view()->content().isEmpty());
}

TEST_F(ExplorerTest, SharesOneSelection) {
  show();
  feed();
  selection.choose(5);
  const auto at = chart("history")->view()->positionOf(8).value().toPoint();
  QTest::mouseClick(chart("history")->view()->viewport(), Qt::LeftButton, {}, at);
  EXPECT_EQ(selection.current(), 8);
  auto* clear = explorer->findChild<QToolButton*>(QStringLiteral("explorer.clear"));
  EXPECT_TRUE(clear->isVisible());
  clear->click();
  EXPECT_TRUE(selection.empty());
  EXPECT_FALSE(clear->isVisible());
}

TEST_F(ExplorerTest, RemembersWhatIsOpen) {
  show();
  explorer->addChart(QStringLiteral("timeline"));
  explorer->addChart(QStringLiteral("slice"));
  explorer->findChild<QToolButton*>(QStringLiteral("explorer.pair.0.close"))->click();
  const QStringList opened{QStringLiteral("history"), QStringLiteral("slice"), QStringLiteral("timeline"), QStringLiteral("slice")};
  EXPECT_EQ(explorer->openCharts(), opened);
  makeExplorer();
  show();
  EXPECT_EQ(explorer->openCharts(), opened);
}

TEST_F(ExplorerTest, SaysHowToGoOnWhenAllChartsAreClosed) {
  show();
  for (const char* name : {"explorer.history.0.close", "explorer.slice.0.close", "explorer.pair.0.close"})
    explorer->findChild<QToolButton*>(QLatin1String(name))->click();
  EXPECT_TRUE(explorer->openCharts().isEmpty());
  EXPECT_TRUE(explorer->findChild<QWidget*>(QStringLiteral("explorer.empty"))->isVisible());
  explorer->resetArrangement();
  EXPECT_EQ(explorer->openCharts().size(), 3);
  EXPECT_FALSE(explorer->findChild<QWidget*>(QStringLiteral("explorer.empty"))->isVisible());
}

} // namespace
} // namespace sweep::ui
