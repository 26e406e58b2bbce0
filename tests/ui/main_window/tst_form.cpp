// SPDX-License-Identifier: GPL-3.0-or-later
// The study form as a person fills it in: sentences at the fields while typing, rows, undo, conditions, and the try.
#include "tests/ui/main_window/window_driver.h"

#include "ui/widgets/problem_label.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBrowser>
#include <QTextEdit>
#include <QTextBlock>
#include <QToolButton>

namespace sweep::ui::test {
namespace {

/// The sentences that stand at a parameter's row.
std::string sentencesAt(WindowDriver& person, int row) {
  auto* label = person.control<QWidget>(QStringLiteral("parameter.%1").arg(row)).findChild<ProblemLabel*>();
  return label ? label->sentences().join('\n').toStdString() : std::string();
}

/// Types a range and waits for the sentence it earns; empty when it is a sound one.
std::string earned(WindowDriver& person, const QString& low, const QString& high, const QString& step = {}) {
  person.type("parameter.0.low", low);
  person.type("parameter.0.high", high);
  if (person.control<QLineEdit>("parameter.0.step").isEnabled())
    person.type("parameter.0.step", step);
  person.waitFor([&] { return person.document().checked(); });
  QTest::qWait(20);
  return sentencesAt(person, 0);
}

TEST(Form, EveryWrongRangeGetsASentenceAtItsRowAndKeepsRunBack) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "5");
  ASSERT_TRUE(person.waitUntilRunnable()) << person.action("run").toolTip().toStdString();
  EXPECT_NE(earned(person, "2", "1"), "");
  EXPECT_FALSE(person.action("run").isEnabled());
  EXPECT_NE(earned(person, "0", "1", "3"), "");
  EXPECT_NE(earned(person, "zero", "1"), "");
  EXPECT_EQ(earned(person, "0", "1"), "");
  person.choose("parameter.0.scale", "log");
  EXPECT_NE(earned(person, "0", "1"), "");
  EXPECT_EQ(earned(person, "1e-4", "1"), "");
  EXPECT_TRUE(person.waitUntilRunnable());
}

TEST(Form, NamesMustBeThereAndDiffer) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "5");
  person.addRange(1, 0, "x", "0", "1");
  ASSERT_TRUE(person.waitFor([&] { return sentencesAt(person, 0) + sentencesAt(person, 1) != ""; }));
  EXPECT_FALSE(person.action("run").isEnabled());
  person.type("parameter.1.name", "");
  ASSERT_TRUE(person.waitFor([&] { return person.document().checked() && sentencesAt(person, 1) != ""; }));
  person.type("parameter.1.name", "y");
  EXPECT_TRUE(person.waitUntilRunnable());
}

TEST(Form, TheFirstCommandsAreThoseThatAreStarted) {
  WindowDriver person;
  person.fillForm(person.script("echo.sh", "echo \"loss: 1\""), "loss", "5");
  ASSERT_TRUE(person.waitUntilRunnable());
  const QStringList shown = person.control<QTextEdit>("preview.commands").toPlainText().split('\n');
  ASSERT_EQ(shown.size(), 5);
  ASSERT_TRUE(person.runToTheEnd());
  for (int i = 0; i < 5; ++i) {
    const auto& command = person.document().trial(i)->attempts.front().command;
    EXPECT_TRUE(shown[i].endsWith(QString::fromStdString(command.back()))) << shown[i].toStdString();
  }
}

TEST(Form, RowsAreDuplicatedMovedAndRemovedAndEachStepCanBeUndone) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "5");
  const auto names = [&person] {
    std::string all;
    for (const auto& parameter : person.document().spec().space.parameters)
      all += parameter.name + " ";
    return all;
  };
  person.addRange(1, 1, "n", "1", "9");
  EXPECT_EQ(names(), "x n ");
  person.control<QLineEdit>("parameter.1.name").setFocus();
  person.press("parameters.up");
  EXPECT_EQ(names(), "n x ");
  person.press("parameters.down");
  person.press("parameters.duplicate");
  EXPECT_EQ(person.document().spec().space.parameters.size(), 3u);
  EXPECT_EQ(person.document().spec().space.parameters[2].domain, person.document().spec().space.parameters[1].domain);
  person.press("parameters.remove");
  EXPECT_EQ(person.document().spec().space.parameters.size(), 2u);
  person.trigger("undo");
  EXPECT_EQ(person.document().spec().space.parameters.size(), 3u);
  person.trigger("undo");
  EXPECT_EQ(names(), "x n ");
  person.trigger("redo");
  EXPECT_EQ(person.document().spec().space.parameters.size(), 3u);
}

