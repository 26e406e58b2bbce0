// SPDX-License-Identifier: GPL-3.0-or-later
// Trying a program that is to go on from checkpoints: what is found out about it, and that the window never waits for it.
#include "places.h"
#include "tests/ui/main_window/window_driver.h"
#include "ui/widgets/problem_label.h"

#include <QLabel>
#include <QTextBrowser>

namespace sweep::ui::test {
namespace {

/// What a script makes of its words; and a training from `epoch` to `epochs` with a report after each.
const QString Beginning = R"(
for word; do case $word in
--epochs=*) epochs=${word#*=};;
--checkpoint=*) checkpoint=${word#*=};;
--resume=*) resume=${word#*=};;
esac; done
)";
const QString Training = R"(
while [ "$epoch" -lt "$epochs" ]; do
  epoch=$((epoch + 1))
  echo "epoch=$epoch loss=0.$epoch"
done
)";

/// A study of this program whose trials continue from checkpoints.
void begin(WindowDriver& person, const QString& program) {
  person.fillForm(program, "loss", "500");
  person.choose("method.name", "Hyperband");
  person.press("budget.way.continue");
  for (const auto* key : {"budget", "checkpoint", "resume"})
    person.press(QStringLiteral("budget.tell.%1").arg(key));
}

QString scriptOf(WindowDriver& person, const QString& beginning, const QString& end) {
  return person.script("train.sh", Beginning + beginning + Training + end);
}

QLabel& status(WindowDriver& person) { return person.control<QLabel>("tryOnce.status"); }

