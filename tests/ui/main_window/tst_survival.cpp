// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong gets a sentence, and nothing that is finished is lost.
#include "tests/ui/main_window/window_driver.h"

#include <QFile>
#include <QLabel>
#include <QToolButton>

#include <set>

namespace sweep::ui::test {
namespace {

/// Runs a script over three trials and gives the note of the first.
std::string noteOf(WindowDriver& person, const QString& lines, const QString& limit = {}) {
  person.fillForm(person.script("program.sh", lines), "loss", "3");
  if (!limit.isEmpty())
    person.type("limits.trial_time", limit);
  EXPECT_TRUE(person.runToTheEnd());
  EXPECT_EQ(person.document().progress().failed, 3);
  return person.cell(0, "Note").toStdString();
}

TEST(BadInput, AProgramThatIsNotThereIsNamedBeforeTheRun) {
  WindowDriver person;
  person.fillForm("/nowhere/train", "loss", "3");
  ASSERT_TRUE(person.waitFor([&] { return person.document().checked() && person.document().check().firstError(); }));
  EXPECT_FALSE(person.action("run").isEnabled());
  EXPECT_TRUE(person.action("run").toolTip().contains("/nowhere/train")) << person.action("run").toolTip().toStdString();
  EXPECT_TRUE(person.control<QToolButton>("problems").isVisible());
}

TEST(BadInput, AProgramWithoutTheMetricSaysWhichNamesItPrinted) {
  WindowDriver person;
  const auto note = noteOf(person, "echo accuracy: 0.9");
  EXPECT_NE(note.find("loss"), std::string::npos) << note;
  EXPECT_NE(note.find("accuracy"), std::string::npos) << note;
}

TEST(BadInput, ACrashIsToldByItsSignalAndItsLastLines) {
  WindowDriver person;
  const auto note = noteOf(person, "echo about to fall >&2; kill -SEGV $$");
  EXPECT_NE(note.find("SIGSEGV"), std::string::npos) << note;
  EXPECT_NE(person.document().trial(0)->failure->tail.find("about to fall"), std::string::npos);
}

TEST(BadInput, AnExitCodeIsTold) {
  WindowDriver person;
  EXPECT_NE(noteOf(person, "exit 3").find("3"), std::string::npos);
}

TEST(BadInput, AHangEndsAtItsLimit) {
  WindowDriver person;
  const auto note = noteOf(person, "exec sleep 600", "1 s");
  EXPECT_NE(note.find("1 s"), std::string::npos) << note;
  EXPECT_EQ(person.document().trial(0)->failure->kind, FailureClass::Timeout);
}

TEST(BadInput, NaNIsAFailureNotAScore) {
  WindowDriver person;
  noteOf(person, "echo loss: nan");
  EXPECT_EQ(person.document().trial(0)->failure->kind, FailureClass::NotANumber);
  EXPECT_FALSE(person.document().progress().bestTrial);
}

TEST(BadInput, ABrokenStudyFileIsRefusedWithItsLine) {
  WindowDriver person;
  person.window().openPath(person.write("study.yaml", "program: train.py\nparameters:\n  lr: {min: 0.1, max: 1\nmetric:\n"));
  EXPECT_TRUE(person.banner().contains("study.yaml")) << person.banner().toStdString();
  EXPECT_TRUE(person.banner().contains("line")) << person.banner().toStdString();
}

TEST(BadInput, AFileThatIsNoStudyIsRefusedAndLeftAsItIs) {
  WindowDriver person;
  const QString path = person.write("holiday.sweep", "dear diary");
  person.window().openPath(path);
  ASSERT_TRUE(person.waitFor([&] { return !person.banner().isEmpty(); }));
  EXPECT_TRUE(person.banner().contains("holiday.sweep")) << person.banner().toStdString();
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_EQ(file.readAll(), QByteArray("dear diary"));
}

TEST(Survival, AStudyThatAlwaysFailsStopsItselfAndSaysSo) {
  WindowDriver person;
  person.fillForm(person.script("program.sh", "exit 1"), "loss", "100");
  ASSERT_TRUE(person.runToTheEnd());
  EXPECT_LT(person.document().progress().finished(), 20);
  EXPECT_TRUE(person.banner().contains("failed")) << person.banner().toStdString();
}

TEST(Survival, ClosedInTheMiddleAndOpenedAgainTheStudyGoesOnWithTheRest) {
  WindowDriver person;
  person.fillForm(person.script("slow.sh", "sleep 0.1; echo \"loss: $(echo $1 | cut -d= -f2)\""), "loss", "24");
  ASSERT_TRUE(person.waitUntilRunnable());
  person.trigger("run");
  ASSERT_TRUE(person.waitFor([&] { return person.document().progress().finished() >= 8; }, 30'000));
  std::map<int, Trial> before;
  for (const auto& trial : person.document().snapshot()->trials)
    if (isFinished(trial->state))
      before.emplace(trial->number, *trial);
  const QString study = person.document().path();
  person.close();

  person.reopen();
  person.window().openPath(study);
  ASSERT_TRUE(person.waitFor([&] { return person.document().hasTrials(); }));
  EXPECT_LT(person.document().progress().finished(), 24);
  for (const auto& [number, trial] : before)
    EXPECT_EQ(*person.document().trial(number), trial) << number;
  ASSERT_TRUE(person.runToTheEnd());
  EXPECT_EQ(person.document().progress().complete, 24);
  for (const auto& trial : person.document().snapshot()->trials)
    if (trial->failure)
      ADD_FAILURE() << trial->number << ": " << trial->failure->message.str() << '\n' << trial->failure->tail;
  EXPECT_EQ(person.table().rowCount(), 24);
}

TEST(Survival, PauseStartsNothingNewAndResumeGoesOn) {
  WindowDriver person;
  person.fillForm(person.script("slow.sh", "sleep 0.05; echo loss: 1"), "loss", "20");
  ASSERT_TRUE(person.waitUntilRunnable());
  person.trigger("run");
  ASSERT_TRUE(person.waitFor([&] { return person.document().progress().finished() >= 2; }, 30'000));
  person.trigger("pause");
  ASSERT_TRUE(person.waitFor([&] {
    return person.document().state() == StudyState::Paused && person.document().progress().running == 0;
  }));
  const int finished = person.document().progress().finished();
  EXPECT_LT(finished, 20);
  QTest::qWait(300);
  EXPECT_EQ(person.document().progress().finished(), finished);
  ASSERT_TRUE(person.runToTheEnd());
  EXPECT_EQ(person.document().progress().complete, 20);
}

} // namespace
} // namespace sweep::ui::test