TEST(Form, AConditionMakesAParameterDependOnAnother) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "40");
  person.addParameter(1, 2, "optimizer");
  person.type("parameter.1.choices", "sgd, adam");
  person.control<QLineEdit>("parameter.0.name").setFocus();
  person.press("parameter.0.condition");
  ASSERT_TRUE(person.document().spec().space.parameters[0].condition);
  person.type("parameter.0.condition.values", "sgd");
  ASSERT_TRUE(person.waitUntilRunnable()) << person.action("run").toolTip().toStdString();
  const auto& condition = *person.document().spec().space.parameters[0].condition;
  EXPECT_EQ(condition.parent, "optimizer");
  for (const auto& command : person.document().check().firstCommands)
    EXPECT_EQ(command.find("--x=") != std::string::npos, command.find("sgd") != std::string::npos) << command;
}

TEST(Form, AConstraintShowsTheShareItLeaves) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "5");
  person.addRange(1, 0, "y", "0", "1");
  person.press("constraints.add");
  ASSERT_TRUE(person.waitFor([&] {
    auto* line = person.window().findChild<QLineEdit*>("constraint.0");
    return line && line->isVisible();
  }));
  person.type("constraint.0", "x + y <= 1");
  ASSERT_TRUE(person.waitFor([&] { return person.document().checked() && person.document().check().feasibleShare < 1.0; }));
  EXPECT_NEAR(person.document().check().feasibleShare, 0.5, 0.05);
  EXPECT_TRUE(person.control<QLabel>("constraints.share").text().startsWith("The constraints leave 4") ||
              person.control<QLabel>("constraints.share").text().startsWith("The constraints leave 5"))
      << person.control<QLabel>("constraints.share").text().toStdString();
  person.type("constraint.0", "x + z <= 1");
  ASSERT_TRUE(person.waitFor([&] { return person.document().checked() && person.document().check().firstError(); }));
  EXPECT_NE(person.document().check().firstError()->message.str().find("z"), std::string::npos);
}

TEST(Form, AGridOfTooManyPointsSaysHowMany) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "5");
  for (int i = 1; i < 7; ++i)
    person.addRange(i, 0, QStringLiteral("p%1").arg(i), "0", "1");
  person.choose("method.name", "Grid search");
  person.type("method.sampler.levels", "100");
  ASSERT_TRUE(person.waitFor([&] { return person.document().checked() && person.document().check().firstError(); }));
  EXPECT_TRUE(person.action("run").toolTip().contains("10^14")) << person.action("run").toolTip().toStdString();
}

TEST(Form, ATryShowsTheOutputAndAClickOnANumberMakesItTheObjective) {
  WindowDriver person;
  person.fillForm(person.script("two.sh", "echo epoch=1 train_loss=0.5 accuracy=0.75"), "loss", "5");
  person.window().resize(1400, 1000);
  person.press("tryOnce.run");
  auto& output = person.control<QTextBrowser>("tryOnce.output");
  ASSERT_TRUE(person.waitFor([&] { return person.control<QLabel>("tryOnce.status").text().contains("prints no"); }))
      << person.control<QLabel>("tryOnce.status").text().toStdString();
  EXPECT_TRUE(output.toPlainText().contains("accuracy=0.75"));
  QTextCursor cursor = output.document()->find("0.75");
  cursor.setPosition(cursor.selectionStart() + 2);
  QTest::mouseClick(output.viewport(), Qt::LeftButton, {}, output.cursorRect(cursor).center());
  EXPECT_EQ(person.document().spec().objective().metric, "accuracy");
  EXPECT_EQ(person.control<QLineEdit>("objective.metric").text(), "accuracy");
}