/// Tries and waits until it has ended.
void tryIt(WindowDriver& person) {
  ASSERT_TRUE(person.waitUntilRunnable()) << person.action("run").toolTip().toStdString();
  person.press("tryOnce.run");
  ASSERT_TRUE(person.waitFor([&] { return status(person).text().startsWith("Done"); }, 60'000)) << status(person).text().toStdString();
}

/// What was found to be wrong; empty when it continues.
std::string doubt(WindowDriver& person) {
  auto& finding = person.control<QLabel>("tryOnce.finding");
  const auto sentences = person.control<ProblemLabel>("tryOnce.doubt").sentences().join('\n').toStdString();
  EXPECT_EQ(finding.isVisible(), sentences.empty());
  return sentences;
}

std::string finding(WindowDriver& person) { return person.control<QLabel>("tryOnce.finding").text().toStdString(); }

TEST(TryOnce, TheDigitsTrainerContinuesFromItsCheckpoint) {
  WindowDriver person;
  person.type("program.file", DIGITS_TRAIN);
  person.type("program.command", "${program} ${args} --layers 1 --units 8 --seed 7");
  person.addRange(0, 0, "lr", "0.01", "0.3");
  person.type("objective.metric", "val_accuracy");
  person.choose("objective.direction", "maximise");
  person.choose("method.name", "Hyperband");
  person.press("budget.way.continue");
  for (const auto* key : {"budget", "checkpoint", "resume"})
    person.press(QStringLiteral("budget.tell.%1").arg(key));
  person.type("limits.trials", "500");
  tryIt(person);
  EXPECT_EQ(doubt(person), "");
  EXPECT_NE(finding(person).find("ended at step 2, the resumed one began with step 3"), std::string::npos) << finding(person);
  EXPECT_TRUE(status(person).text().contains("val_accuracy = ")) << status(person).text().toStdString();
  const auto output = person.control<QTextBrowser>("tryOnce.output").toPlainText();
  EXPECT_TRUE(output.contains("Resumed from the checkpoint of 2 epochs, to 4 epochs:")) << output.toStdString();
  auto& estimate = person.control<QLabel>("preview.estimate");
  EXPECT_TRUE(person.waitFor([&] { return estimate.text().contains("as 2 epochs took"); })) << estimate.text().toStdString();
}

TEST(TryOnce, AProgramThatDoesNotResumeIsFoundOut) {
  WindowDriver person;
  begin(person, scriptOf(person, "epoch=0", "echo $epoch >$checkpoint"));
  tryIt(person);
  EXPECT_NE(doubt(person).find("began again from the start: the first run came to step 2, and the resumed one reported step 1"),
            std::string::npos)
      << doubt(person);
  // Mended, it is found to continue.
  scriptOf(person, "epoch=0; [ -z \"$resume\" ] || epoch=$(cat $resume)", "echo $epoch >$checkpoint");
  tryIt(person);
  EXPECT_EQ(doubt(person), "");
  EXPECT_NE(finding(person).find("ended at step 2"), std::string::npos) << finding(person);
}

TEST(TryOnce, AProgramThatSavesNothingIsNotResumed) {
  WindowDriver person;
  begin(person, scriptOf(person, "epoch=0", ": >$checkpoint"));
  tryIt(person);
  EXPECT_NE(doubt(person).find("left no checkpoint"), std::string::npos) << doubt(person);
  EXPECT_FALSE(person.control<QTextBrowser>("tryOnce.output").toPlainText().contains("Resumed"));
}

TEST(TryOnce, AProgramThatCannotReadItsCheckpointSaysSo) {
  WindowDriver person;
  begin(person, scriptOf(person, "epoch=0; [ -z \"$resume\" ] || { echo unreadable >&2; exit 3; }", "echo $epoch >$checkpoint"));
  tryIt(person);
  EXPECT_NE(doubt(person).find("failed when it was to go on"), std::string::npos) << doubt(person);
  EXPECT_NE(doubt(person).find("exit code 3"), std::string::npos) << doubt(person);
  EXPECT_TRUE(person.control<QTextBrowser>("tryOnce.output").toPlainText().contains("unreadable"));
}

TEST(TryOnce, StepsInAFileAreSeenToo) {
  WindowDriver person;
  begin(person, person.script("train.sh", Beginning + R"(
epoch=0
[ -z "$resume" ] || epoch=$(cat $resume)
echo epoch,loss >"$SWEEP_DIR/m.csv"
while [ "$epoch" -lt "$epochs" ]; do
  epoch=$((epoch + 1))
  echo "$epoch,0.$epoch" >>"$SWEEP_DIR/m.csv"
done
echo $epoch >$checkpoint)"));
  person.choose("metrics.source", "A file that the program writes");
  person.type("metrics.file", "m.csv");
  tryIt(person);
  EXPECT_EQ(doubt(person), "");
  EXPECT_NE(finding(person).find("ended at step 2, the resumed one began with step 3"), std::string::npos) << finding(person);
}

TEST(TryOnce, TheSecondRunIsStoppedAsTheFirst) {
  WindowDriver person;
  begin(person, scriptOf(person, "epoch=0; [ -z \"$resume\" ] || { echo waiting; sleep 600; }", "echo $epoch >$checkpoint"));
  ASSERT_TRUE(person.waitUntilRunnable());
  person.press("tryOnce.run");
  ASSERT_TRUE(person.waitFor([&] { return status(person).text().contains("from its checkpoint"); }));
  person.press("tryOnce.run");
  ASSERT_TRUE(person.waitFor([&] { return status(person).text().startsWith("Done"); })) << status(person).text().toStdString();
  EXPECT_EQ(person.control<ProblemLabel>("tryOnce.doubt").sentences().size(), 0);
  EXPECT_EQ(finding(person), "");
}

TEST(TryOnce, AProgramThatBeginsAnewIsRunOnceToTheSmallestBudget) {
  WindowDriver person;
  begin(person, scriptOf(person, "epoch=0", ""));
  person.press("budget.way.start_over");
  tryIt(person);
  EXPECT_EQ(finding(person) + person.control<ProblemLabel>("tryOnce.doubt").sentences().join("").toStdString(), "");
  const auto output = person.control<QTextBrowser>("tryOnce.output").toPlainText();
  EXPECT_TRUE(output.contains("epoch=1 loss")) << output.toStdString();
  EXPECT_FALSE(output.contains("epoch=2 loss")) << output.toStdString();
}

/// A study whose trials are ended in flight, by Hyperband or ASHA.
void beginInFlight(WindowDriver& person, const QString& method, const QString& program) {
  person.fillForm(program, "loss", "500");
  person.choose("method.name", method);
  ASSERT_EQ(person.document().spec().budget->way, BudgetWay::StopInFlight);
  person.type("budget.max", "80");
  person.type("budget.min", "3");
}

TEST(TryOnce, AProgramThatKnowsOfNoBudgetIsEndedAtTheSmallestAsItsTrialsAre) {
  for (const auto* method : {"Hyperband", "ASHA"}) {
    WindowDriver person;
    const QString program = person.script("endless.sh", "epoch=0; while true; do epoch=$((epoch+1)); echo \"epoch=$epoch loss=0.$epoch\"; "
                                                        "[ $epoch -lt 3 ] || sleep 600; done");
    beginInFlight(person, method, program);
    tryIt(person);
    EXPECT_EQ(doubt(person), "");
    EXPECT_NE(finding(person).find("ended in flight once its reports had come to 3 epochs"), std::string::npos) << finding(person);
    EXPECT_TRUE(status(person).text().contains("loss = 0.3")) << status(person).text().toStdString();
    EXPECT_FALSE(person.control<QTextBrowser>("tryOnce.output").toPlainText().contains("Resumed")) << "there is nothing to resume";
  }
}

TEST(TryOnce, ReportsWithoutStepsAreCounted) {
  WindowDriver person;
  beginInFlight(person, "Hyperband", person.script("endless.sh", "echo loss=3; echo loss=2; echo loss=1; sleep 600"));
  tryIt(person);
  EXPECT_EQ(doubt(person), "");
}

TEST(TryOnce, AProgramThatEndsBeforeTheSmallestBudgetIsDoubted) {
  WindowDriver person;
  beginInFlight(person, "Hyperband", person.script("short.sh", "echo epoch=1 loss=3; echo epoch=2 loss=2"));
  tryIt(person);
  EXPECT_NE(doubt(person).find("before its reports came to 3 epochs, the smallest budget: the last was of step 2"), std::string::npos)
      << doubt(person);
}

TEST(TryOnce, WhoeverStopsItInFlightHasSeenEnough) {
  WindowDriver person;
  beginInFlight(person, "Hyperband", person.script("slow.sh", "echo epoch=1 loss=3; sleep 600"));
  ASSERT_TRUE(person.waitUntilRunnable());
  person.press("tryOnce.run");
  ASSERT_TRUE(person.waitFor([&] { return person.control<QTextBrowser>("tryOnce.output").toPlainText().contains("epoch=1"); }));
  person.press("tryOnce.run");
  ASSERT_TRUE(person.waitFor([&] { return status(person).text().startsWith("Stopped"); })) << status(person).text().toStdString();
  EXPECT_EQ(person.control<ProblemLabel>("tryOnce.doubt").sentences().size(), 0);
  EXPECT_EQ(finding(person), "");
}

} // namespace
} // namespace sweep::ui::test
