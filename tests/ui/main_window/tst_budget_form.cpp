// SPDX-License-Identifier: GPL-3.0-or-later
// Budgets as a person sets them: with the method that asks for them, told to the program, and the brackets that come of them.
#include "tests/ui/main_window/window_driver.h"
#include "ui/study_form/bracket_table.h"
#include "ui/study_form/form_field.h"
#include "ui/widgets/problem_label.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QTableWidget>

namespace sweep::ui::test {
namespace {

const std::optional<Budget>& budgetIn(WindowDriver& person) { return person.document().spec().budget; }

/// A study of echo with this method.
void begin(WindowDriver& person, const QString& method) {
  person.fillForm("/bin/echo", "loss", "500");
  person.choose("method.name", method);
}

bool isShown(WindowDriver& person, const QString& name) { return person.control<QWidget>(name).isVisible(); }

/// What stands at the field of a control.
std::string sentencesAt(WindowDriver& person, const QString& name) {
  QWidget* widget = &person.control<QWidget>(name);
  while (widget && !qobject_cast<FormField*>(widget))
    widget = widget->parentWidget();
  return widget ? widget->findChild<ProblemLabel*>()->sentences().join('\n').toStdString() : "no field";
}

void settle(WindowDriver& person) {
  person.waitFor([&] { return person.document().checked(); });
  QTest::qWait(20);
}

std::string cellsOf(QTableWidget& table) {
  std::string text;
  for (int row = 0; row < table.rowCount(); ++row) {
    text += table.item(row, 0)->text().toStdString() + ":";
    for (int column = 1; column < table.columnCount(); ++column)
      text += " " + (table.item(row, column) ? table.item(row, column)->text().toStdString() : "-");
    text += "\n";
  }
  return text;
}

/// The rows of the bracket table once it has as many.
std::string brackets(WindowDriver& person, int rows) {
  auto& table = person.control<QTableWidget>("preview.brackets.table");
  person.waitFor([&] { return table.isVisible() && table.rowCount() == rows && person.document().checked(); });
  return cellsOf(table);
}

TEST(BudgetForm, IsThereForMethodsThatHaveToDoWithIt) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "500");
  EXPECT_FALSE(isShown(person, "budget.use"));
  person.choose("method.name", "Hyperband");
  EXPECT_TRUE(isShown(person, "budget.unit"));
  EXPECT_TRUE(person.control<QCheckBox>("budget.use").isChecked());
  EXPECT_FALSE(person.control<QCheckBox>("budget.use").isEnabled()) << "the method needs it";
  person.choose("method.name", "Median stopping");
  EXPECT_TRUE(person.control<QCheckBox>("budget.use").isEnabled());
  EXPECT_FALSE(person.control<QCheckBox>("budget.use").isChecked());
  EXPECT_FALSE(isShown(person, "budget.unit"));
  person.press("budget.use");
  EXPECT_TRUE(isShown(person, "budget.unit"));
  EXPECT_TRUE(budgetIn(person));
  person.choose("method.name", "Random search");
  EXPECT_TRUE(isShown(person, "budget.unit")) << "a budget that is there is shown";
}

TEST(BudgetForm, UnitAndRangeAreTypedAndCheckedAtTheirPlaces) {
  WindowDriver person;
  begin(person, "Hyperband");
  person.type("budget.unit", "step");
  person.type("budget.min", "10");
  person.type("budget.max", "1e3");
  EXPECT_EQ(*budgetIn(person), (Budget{"step", 10.0, 1000.0, BudgetWay::StopInFlight}));
  EXPECT_TRUE(person.waitUntilRunnable()) << person.action("run").toolTip().toStdString();
  person.type("budget.max", "5");
  settle(person);
  EXPECT_NE(sentencesAt(person, "budget.max"), "");
  EXPECT_EQ(sentencesAt(person, "budget.min"), "");
  EXPECT_FALSE(person.action("run").isEnabled());
  person.type("budget.min", "0");
  settle(person);
  EXPECT_NE(sentencesAt(person, "budget.min"), "");
  person.type("budget.min", "few");
  settle(person);
  EXPECT_FALSE(person.action("run").isEnabled());
  person.type("budget.min", "1");
  settle(person);
  EXPECT_EQ(sentencesAt(person, "budget.min") + sentencesAt(person, "budget.max"), "");
  EXPECT_TRUE(person.waitUntilRunnable());
  person.type("budget.unit", " ");
  settle(person);
  EXPECT_NE(sentencesAt(person, "budget.unit"), "");
}

TEST(BudgetForm, TheProgramIsToldByWordsOfTheCommand) {
  WindowDriver person;
  begin(person, "Hyperband");
  EXPECT_FALSE(isShown(person, "budget.tell.budget")) << "a program that is ended in flight is told nothing";
  person.press("budget.way.start_over");
  EXPECT_EQ(budgetIn(person)->way, BudgetWay::StartOver);
  EXPECT_TRUE(isShown(person, "budget.tell.budget"));
  EXPECT_FALSE(isShown(person, "budget.tell.resume"));
  person.press("budget.way.continue");
  settle(person);
  EXPECT_NE(sentencesAt(person, "budget.tell.resume"), "");
  for (const auto* key : {"budget", "checkpoint", "resume"})
    person.press(QStringLiteral("budget.tell.%1").arg(key));
  EXPECT_EQ(person.document().spec().program.command,
            (std::vector<std::string>{"${program}", "${args}", "--epochs=${budget}", "--checkpoint=${checkpoint}",
                                      "--resume=${resume}"}));
  settle(person);
  EXPECT_EQ(sentencesAt(person, "budget.tell.resume"), "");
  EXPECT_FALSE(isShown(person, "budget.tell.resume"));
  EXPECT_EQ(person.control<QLabel>("budget.told.budget").text(), "--epochs=${budget}");
  ASSERT_TRUE(person.waitUntilRunnable());
  const auto& commands = person.document().check().firstCommands;
  ASSERT_FALSE(commands.empty());
  EXPECT_NE(commands.front().find("--epochs=1 "), std::string::npos) << commands.front();
}

