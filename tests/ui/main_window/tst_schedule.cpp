// SPDX-License-Identifier: GPL-3.0-or-later
// How a member of a population was trained, taken home from the result.
#include "tests/ui/main_window/window_driver.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QProcess>
#include <QPushButton>

namespace sweep::ui::test {
namespace {

/// Goes on from what it saved; what it comes to depends on x at every step.
constexpr const char* Trainer =
    "step=0; sum=0\n"
    "[ -z \"$SWEEP_RESUME\" ] || read -r step sum < \"$SWEEP_RESUME\"\n"
    "while [ $step -lt $SWEEP_BUDGET ]; do\n"
    "  step=$((step + 1)); sum=$(awk -v s=\"$sum\" -v x=\"$SWEEP_X\" 'BEGIN { printf \"%.9f\", s + x }')\n"
    "  echo \"epoch: $step score: $sum\"\n"
    "done\n"
    "echo \"$step $sum\" > \"$SWEEP_CHECKPOINT\"";

QString contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

TEST(Schedule, IsOnlyThereWhereValuesChanged) {
  WindowDriver person;
  person.fillForm(person.script("square.sh", "echo \"loss: $(echo $1 | cut -d= -f2)\""), "loss", "3");
  ASSERT_TRUE(person.runToTheEnd());
  person.mode(3);
  EXPECT_TRUE(person.control<QPushButton>("saveTrials").isVisible());
  EXPECT_FALSE(person.control<QPushButton>("saveSchedule").isVisible());
}

TEST(Schedule, IsWrittenAsTableJsonAndScript) {
  WindowDriver person;
  person.fillForm(person.script("train.sh", Trainer), "score", "500");
  person.choose("objective.direction", "maximise");
  person.choose("method.name", "Population based training (PBT)");
  person.type("budget.min", "1");
  person.type("budget.max", "5");
  person.document().edit("fewer members", [](StudySpec& spec) {
    spec.method.schedulerOptions = {{"population", std::int64_t{5}}, {"fraction", 0.4}};
  });
  ASSERT_TRUE(person.waitUntilRunnable()) << person.action("run").toolTip().toStdString();
  ASSERT_TRUE(person.runToTheEnd());
  person.mode(3);
  ASSERT_TRUE(person.waitFor([&] { return person.control<QPushButton>("saveSchedule").isVisible(); }))
      << "the best member has copied";
  const double best = *person.document().trial(*person.document().progress().bestTrial)->value();

  const QString table = person.path("schedule.csv");
  person.answerFileDialog(table);
  person.press("saveSchedule");
  EXPECT_EQ(contentOf(table).section('\n', 0, 0).trimmed(), "from,to,x,value,trial,seed");
  EXPECT_EQ(contentOf(table).count('\n'), 6) << contentOf(table).toStdString();
  EXPECT_TRUE(person.control<QLabel>("exportDone").text().contains(table));

  const QString json = person.path("schedule.json");
  person.answerFileDialog(json);
  person.press("saveSchedule");
  const auto steps = QJsonDocument::fromJson(contentOf(json).toUtf8()).object()["schedule"].toArray();
  ASSERT_EQ(steps.size(), 5);
  EXPECT_EQ(steps.last().toObject()["to"].toDouble(), 5.0);
  EXPECT_EQ(steps.last().toObject()["value"].toDouble(), best);

  const QString script = person.path("schedule.sh");
  person.answerFileDialog(script);
  person.press("saveSchedule");
  QProcess shell;
  shell.start("/bin/sh", {script, person.path("played")});
  ASSERT_TRUE(shell.waitForFinished(60'000));
  const QString last = QString::fromUtf8(shell.readAllStandardOutput()).trimmed().section('\n', -1);
  EXPECT_EQ(last.section(": ", -1).toDouble(), best) << "played as one run it comes to the same";
}

} // namespace
} // namespace sweep::ui::test
