// SPDX-License-Identifier: GPL-3.0-or-later
// What a person is asked when a study is opened whose program was killed.
#include "core/runner/run_digest.h"
#include "tests/support/killed_study.h"
#include "tests/ui/main_window/window_driver.h"
#include "ui/interrupted_banner.h"
#include "ui/run_view/trial_menu.h"
#include "ui/selection.h"
#include "ui/text.h"
#include "ui/trusted_studies.h"

#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>

namespace sweep::ui::test {
namespace {

/// Trains ten epochs from what it is given to go on from.
constexpr const char* Trainer =
    "epoch=0; [ -z \"$SWEEP_RESUME\" ] || epoch=$(cat \"$SWEEP_RESUME\")\n"
    "while [ $epoch -lt 10 ]; do epoch=$((epoch+1)); echo \"epoch: $epoch loss: 0.$epoch\"; done";

/// A killed study of four trials of which two are complete, opened in the window.
class InterruptedStudy : public testing::Test {
protected:
  void open(const std::vector<int>& saved, InterruptedRule rule = InterruptedRule::Ask) {
    StudySpec spec;
    spec.program.program = fromQt(person.script("train.sh", Trainer));
    spec.program.command = {"${program}"};
    spec.space.parameters = {{"x", FloatDomain{0.0, 1.0, false, {}}, {}, {}, {}}};
    spec.limits.trials = 4;
    spec.failures.interrupted = rule;
    study = person.path("killed.sweep");
    sweep::test::makeKilledStudy(fromQt(study), spec, 2, 2, saved);
    person.window().openPath(study);
    ASSERT_TRUE(person.waitFor([&] { return person.document().snapshot()->trials.size() == 4; }));
    // As if it had been made in this window before the program was killed.
    TrustedStudies().add(runDigest(person.document().spec(), fromQt(person.document().studyFolder())));
  }
  bool asks() { return person.control<InterruptedBanner>("interrupted").isVisible(); }
  std::string question() { return person.control<InterruptedBanner>("interrupted").sentence().toStdString(); }
  bool waitUntilFinished() {
    return person.waitFor([&] { return person.document().state() == StudyState::Finished; }, 30'000);
  }
  const Trial& trial(int number) { return *person.document().trial(number); }
  /// A new menu of the rows that are selected.
  TrialMenu& menu() {
    closeMenu();
    Q_EMIT person.control<QTableView>("trialTable").customContextMenuRequested({5, 5});
    return person.control<TrialMenu>("trialMenu");
  }
  void closeMenu() { delete person.window().findChild<TrialMenu*>(); }
  QAction& inMenu(const QString& name) {
    auto* action = menu().findChild<QAction*>(name);
    if (!action)
      throw std::runtime_error("the menu has no " + name.toStdString());
    return *action;
  }

  WindowDriver person;
  QString study;
};

TEST_F(InterruptedStudy, AsksWhatBecomesOfWhichTrials) {
  open({3});
  EXPECT_TRUE(asks());
  EXPECT_NE(question().find("2 trials were running when the program ended: 2, 3."), std::string::npos)
      << question();
  EXPECT_NE(question().find("1 of them"), std::string::npos) << question();
  EXPECT_TRUE(person.control<QPushButton>("interrupted.continue").isEnabled());
  EXPECT_EQ(person.cell(2, "State"), "Interrupted");
  EXPECT_TRUE(person.cell(2, "Note").contains("last sign of life")) << person.cell(2, "Note").toStdString();
  EXPECT_EQ(person.document().state(), StudyState::Idle) << "nothing runs before it was asked for";
  person.press("interrupted.show");
  EXPECT_EQ(person.window().findChild<Selection*>()->trials(), (QSet<int>{2, 3}));
}

TEST_F(InterruptedStudy, ContinuesThoseThatHaveACheckpoint) {
  open({3});
  person.press("interrupted.continue");
  ASSERT_TRUE(waitUntilFinished());
  EXPECT_FALSE(asks());
  EXPECT_EQ(person.document().progress().complete, 4);
  EXPECT_TRUE(trial(3).attempts.back().resumed);
  EXPECT_FALSE(trial(2).attempts.back().resumed);
  EXPECT_EQ(trial(3).reports.size(), 10u);
}

TEST_F(InterruptedStudy, OffersNoCheckpointThatIsNotThere) {
  open({});
  EXPECT_FALSE(person.control<QPushButton>("interrupted.continue").isEnabled());
  EXPECT_NE(question().find("None has left a checkpoint"), std::string::npos) << question();
  EXPECT_TRUE(person.control<QPushButton>("interrupted.continue").toolTip().contains("checkpoint"));
  person.press("interrupted.runAgain");
  ASSERT_TRUE(waitUntilFinished());
  EXPECT_EQ(person.document().progress().complete, 4);
}

TEST_F(InterruptedStudy, DropsThemWithoutStartingAnything) {
  open({2, 3});
  person.press("interrupted.drop");
  ASSERT_TRUE(person.waitFor([&] { return person.document().progress().failed == 2; }));
  EXPECT_FALSE(asks());
  EXPECT_NE(person.document().state(), StudyState::Running);
  EXPECT_EQ(trial(2).failure->kind, FailureClass::Lost);
  EXPECT_EQ(person.cell(2, "State"), "Failed: lost");
}

TEST_F(InterruptedStudy, LetsEachTrialBeDecidedOnInTheMenuOfTheTable) {
  open({3});
  person.window().findChild<Selection*>()->set({2});
  EXPECT_FALSE(inMenu("trialMenu.continue").isEnabled()) << "it has no checkpoint";
  inMenu("trialMenu.drop").trigger();
  ASSERT_TRUE(person.waitFor([&] { return person.document().progress().failed == 1; }));
  EXPECT_TRUE(asks());
  EXPECT_NE(question().find("Trial 3 was running when the program ended. It has a checkpoint"), std::string::npos) << question();
  person.window().findChild<Selection*>()->set({3});
  inMenu("trialMenu.continue").trigger();
  closeMenu();
  ASSERT_TRUE(waitUntilFinished());
  EXPECT_FALSE(asks());
  EXPECT_TRUE(trial(3).attempts.back().resumed);
}

TEST_F(InterruptedStudy, RunsTheOthersWhileNobodyDecides) {
  open({});
  person.mode(0);
  person.type("limits.trials", "6");
  ASSERT_TRUE(person.runToTheEnd());
  EXPECT_EQ(person.document().progress().complete, 4);
  EXPECT_TRUE(asks());
  EXPECT_TRUE(person.banner().contains("wait for a decision (2)")) << person.banner().toStdString();
}

TEST_F(InterruptedStudy, DoesNotAskWhereTheStudySaysIt) {
  open({3}, InterruptedRule::Continue);
  EXPECT_FALSE(asks());
  ASSERT_TRUE(person.waitFor([&] { return !person.banner().isEmpty(); }));
  EXPECT_EQ(
      person.banner(),
      "The program ended while trials were running. Continued from their checkpoints: 3. Run again: 2.");
  EXPECT_EQ(person.document().state(), StudyState::Idle);
  ASSERT_TRUE(person.runToTheEnd());
  EXPECT_EQ(person.document().progress().complete, 4);
}

TEST_F(InterruptedStudy, AsksAgainWhenItIsOpenedAgain) {
  open({3});
  ASSERT_TRUE(asks());
  person.close();
  person.reopen();
  EXPECT_FALSE(asks()) << "of a study that is not open";
  person.window().openPath(study);
  EXPECT_TRUE(person.waitFor([&] { return asks(); }));
}

TEST(InterruptedRule, IsChosenInTheForm) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "5");
  person.choose("limits.interrupted", "Drop");
  EXPECT_EQ(person.document().spec().failures.interrupted, InterruptedRule::Drop);
  person.choose("limits.interrupted", "Continue from checkpoint");
  EXPECT_EQ(person.document().spec().failures.interrupted, InterruptedRule::Continue);
  while (person.document().spec().failures.interrupted != InterruptedRule::Ask &&
         person.action("undo").isEnabled())
    person.trigger("undo");
  EXPECT_EQ(person.control<QComboBox>("limits.interrupted").currentText(), "Ask me");
}

} // namespace
} // namespace sweep::ui::test