TEST(Form, AStudyFileIsWrittenAndReadBack) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "5");
  person.choose("parameter.0.scale", "log");
  person.type("parameter.0.low", "0.001");
  ASSERT_TRUE(person.waitUntilRunnable());
  const StudySpec spec = person.document().spec();
  const QString file = person.path("mine.yaml");
  person.answerFileDialog(file);
  person.trigger("saveStudyAs");
  person.window().newStudy();
  EXPECT_NE(person.document().spec(), spec);
  person.window().openPath(file);
  EXPECT_EQ(person.document().spec(), spec);
  EXPECT_EQ(person.banner(), "");
}

TEST(Form, EveryControlHasANameForTestsAndAssistiveTools) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "5");
  for (int mode = 0; mode < 4; ++mode) {
    person.mode(mode);
    QTest::qWait(50);
    for (auto* control : person.window().findChildren<QWidget*>()) {
      const bool typed = qobject_cast<QLineEdit*>(control) && !control->parentWidget()->inherits("QAbstractSpinBox");
      if (!control->isVisible() || !(typed || control->inherits("QAbstractButton") || control->inherits("QComboBox")))
        continue;
      auto* button = qobject_cast<QAbstractButton*>(control);
      const bool named = !control->accessibleName().isEmpty() || (button && !button->text().isEmpty()) || control->inherits("QComboBoxPrivateContainer");
      const bool internal = control->objectName().startsWith("qt_") || control->parentWidget()->inherits("QLineEdit") ||
                            control->parentWidget()->inherits("QTableView") || control->parentWidget()->inherits("QTabBar");
      EXPECT_TRUE(named || internal) << control->metaObject()->className() << " " << control->objectName().toStdString() << " in "
                         << control->parentWidget()->objectName().toStdString();
      EXPECT_TRUE(!control->objectName().isEmpty() || internal || qobject_cast<QToolButton*>(control))
          << control->metaObject()->className() << " " << control->accessibleName().toStdString();
    }
  }
}

TEST(Form, AStudyReplaysARecordedTable) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "5");
  const QString table = person.write("curves.csv", "lr,opt,epoch,accuracy\n0.1,sgd,1,0.5\n0.1,sgd,2,0.6\n0.2,adam,1,0.7\n0.4,adam,1,0.1\n");
  EXPECT_TRUE(person.control<QLineEdit>("program.command").isVisible());
  person.choose("program.way", "Replay a recorded table");
  EXPECT_FALSE(person.control<QLineEdit>("program.command").isVisible());
  EXPECT_FALSE(person.control<QPushButton>("replay.take").isVisible());
  person.answerFileDialog(table);
  person.press("replay.choose");
  ASSERT_TRUE(person.waitFor([&] { return person.control<QPushButton>("replay.take").isVisible(); }));
  const auto found = person.control<QLabel>("replay.found").text();
  EXPECT_EQ(found.toStdString(), "3 runs, steps 1 to 2. Parameters: lr, opt. Metrics: accuracy.");
  ASSERT_TRUE(person.waitFor([&] { return person.document().checked(); }));
  EXPECT_FALSE(person.action("run").isEnabled());
  person.press("replay.take");
  EXPECT_EQ(person.control<QLineEdit>("objective.metric").text(), "accuracy");
  ASSERT_TRUE(person.waitUntilRunnable()) << person.action("run").toolTip().toStdString();
  ASSERT_TRUE(person.runToTheEnd());
  EXPECT_EQ(person.document().progress().complete, 3);
  EXPECT_EQ(person.document().progress().bestValue, 0.1);
}

TEST(Form, AStudyReplaysAFormulaAndGoesBackToItsProgram) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "5");
  person.choose("program.way", "Replay a formula");
  person.type("replay.formula", "x +");
  ASSERT_TRUE(person.waitFor([&] { return person.document().checked(); }));
  EXPECT_FALSE(person.action("run").isEnabled());
  person.type("replay.formula", "x * x");
  ASSERT_TRUE(person.waitUntilRunnable()) << person.action("run").toolTip().toStdString();
  person.choose("program.way", "Run the program");
  EXPECT_FALSE(person.document().spec().replay);
  EXPECT_TRUE(person.control<QLineEdit>("program.command").isVisible());
  person.trigger("undo");
  ASSERT_TRUE(person.document().spec().replay);
  EXPECT_EQ(person.control<QLineEdit>("replay.formula").text(), "x * x");
}

} // namespace
} // namespace sweep::ui::test
