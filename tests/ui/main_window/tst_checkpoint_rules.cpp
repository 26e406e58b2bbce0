// SPDX-License-Identifier: GPL-3.0-or-later
// Which checkpoints stay, as a person chooses it, and what is shown of what they take.
#include "core/runner/trial_naming.h"
#include "tests/ui/main_window/window_driver.h"
#include "ui/text.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <QTimer>
#include <QToolButton>
#include <filesystem>

namespace sweep::ui::test {
namespace {

using Keep = CheckpointRule::Keep;
namespace fs = std::filesystem;

const CheckpointRule& ruleIn(WindowDriver& person) {
  return person.document().spec().limits.checkpoints;
}

/// What the details of a trial say under this name.
QString fact(WindowDriver& person, const QString& name) {
  for (const auto* label : person.window().findChildren<QLabel*>())
    if (label->accessibleName() == name && label->isVisible())
      return label->text();
  return {};
}

class CheckpointRuleForm : public testing::Test {
protected:
  /// A program that saves something wherever it is told to.
  void begin() {
    const auto program = person.script("train.sh", "echo model > \"$2\"; echo \"loss: ${1#--x=}\"");
    person.fillForm(program, "loss", "6");
    person.type("program.command", "${program} ${args} ${checkpoint}");
  }
  void runIt() {
    begin();
    ASSERT_TRUE(person.waitUntilRunnable()) << person.action("run").toolTip().toStdString();
    ASSERT_TRUE(person.runToTheEnd());
    ASSERT_TRUE(waitForCheckpoints(6));
    person.mode(0);
  }
  bool waitForCheckpoints(int count) {
    return person.waitFor([&] { return person.document().checkpoints().count == count; });
  }
  int onDisk() {
    int count = 0;
    for (const auto& entry :
         fs::recursive_directory_iterator(trialsFolderOf(fromQt(person.document().path()))))
      count += entry.path().filename() == "checkpoint";
    return count;
  }
  bool isShown(const QString& name) { return person.control<QWidget>(name).isVisible(); }
  /// Presses a button of the next question; says whether there was one.
  void answer(const QString& button, bool& asked) {
    QTimer::singleShot(100, &person.window(), [button, &asked] {
      auto* question = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
      asked = question && question->objectName() == "keepQuestion";
      if (question)
        question->findChild<QPushButton*>(button)->click();
    });
  }

  WindowDriver person;
};

TEST_F(CheckpointRuleForm, IsThereForProgramsThatSaveSomething) {
  person.fillForm("/bin/echo", "loss", "6");
  EXPECT_FALSE(isShown("budget.keep"));
  person.type("program.command", "${program} ${args} --save=${checkpoint}");
  EXPECT_TRUE(person.waitFor([&] { return isShown("budget.keep"); }));
  EXPECT_FALSE(isShown("budget.keep.best"));
}

TEST_F(CheckpointRuleForm, WhatIsChosenIsTheStudysRule) {
  begin();
  EXPECT_EQ(ruleIn(person), CheckpointRule());
  person.choose("budget.keep", "The newest of the best");
  EXPECT_TRUE(isShown("budget.keep.best"));
  person.type("budget.keep.best", "12");
  EXPECT_EQ(ruleIn(person), (CheckpointRule{Keep::Best, 12}));
  EXPECT_FALSE(isShown("budget.keep.apply")) << "there is nothing to delete yet";
  person.type("budget.keep.best", "0");
  EXPECT_TRUE(
      person.waitFor([&] { return person.document().checked() && !person.document().check().runnable(); }));
  EXPECT_EQ(person.document().check().firstError()->key, "keep");
  person.type("budget.keep.best", "few");
  EXPECT_FALSE(person.control<QLineEdit>("budget.keep.best").text().isEmpty());
  EXPECT_TRUE(person.waitFor([&] { return !person.action("run").isEnabled(); }));
  person.choose("budget.keep", "The newest of each trial");
  EXPECT_EQ(ruleIn(person), (CheckpointRule{Keep::Last}));
  EXPECT_TRUE(person.waitUntilRunnable()) << person.action("run").toolTip().toStdString();
  person.document().undoStack()->undo();
  EXPECT_EQ(ruleIn(person).keep, Keep::All) << "the keyboard came by it";
  person.document().undoStack()->undo();
  EXPECT_EQ(ruleIn(person).keep, Keep::Best);
}

TEST_F(CheckpointRuleForm, WhatTheyTakeIsShownForTheStudyAndForATrial) {
  EXPECT_FALSE(isShown("checkpointUse"));
  runIt();
  const auto& status = person.control<QToolButton>("checkpointUse");
  EXPECT_TRUE(status.isVisible());
  EXPECT_TRUE(status.text().startsWith("Checkpoints: ") && status.text().endsWith("(6)"))
      << status.text().toStdString();
  EXPECT_TRUE(status.toolTip().contains("Every checkpoint stays")) << status.toolTip().toStdString();
  person.mode(1);
  person.control<QTableView>("trialTable").selectRow(2);
  EXPECT_TRUE(person.waitFor([&] { return fact(person, "checkpoints").endsWith("(1)"); }));
  person.control<QToolButton>("checkpointUse").click();
  EXPECT_TRUE(person.waitFor([&] { return isShown("budget.keep"); })) << "a click leads to the rule";
}

TEST_F(CheckpointRuleForm, DeletingIsAskedAboutFirst) {
  runIt();
  EXPECT_TRUE(person.control<QComboBox>("budget.keep").isEnabled())
      << "the rule may change while all else is fixed";
  person.choose("budget.keep", "The newest of the best");
  person.type("budget.keep.best", "0");
  EXPECT_FALSE(person.control<QPushButton>("budget.keep.apply").isEnabled());
  person.type("budget.keep.best", "2");
  EXPECT_EQ(ruleIn(person), CheckpointRule()) << "nothing is deleted while it is being chosen";
  ASSERT_TRUE(isShown("budget.keep.apply"));
  bool asked = false;
  answer("keepQuestion.leave", asked);
  person.press("budget.keep.apply");
  EXPECT_TRUE(asked);
  EXPECT_EQ(ruleIn(person), CheckpointRule());
  EXPECT_EQ(person.control<QComboBox>("budget.keep").currentText(), "All");
  EXPECT_FALSE(isShown("budget.keep.apply"));
  EXPECT_EQ(onDisk(), 6);

  person.choose("budget.keep", "The newest of the best");
  person.type("budget.keep.best", "2");
  asked = false;
  answer("keepQuestion.delete", asked);
  person.press("budget.keep.apply");
  EXPECT_TRUE(asked);
  EXPECT_EQ(ruleIn(person), (CheckpointRule{Keep::Best, 2}));
  ASSERT_TRUE(waitForCheckpoints(2));
  EXPECT_EQ(onDisk(), 2);
  EXPECT_TRUE(fs::exists(trialsFolderOf(fromQt(person.document().path())) + "/" +
                         trialFolderName(*person.document().progress().bestTrial) + "/checkpoint"));

  asked = false;
  person.type("budget.keep.best", "4");
  person.press("budget.keep.apply");
  EXPECT_EQ(ruleIn(person), (CheckpointRule{Keep::Best, 4})) << "what deletes nothing is not asked about";
}

} // namespace
} // namespace sweep::ui::test