TEST(BudgetForm, PopulationsNeedCheckpoints) {
  WindowDriver person;
  begin(person, "Hyperband");
  person.type("budget.max", "30");
  person.choose("method.name", "Population based training (PBT)");
  settle(person);
  EXPECT_FALSE(person.control<QRadioButton>("budget.way.start_over").isEnabled());
  EXPECT_NE(sentencesAt(person, "budget.way"), "") << "a person's own budget is kept, and what is wrong with it is said";
  EXPECT_FALSE(person.action("run").isEnabled());
  person.press("budget.way.continue");
  EXPECT_TRUE(person.waitUntilRunnable());
  person.choose("method.name", "Hyperband");
  EXPECT_TRUE(person.control<QRadioButton>("budget.way.start_over").isEnabled());
}

TEST(BudgetForm, EachChangeIsOneStepOfUndo) {
  WindowDriver person;
  begin(person, "Hyperband");
  const Budget before = *budgetIn(person);
  person.type("budget.max", "243");
  person.press("budget.way.continue");
  person.press("budget.tell.budget");
  person.trigger("undo");
  EXPECT_EQ(person.document().spec().program.command.size(), 2u);
  person.trigger("undo");
  EXPECT_TRUE(person.control<QRadioButton>("budget.way.stop_in_flight").isChecked());
  EXPECT_EQ(budgetIn(person)->max, 243.0);
  person.trigger("undo");
  EXPECT_EQ(*budgetIn(person), before);
  EXPECT_EQ(person.control<QLineEdit>("budget.max").text(), "81");
  person.trigger("redo");
  EXPECT_EQ(person.control<QLineEdit>("budget.max").text(), "243");
}

TEST(BudgetForm, HyperbandShowsItsBracketsAndWhatTheyCost) {
  WindowDriver person;
  begin(person, "Hyperband");
  EXPECT_EQ(brackets(person, 6), "s = 4: 81 27 9 3 1 405\n"
                                 "s = 3: - 34 11 3 1 363\n"
                                 "s = 2: - - 15 5 1 351\n"
                                 "s = 1: - - - 8 2 378\n"
                                 "s = 0: - - - - 5 405\n"
                                 "All: 81 61 35 19 10 1,902\n");
  person.choose("method.scheduler.rounding", "down");
  settle(person);
  person.waitFor([&] { return brackets(person, 6).find("s = 3: - 27") != std::string::npos; });
  EXPECT_EQ(brackets(person, 6), "s = 4: 81 27 9 3 1 405\n"
                                 "s = 3: - 27 9 3 1 324\n"
                                 "s = 2: - - 9 3 1 243\n"
                                 "s = 1: - - - 6 2 324\n"
                                 "s = 0: - - - - 5 405\n"
                                 "All: 81 54 27 15 10 1,701\n");
  auto& sentence = person.control<QLabel>("preview.brackets.sentence");
  EXPECT_TRUE(sentence.text().contains("128 trials")) << sentence.text().toStdString();
  EXPECT_TRUE(sentence.text().contains("1701 epochs")) << sentence.text().toStdString();
  EXPECT_TRUE(sentence.text().contains("21 trials with the largest")) << sentence.text().toStdString();
  person.choose("method.name", "ASHA");
  EXPECT_TRUE(person.waitFor([&] { return !isShown(person, "preview.brackets"); }));
}

TEST(BudgetForm, SuccessiveHalvingIsOneBracket) {
  WindowDriver person;
  begin(person, "Successive Halving");
  person.type("budget.max", "27");
  person.type("method.scheduler.eta", "3");
  person.waitFor([&] { return brackets(person, 1).find("27 9 3 1 ") != std::string::npos; });
  EXPECT_EQ(brackets(person, 1), "s = 3: 27 9 3 1 108\n");
}

TEST(BudgetForm, ThePictureCountsTheTrialsThatThereWillBe) {
  WindowDriver person;
  begin(person, "Hyperband");
  person.addRange(1, 0, "y", "0", "1");
  person.type("budget.max", "27");
  const auto says = [&](const QString& words) {
    return person.waitFor([&] {
      const auto labels = person.control<QWidget>("preview.picture").findChildren<QLabel*>();
      return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) { return label->text().contains(words); });
    });
  };
  EXPECT_TRUE(says("first 49 trials"));
  person.type("limits.trials", "12");
  EXPECT_TRUE(says("first 12 trials"));
}

TEST(BudgetForm, AStudyFileBringsTheBudgetBack) {
  WindowDriver person;
  begin(person, "ASHA");
  person.type("budget.unit", "sample");
  person.type("budget.min", "0.25");
  person.type("budget.max", "4");
  person.press("budget.way.start_over");
  const StudySpec spec = person.document().spec();
  const QString file = person.path("mine.yaml");
  person.answerFileDialog(file);
  person.trigger("saveStudyAs");
  person.window().newStudy();
  EXPECT_FALSE(isShown(person, "budget.use"));
  person.window().openPath(file);
  EXPECT_EQ(person.document().spec(), spec);
  EXPECT_EQ(person.control<QLineEdit>("budget.min").text(), "0.25");
  EXPECT_TRUE(person.control<QRadioButton>("budget.way.start_over").isChecked());
}

} // namespace
} // namespace sweep::ui::test
