// SPDX-License-Identifier: GPL-3.0-or-later
// What a study does about failures by itself, as a person says it in the form and sees it at the trials.
#include "tests/ui/main_window/window_driver.h"

#include <QLabel>
#include <QMenu>
#include <QTableView>
#include <QToolButton>

namespace sweep::ui::test {
namespace {

/// Fails at its first attempt and says the seed that it was given.
QString failingOnce(const WindowDriver& person) {
  return person.script("once.sh", "mkdir $(dirname $0)/tried-$SWEEP_TRIAL-$SWEEP_X 2>/dev/null && exit 7\n"
                                  "echo \"loss: 1\"");
}

/// What the details say of the attempts of the first trial.
QStringList attemptsShown(WindowDriver& person) {
  person.mode(1);
  person.control<QTableView>("trialTable").selectRow(0);
  QStringList texts;
  for (const auto* label : person.control<QWidget>("trialFacts").findChildren<QLabel*>())
    if (label->accessibleName().startsWith("attempt"))
      texts.append(label->text());
  return texts;
}

const RetryRule& rule(WindowDriver& person) { return person.document().spec().failures.retry; }

TEST(FailureRules, AreChosenInOneRowEachChoiceAStepOfUndo) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "5");
  person.type("limits.retries", "2");
  person.trigger("retries.after.timeout");
  person.choose("limits.retries.seed", "new seed");
  auto classes = likelyPassingClasses();
  classes.insert(FailureClass::Timeout);
  EXPECT_EQ(rule(person), (RetryRule{2, classes, true}));
  EXPECT_TRUE(person.control<QToolButton>("limits.retries.after").toolTip().contains("Time limit"));
  person.trigger("undo");
  EXPECT_EQ(rule(person), (RetryRule{2, classes, false}));
  person.trigger("undo");
  EXPECT_EQ(rule(person).classes, likelyPassingClasses());
  EXPECT_FALSE(person.action("retries.after.timeout").isChecked());
  person.trigger("undo");
  EXPECT_EQ(rule(person), RetryRule());
  EXPECT_TRUE(person.waitUntilRunnable());
}

TEST(FailureRules, TheMenuStaysOpenWhileSeveralAreTicked) {
  WindowDriver person;
  auto& menu = *person.control<QToolButton>("limits.retries.after").menu();
  menu.popup(QPoint(0, 0));
  for (const char* name : {"retries.after.timeout", "retries.after.no metric"}) {
    menu.setActiveAction(&person.action(name));
    QTest::keyClick(&menu, Qt::Key_Space);
    EXPECT_TRUE(menu.isVisible());
  }
  EXPECT_TRUE(rule(person).covers(FailureClass::Timeout));
  EXPECT_TRUE(rule(person).covers(FailureClass::NoMetric));
  QTest::keyClick(&menu, Qt::Key_Escape);
  EXPECT_FALSE(menu.isVisible());
}

TEST(FailureRules, RetriesAfterNothingKeepTheStudyFromRunning) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "5");
  person.type("limits.retries", "1");
  for (const auto kind : likelyPassingClasses())
    person.trigger("retries.after." + QString::fromUtf8(failureClassName(kind).data()));
  ASSERT_TRUE(person.waitFor([&] { return person.document().checked() && person.document().check().firstError(); }));
  EXPECT_EQ(person.document().check().firstError()->key, "retries");
  EXPECT_EQ(person.control<QToolButton>("limits.retries.after").text(), "after no failure");
  person.trigger("retries.after.signal");
  EXPECT_TRUE(person.waitUntilRunnable());
  EXPECT_EQ(person.control<QToolButton>("limits.retries.after").text(), "after: Signal");
}

TEST(FailureRules, EveryAttemptIsShownWithItsSeedAndWhyItEnded) {
  WindowDriver person;
  person.fillForm(failingOnce(person), "loss", "3");
  person.type("limits.retries", "1");
  person.choose("limits.retries.seed", "new seed");
  ASSERT_TRUE(person.runToTheEnd());
  EXPECT_EQ(person.document().progress().complete, 3);
  const auto shown = attemptsShown(person);
  ASSERT_EQ(shown.size(), 2);
  const auto& attempts = person.document().trial(0)->attempts;
  for (int i = 0; i < 2; ++i)
    EXPECT_TRUE(shown[i].contains(QStringLiteral("seed %1").arg(attempts[static_cast<std::size_t>(i)].seed)))
        << shown[i].toStdString();
  EXPECT_NE(attempts[0].seed, attempts[1].seed);
  EXPECT_TRUE(shown[0].contains("Ended with exit code 7.")) << shown[0].toStdString();
  EXPECT_FALSE(shown[1].contains("Ended with")) << shown[1].toStdString();
}

TEST(FailureRules, MayBeChangedOnceTrialsExist) {
  WindowDriver person;
  person.fillForm(failingOnce(person), "loss", "3");
  ASSERT_TRUE(person.runToTheEnd());
  EXPECT_EQ(person.document().progress().failed, 3);
  person.mode(0);
  person.type("limits.retries", "1");
  person.type("limits.trials", "6");
  ASSERT_TRUE(person.runToTheEnd());
  EXPECT_EQ(person.document().progress().complete, 3);
  EXPECT_EQ(person.document().progress().failed, 3);
}

} // namespace
} // namespace sweep::ui::test
