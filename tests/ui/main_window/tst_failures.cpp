// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does about trials that fail.
#include "tests/ui/main_window/window_driver.h"

#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QTableView>
#include <QToolButton>

namespace sweep::ui::test {
namespace {

/// Fails in two ways until the file "mended" lies beside it.
QString fallingScript(const WindowDriver& person) {
  return person.script("falling.sh", "x=$(echo $1 | cut -d= -f2)\n"
                                     "[ -e \"$(dirname $0)/mended\" ] && echo \"loss: $x\" && exit 0\n"
                                     "case $x in *[13579]) echo \"Error: cannot use $x\" >&2; exit 3;; esac\n"
                                     "echo \"accuracy: $x\"");
}

void mend(const WindowDriver& person) {
  QFile file(person.path("mended"));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
}

QAbstractItemModel& groups(WindowDriver& person) {
  return *person.control<QTableView>("failures.groups").model();
}

/// A study of 12 trials that all fail, in two groups.
void runFailing(WindowDriver& person) {
  person.fillForm(fallingScript(person), "loss", "12");
  person.type("limits.stop_after", "0");
  ASSERT_TRUE(person.runToTheEnd());
  ASSERT_EQ(person.document().progress().failed, 12);
  const auto grouped = [&] {
    return groups(person).index(0, 0).data().toInt() + groups(person).index(1, 0).data().toInt();
  };
  ASSERT_TRUE(person.waitFor([&] { return grouped() == 12; }));
}

TEST(Failures, AreShownInGroupsWithTheNamesThatWereSeen) {
  WindowDriver person;
  runFailing(person);
  EXPECT_TRUE(person.control<QTableView>("failures.groups").isVisible())
      << "There is nothing else to look at.";
  int trials = 0;
  QStringList causes;
  for (int row = 0; row < 2; ++row) {
    trials += groups(person).index(row, 0).data().toInt();
    causes += groups(person).index(row, 2).data().toString();
  }
  EXPECT_EQ(trials, 12);
  EXPECT_EQ(causes.filter("Error: cannot use").size(), 1) << causes.join("\n").toStdString();
  EXPECT_EQ(causes.filter("accuracy").size(), 1) << causes.join("\n").toStdString();
}

TEST(Failures, AGroupIsSelectedInTheTable) {
  WindowDriver person;
  runFailing(person);
  auto& table = person.control<QTableView>("failures.groups");
  QTest::mouseClick(table.viewport(), Qt::LeftButton, {},
                    table.visualRect(groups(person).index(1, 2)).center());
  const auto rows = person.control<QTableView>("trialTable").selectionModel()->selectedRows();
  EXPECT_EQ(rows.size(), groups(person).index(1, 0).data().toInt());
}

TEST(Failures, TheTableShowsOneClassAlone) {
  WindowDriver person;
  runFailing(person);
  auto& menu = person.control<QMenu>("trialStates.menu");
  Q_EMIT menu.aboutToShow();
  person.trigger("trialStates.no metric");
  EXPECT_GT(person.table().rowCount(), 0);
  EXPECT_LT(person.table().rowCount(), 12);
  for (int row = 0; row < person.table().rowCount(); ++row)
    EXPECT_EQ(person.cell(row, "State"), "Failed: no metric");
  EXPECT_EQ(person.control<QToolButton>("trialStates").text(), "Failed: no metric");
}

TEST(Failures, AllRunAgainAtOnceWhenTheProgramIsMended) {
  WindowDriver person;
  runFailing(person);
  mend(person);
  person.press("failures.retryAll");
  ASSERT_TRUE(person.waitFor([&] { return person.document().progress().complete == 12; }, 30'000));
  EXPECT_EQ(person.document().progress().failed, 0);
  EXPECT_TRUE(person.waitFor([&] { return !person.control<QWidget>("failuresDrawer").isVisible(); }));
  EXPECT_EQ(person.document().trial(3)->attempts.size(), 2U);
}

TEST(Failures, OneTrialRunsAgainByItself) {
  WindowDriver person;
  runFailing(person);
  mend(person);
  person.press("failures.retryTrial");
  ASSERT_TRUE(person.waitFor([&] { return person.document().progress().complete == 1; }, 30'000));
  QTest::qWait(200);
  EXPECT_EQ(person.document().progress().failed, 11);
}

TEST(Failures, StandInTheExplorerToo) {
  WindowDriver person;
  runFailing(person);
  mend(person);
  person.mode(2);
  Q_EMIT person.control<QMenu>("explorer.menu").aboutToShow();
  person.trigger("explorer.add.failures");
  auto& dock = person.control<QWidget>("explorer.failures.0");
  auto* again = dock.findChild<QAbstractButton*>("failures.retryGroup");
  ASSERT_TRUE(again && person.waitFor([&] { return again->isVisible(); }));
  QTest::mouseClick(again, Qt::LeftButton);
  EXPECT_TRUE(person.waitFor([&] { return person.document().progress().complete > 1; }, 30'000));
}

} // namespace
} // namespace sweep::ui::test
