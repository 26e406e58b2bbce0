// SPDX-License-Identifier: GPL-3.0-or-later
// The whole path on the real program: type ranges, run, read the table and the charts, export, and get the same score again.
#include "tests/ui/main_window/window_driver.h"

#include "places.h"
#include "ui/charts/chart_view.h"
#include "ui/explorer/explorer.h"

#include <QClipboard>
#include <QApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPlainTextEdit>
#include <QProcess>
#include <QRegularExpression>
#include <QTabBar>

#include <set>

namespace sweep::ui::test {
namespace {

QString contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// Three parameters at four levels each on the digits trainer.
void fillDigitsGrid(WindowDriver& person) {
  person.type("study.name", "digits grid");
  person.type("program.file", DIGITS_TRAIN);
  person.type("program.command", "${program} ${args} --layers 1 --epochs 3 --seed 7");
  person.addRange(0, 0, "lr", "0.01", "0.3");
  person.choose("parameter.0.scale", "log");
  person.addRange(1, 0, "momentum", "0", "0.9");
  person.addRange(2, 1, "units", "8", "32");
  person.type("objective.metric", "val_accuracy");
  person.choose("objective.direction", "maximise");
  person.choose("method.name", "Grid search");
  person.type("limits.trials", "64");
}

void chooseFormat(WindowDriver& person, const QString& format) {
  auto& tabs = person.control<QTabBar>("exportFormats");
  for (int i = 0; i < tabs.count(); ++i)
    if (tabs.tabText(i) == format)
      QTest::mouseClick(&tabs, Qt::LeftButton, {}, tabs.tabRect(i).center());
  ASSERT_EQ(tabs.tabText(tabs.currentIndex()), format);
}

/// The last val_accuracy that a pasted command line prints.
QString scoreOf(const QString& commandLine) {
  QProcess shell;
  shell.start("/bin/sh", {"-c", commandLine});
  shell.waitForFinished(60'000);
  QRegularExpression pattern("val_accuracy=([-0-9.e]+)");
  QString last;
  auto matches = pattern.globalMatch(QString::fromUtf8(shell.readAllStandardOutput()));
  while (matches.hasNext())
    last = matches.next().captured(1);
  return last;
}

TEST(MainJob, AGridTypedIntoTheFormRunsIsShownEverywhereAndItsBestIsReproduced) {
  WindowDriver person;
  fillDigitsGrid(person);
  ASSERT_TRUE(person.waitUntilRunnable()) << person.action("run").toolTip().toStdString();
  EXPECT_EQ(person.control<QLabel>("preview.plan").text(), "64 configurations, 2 at a time");
  EXPECT_TRUE(person.control<QWidget>("preview.commands").isVisible());
  ASSERT_TRUE(person.runToTheEnd(240'000));

  // Every combination once, in the table and in the charts.
  auto& table = person.table();
  ASSERT_EQ(table.rowCount(), 64);
  std::set<QString> points;
  for (int row = 0; row < 64; ++row)
    points.insert(person.cell(row, "lr") + " " + person.cell(row, "momentum") + " " + person.cell(row, "units"));
  EXPECT_EQ(points.size(), 64u);
  person.mode(2);
  const auto complete = static_cast<std::size_t>(person.document().progress().complete);
  auto* explorer = person.window().findChild<Explorer*>();
  for (auto* view : explorer->findChildren<ChartView*>())
    EXPECT_TRUE(person.waitFor([&] { return view->content().points.size() >= complete; })) << view->content().points.size();
  EXPECT_GE(explorer->findChildren<ChartView*>().size(), 3);

  // The best, exported: what is previewed, copied and saved is the same, and the command gives the same score.
  person.mode(3);
  const auto best = *person.document().progress().bestValue;
  EXPECT_TRUE(person.control<QLabel>("resultScore").text().startsWith("val_accuracy = "));
  chooseFormat(person, "Command line");
  const QString command = person.control<QPlainTextEdit>("exportText").toPlainText();
  EXPECT_EQ(scoreOf(command).toDouble(), best) << command.toStdString();
  person.press("copyExport");
  EXPECT_EQ(QApplication::clipboard()->text(), command);

  chooseFormat(person, "JSON");
  const QString file = person.path("best.json");
  person.answerFileDialog(file);
  person.press("saveExport");
  EXPECT_EQ(contentOf(file), person.control<QPlainTextEdit>("exportText").toPlainText());
  const auto saved = QJsonDocument::fromJson(contentOf(file).toUtf8()).object();
  const auto& trial = *person.document().trial(*person.document().progress().bestTrial);
  EXPECT_EQ(saved["lr"].toDouble(), std::get<double>(*trial.configuration.find("lr")));
  EXPECT_EQ(saved["units"].toInt(), static_cast<int>(std::get<std::int64_t>(*trial.configuration.find("units"))));
}

TEST(MainJob, AllTrialsAreSavedAsATable) {
  WindowDriver person;
  person.fillForm(person.script("square.sh", "echo \"loss: $(echo $1 | cut -d= -f2)\""), "loss", "6");
  ASSERT_TRUE(person.runToTheEnd());
  person.mode(3);
  const QString file = person.path("trials.csv");
  person.answerFileDialog(file);
  person.press("saveTrials");
  EXPECT_EQ(contentOf(file).count('\n'), 7) << contentOf(file).toStdString();
  EXPECT_TRUE(person.control<QLabel>("exportDone").text().contains(file));
}

TEST(MainJob, AChartClickSelectsTheTrialInTheTable) {
  WindowDriver person;
  person.fillForm(person.script("square.sh", "echo \"loss: $(echo $1 | cut -d= -f2)\""), "loss", "6");
  ASSERT_TRUE(person.runToTheEnd());
  ChartView* view = nullptr;
  for (auto* candidate : person.window().findChildren<ChartView*>())
    if (candidate->isVisible())
      view = candidate;
  ASSERT_TRUE(view);
  ASSERT_TRUE(person.waitFor([&] { return view->positionOf(3).has_value(); }));
  QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->positionOf(3)->toPoint());
  EXPECT_TRUE(person.control<QLabel>("trialTitle").text().startsWith("Trial 3 ")) << person.control<QLabel>("trialTitle").text().toStdString();
}

} // namespace
} // namespace sweep::ui::test
