// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/shared_trials.h"
#include "ui/failures/failure_group_model.h"
#include "ui/failures/failures_drawer.h"
#include "ui/failures/failures_panel.h"
#include "ui/selection.h"
#include "ui/study_document.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sweep::ui {
namespace {

/// A document that trials are told to, as the engine does, and the drawer of the run view.
class FailuresTest : public testing::Test {
protected:
  FailuresTest() {
    document.reset(StudySpec{}, {});
    drawer.resize(900, 300);
  }

  static Trial failed(int number, FailureClass kind, const std::string& sentence, const std::string& tail) {
    Trial trial;
    trial.number = number;
    trial.state = TrialState::Failed;
    trial.failure = Failure{kind, Message(sentence), tail};
    return trial;
  }
  static Trial crash(int number, const std::string& tail) {
    return failed(number, FailureClass::ExitCode, "Ended with exit code 1.", tail);
  }
  static Trial complete(int number) {
    Trial trial;
    trial.number = number;
    trial.state = TrialState::Complete;
    trial.values = {1.0};
    return trial;
  }

  /// What the engine would count, and only what has changed.
  void tell(const std::vector<Trial>& trials) {
    RunnerUpdate update;
    update.state = StudyState::Running;
    update.trials = sharedTrials(trials);
    std::map<int, TrialState> states;
    for (const auto& trial : document.snapshot()->trials)
      states[trial->number] = trial->state;
    for (const auto& trial : trials)
      states[trial.number] = trial.state;
    for (const auto& [number, state] : states) {
      update.progress.complete += state == TrialState::Complete ? 1 : 0;
      update.progress.failed += state == TrialState::Failed ? 1 : 0;
    }
    document.apply(update);
  }

  void tellUsual() {
    tell({complete(0), crash(1, "loading\nOSError: /data/1.csv is gone\n"),
          crash(2, "OSError: /data/22.csv is gone\n"),
          failed(3, FailureClass::NoMetric, "Ended without printing “loss”. Its output has: acc, lr.",
                 "acc: 0.5\n"),
          failed(4, FailureClass::Stopped, "Stopped by hand.", "")});
    ASSERT_TRUE(QTest::qWaitFor([this] { return groups().rowCount() == 3; }));
  }

  QAbstractItemModel& groups() { return *table().model(); }
  QTableView& table() { return *drawer.findChild<QTableView*>(QStringLiteral("failures.groups")); }
  QPushButton& button(const char* name) { return *drawer.findChild<QPushButton*>(QLatin1String(name)); }
  QString text(const char* name) { return drawer.findChild<QLabel*>(QLatin1String(name))->text(); }
  QString tail() { return drawer.findChild<QPlainTextEdit*>(QStringLiteral("failures.tail"))->toPlainText(); }
  QString cell(int row, int column) { return groups().index(row, column).data().toString(); }
  void chooseRow(int row) {
    const QPoint at = table().visualRect(groups().index(row, FailureGroupModel::Cause)).center();
    QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, at);
  }
  void show() {
    drawer.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&drawer));
  }

  StudyDocument document{{}};
  Selection selection;
  FailuresDrawer drawer{&document, &selection};
};

TEST_F(FailuresTest, NothingIsShownUntilSomethingFails) {
  tell({complete(0)});
  QTest::qWait(20);
  EXPECT_TRUE(drawer.isHidden());
  tell({crash(1, "Error: 1\n")});
  EXPECT_TRUE(QTest::qWaitFor([this] { return !drawer.isHidden(); }));
  EXPECT_EQ(text("failuresDrawer.summary"), "Trial 1 failed: Error: 1");
  EXPECT_FALSE(drawer.isOpen());
}

TEST_F(FailuresTest, ListsGroupsTheLargestFirst) {
  QAbstractItemModelTester tester(&groups(), QAbstractItemModelTester::FailureReportingMode::Fatal);
  tellUsual();
  EXPECT_EQ(cell(0, FailureGroupModel::Count), "2");
  EXPECT_EQ(cell(0, FailureGroupModel::Kind), "Exit code");
  EXPECT_EQ(cell(0, FailureGroupModel::Cause), "OSError: /data/22.csv is gone");
  EXPECT_EQ(cell(1, FailureGroupModel::Cause), "Ended without printing “loss”. Its output has: acc, lr.");
  EXPECT_EQ(cell(2, FailureGroupModel::Kind), "Stopped by hand");
  EXPECT_EQ(text("failuresDrawer.summary"), "4 trials failed, 2 of them: OSError: /data/22.csv is gone");
}

