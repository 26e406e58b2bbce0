// SPDX-License-Identifier: GPL-3.0-or-later
// A person brings results of earlier work into a study.
#include "tests/ui/main_window/window_driver.h"

#include <QAbstractButton>
#include <QApplication>
#include <QMessageBox>
#include <QTimer>

namespace sweep::ui::test {
namespace {

/// Answers the question that follows; what it said.
QString answered(WindowDriver& person, const QString& file, const QString& button) {
  QString text;
  QTimer look;
  QObject::connect(&look, &QTimer::timeout, &look, [&] {
    auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
    if (!box || box->objectName() != "knownResultsQuestion")
      return;
    text = box->text() + "\n" + box->informativeText() + "\n" + box->detailedText();
    for (auto* candidate : box->buttons())
      if (candidate->text() == button || candidate->objectName() == button)
        candidate->click();
  });
  look.start(20);
  person.answerFileDialog(file);
  person.trigger("useKnownResults");
  person.waitFor([&] { return !text.isEmpty() || !person.banner().isEmpty(); });
  return text;
}

TEST(KnownResults, AreReadShownAndLearnedFromBeforeTheFirstRun) {
  WindowDriver person;
  person.fillForm(person.script("score.sh", "echo \"loss: ${1#--x=}\""), "loss", "4");
  person.choose("method.name", "TPE");
  ASSERT_TRUE(person.waitUntilRunnable());
  QString rows = "x,loss\n2,0\n";
  for (int i = 0; i < 12; ++i)
    rows += QString("%1,%2\n").arg(i / 12.0).arg(-1.0 - i);
  const QString text = answered(person, person.write("earlier.csv", rows), "useKnownResults");
  EXPECT_TRUE(text.contains("Results known from earlier.csv: 12. Runs of it that are left out: 1.")) << text.toStdString();
  EXPECT_TRUE(text.contains("Run 1 is left out")) << text.toStdString();
  EXPECT_TRUE(text.contains("are fixed from then on")) << text.toStdString();
  ASSERT_TRUE(person.waitFor([&] { return person.table().rowCount() == 12; }));
  EXPECT_FALSE(person.document().path().isEmpty());
  EXPECT_EQ(person.document().progress().bestValue, -12.0);

  ASSERT_TRUE(person.runToTheEnd());
  EXPECT_EQ(person.table().rowCount(), 16);
  EXPECT_EQ(person.document().progress().complete, 4);
}

TEST(KnownResults, AreLeftWhereAPersonCancels) {
  WindowDriver person;
  person.fillForm(person.script("score.sh", "echo \"loss: ${1#--x=}\""), "loss", "4");
  ASSERT_TRUE(person.waitUntilRunnable());
  EXPECT_FALSE(answered(person, person.write("earlier.csv", "x,loss\n0.5,1\n"), "Cancel").isEmpty());
  EXPECT_FALSE(person.document().hasTrials());
  EXPECT_TRUE(person.document().path().isEmpty());
}

TEST(KnownResults, AFileThatDoesNotFitIsRefusedWithASentence) {
  WindowDriver person;
  person.fillForm(person.script("score.sh", "echo \"loss: ${1#--x=}\""), "loss", "4");
  ASSERT_TRUE(person.waitUntilRunnable());
  answered(person, person.write("earlier.csv", "y,loss\n0.5,1\n"), "Close");
  EXPECT_TRUE(person.banner().contains("no column for the parameter “x”")) << person.banner().toStdString();
}

} // namespace
} // namespace sweep::ui::test
