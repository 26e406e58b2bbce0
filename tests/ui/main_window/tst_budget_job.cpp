// SPDX-License-Identifier: GPL-3.0-or-later
// Hyperband on the real program from the form: the brackets beforehand, and afterwards which trials were stopped and why.
#include "tests/ui/main_window/window_driver.h"

#include "places.h"

#include <QLabel>
#include <QTableView>
#include <QTableWidget>

#include <map>

namespace sweep::ui::test {
namespace {

/// Two parameters of the digits trainer, 1 to 9 epochs, continued from checkpoints.
void fillHyperband(WindowDriver& person) {
  person.type("study.name", "digits by hyperband");
  person.type("program.file", DIGITS_TRAIN);
  person.type("program.command", "${program} ${args} --layers 1 --units 12 --seed 7");
  person.addRange(0, 0, "lr", "0.001", "0.1");
  person.choose("parameter.0.scale", "log");
  person.addRange(1, 0, "momentum", "0", "0.9");
  person.type("objective.metric", "val_accuracy");
  person.choose("objective.direction", "maximise");
  person.choose("method.name", "Hyperband");
  person.type("budget.max", "9");
  person.press("budget.way.continue");
  for (const auto* key : {"budget", "checkpoint", "resume"})
    person.press(QStringLiteral("budget.tell.%1").arg(key));
}

TEST(BudgetJob, HyperbandSpendsWhatTheTableSaysAndEveryStoppedTrialHasItsReason) {
  WindowDriver person;
  fillHyperband(person);
  ASSERT_TRUE(person.waitUntilRunnable()) << person.action("run").toolTip().toStdString();
  auto& brackets = person.control<QTableWidget>("preview.brackets.table");
  ASSERT_TRUE(person.waitFor([&] { return brackets.isVisible() && brackets.rowCount() == 4; }));
  std::map<int, int> planned;
  for (int column = 1; column <= 3; ++column)
    planned[brackets.horizontalHeaderItem(column)->text().toInt()] = brackets.item(3, column)->text().toInt();
  EXPECT_EQ(planned, (std::map<int, int>{{1, 9}, {3, 8}, {9, 5}}));
  EXPECT_EQ(person.control<QLabel>("preview.plan").text(), "17 configurations, 2 at a time");
  ASSERT_TRUE(person.runToTheEnd(240'000));

  ASSERT_EQ(person.table().rowCount(), 17);
  std::map<int, int> reached;
  int pruned = 0;
  for (int row = 0; row < 17; ++row) {
    const auto& trial = *person.document().trial(row);
    const int budget = person.cell(row, "Budget (epoch)").toInt();
    for (const auto& attempt : trial.attempts)
      ++reached[static_cast<int>(*attempt.budget)];
    if (person.cell(row, "State") == "Pruned") {
      ++pruned;
      EXPECT_LT(budget, 9);
      EXPECT_TRUE(person.cell(row, "Note").startsWith(QStringLiteral("rung %1: ").arg(budget))) << person.cell(row, "Note").toStdString();
      // The steps of one curve, none of them twice: every attempt went on where the one before had stopped.
      ASSERT_EQ(trial.reports.size(), static_cast<std::size_t>(budget));
    } else {
      EXPECT_EQ(person.cell(row, "State"), "Complete");
      EXPECT_EQ(budget, 9);
    }
  }
  EXPECT_EQ(reached, planned);
  EXPECT_EQ(pruned, 17 - 5);

  // What the details say of one that was stopped.
  int stopped = 0;
  while (person.cell(stopped, "State") != "Pruned")
    ++stopped;
  person.mode(1);
  person.control<QTableView>("trialTable").selectRow(stopped);
  const auto& sentence = person.control<QLabel>("trialSentence");
  EXPECT_TRUE(person.waitFor([&] { return sentence.text().contains(person.cell(stopped, "Note")); })) << sentence.text().toStdString();
}

} // namespace
} // namespace sweep::ui::test