TEST_F(FailuresTest, ChoosingAGroupSelectsItsTrialsAndShowsTheLatest) {
  tellUsual();
  show();
  drawer.findChild<QToolButton*>(QStringLiteral("failuresDrawer.toggle"))->click();
  ASSERT_TRUE(drawer.isOpen());
  chooseRow(1);
  EXPECT_EQ(selection.trials(), (QSet<int>{3}));
  EXPECT_EQ(text("failures.sentence"), "Ended without printing “loss”. Its output has: acc, lr.");
  EXPECT_EQ(tail(), "acc: 0.5\n");
  chooseRow(0);
  EXPECT_EQ(selection.trials(), (QSet<int>{1, 2}));
  EXPECT_EQ(selection.current(), 2);
  EXPECT_EQ(text("failures.trials"), "Trials 1, 2");
  EXPECT_EQ(tail(), "OSError: /data/22.csv is gone\n");
}

TEST_F(FailuresTest, ShowsAFailedTrialThatIsSelectedElsewhere) {
  tellUsual();
  selection.choose(1);
  EXPECT_EQ(table().currentIndex().row(), 0);
  EXPECT_EQ(tail(), "loading\nOSError: /data/1.csv is gone\n");
  EXPECT_EQ(selection.trials(), (QSet<int>{1}));
  EXPECT_EQ(button("failures.retryTrial").text(), "Run trial 1 again");
  selection.choose(0);
  EXPECT_FALSE(table().selectionModel()->hasSelection());
}

TEST_F(FailuresTest, RunsOneAGroupOrAllAgain) {
  tellUsual();
  QSignalSpy asked(&drawer, &FailuresDrawer::retryRequested);
  const auto askedFor = [&] {
    return asked.takeLast().front().value<QList<int>>();
  };
  selection.choose(1);
  button("failures.retryTrial").click();
  EXPECT_EQ(askedFor(), (QList<int>{1}));
  EXPECT_EQ(button("failures.retryGroup").text(), "Run these 2 again");
  button("failures.retryGroup").click();
  EXPECT_EQ(askedFor(), (QList<int>{1, 2}));
  EXPECT_EQ(button("failures.retryAll").text(), "Run all 3 again");
  button("failures.retryAll").click();
  EXPECT_EQ(askedFor(), (QList<int>{1, 2, 3})) << "What was stopped by hand stays stopped.";
}

TEST_F(FailuresTest, OffersNoButtonThatWouldDoTheSame) {
  tell({complete(0), crash(1, "Error\n")});
  ASSERT_TRUE(QTest::qWaitFor([this] { return groups().rowCount() == 1; }));
  EXPECT_FALSE(button("failures.retryTrial").isHidden());
  EXPECT_TRUE(button("failures.retryGroup").isHidden());
  EXPECT_TRUE(button("failures.retryAll").isHidden());
}

TEST_F(FailuresTest, KeepsTheChosenGroupWhileOthersCome) {
  tellUsual();
  selection.choose(3);
  tell({failed(5, FailureClass::NoMetric, "Ended without printing “loss”. Its output has: acc, lr.",
               "acc: 1\n"),
        failed(6, FailureClass::NoMetric, "Ended without printing “loss”. Its output has: acc, lr.",
               "acc: 2\n")});
  ASSERT_TRUE(QTest::qWaitFor([this] { return cell(0, FailureGroupModel::Count) == QLatin1String("3"); }));
  EXPECT_EQ(table().currentIndex().row(), 0);
  EXPECT_EQ(tail(), "acc: 0.5\n");
  EXPECT_EQ(selection.trials(), (QSet<int>{3}));
}

TEST_F(FailuresTest, GoesAwayWhenEverythingRunsAgain) {
  tell({crash(0, "Error\n")});
  ASSERT_TRUE(QTest::qWaitFor([this] { return !drawer.isHidden(); }));
  Trial again;
  again.state = TrialState::Waiting;
  tell({again});
  EXPECT_TRUE(QTest::qWaitFor([this] { return drawer.isHidden(); }));
  EXPECT_EQ(groups().rowCount(), 0);
}

TEST_F(FailuresTest, OpensByItselfWhenThereIsNothingElseToSee) {
  tell({crash(0, "Error\n"), crash(1, "Error\n")});
  ASSERT_TRUE(QTest::qWaitFor([this] { return !drawer.isHidden(); }));
  EXPECT_FALSE(drawer.isOpen());
  tell({crash(2, "Error\n")});
  EXPECT_TRUE(QTest::qWaitFor([this] { return drawer.isOpen(); }));
  drawer.findChild<QToolButton*>(QStringLiteral("failuresDrawer.toggle"))->click();
  tell({crash(3, "Error\n")});
  ASSERT_TRUE(QTest::qWaitFor([this] { return cell(0, 0) == QLatin1String("4"); }));
  EXPECT_FALSE(drawer.isOpen()) << "A person's choice stays.";
}

TEST_F(FailuresTest, EveryControlHasANameForAssistiveTools) {
  tellUsual();
  for (auto* control :
       drawer.findChildren<QAbstractButton*>(QRegularExpression(QStringLiteral("^failures")))) {
    EXPECT_FALSE(control->accessibleName().isEmpty()) << qPrintable(control->objectName());
    EXPECT_FALSE(control->objectName().isEmpty());
  }
  EXPECT_FALSE(table().accessibleName().isEmpty());
}

} // namespace
} // namespace sweep::ui
