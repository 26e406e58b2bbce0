// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"
#include "tests/app/sweepscope_process.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QRegularExpression>

#include <nlohmann/json.hpp>

namespace sweep::test {
namespace {

TEST(CommandLine, AStudyFileIsRunAndItsBestTakenHome) {
  const SweepscopeFolder folder;
  folder.writeStudy(8);
  const auto run = folder.call({"run", "study.yaml"});
  ASSERT_EQ(run.exitCode, 0) << run.err.toStdString();
  EXPECT_TRUE(run.out.contains("best: loss = ")) << run.out.toStdString();

  const auto trials = nlohmann::json::parse(folder.call({"trials", "study.sweep", "--format", "json"}).out.toStdString());
  const auto& list = trials.is_array() ? trials : trials.at("trials");
  ASSERT_EQ(list.size(), 8u);
  const auto csv = folder.call({"trials", "study.sweep"}).out;
  EXPECT_EQ(csv.count('\n'), 9) << csv.toStdString();

  const auto best = nlohmann::json::parse(folder.call({"best", "study.sweep", "--format", "json"}).out.toStdString());
  const QString command = folder.call({"best", "study.sweep", "--format", "command"}).out;
  const auto again = folder.shell(command);
  EXPECT_EQ(again.out.section(": ", 1).trimmed().toDouble(), best.at("x").get<double>()) << command.toStdString();
}

TEST(CommandLine, AStudyLearnsFromWhatIsKnown) {
  const SweepscopeFolder folder;
  folder.writeStudy(6);
  folder.write("known.csv", "x,loss\n0.5,-1.5\n7000,3\n");
  const auto run = folder.call({"run", "study.yaml", "--known", "known.csv"});
  ASSERT_EQ(run.exitCode, 0) << run.err.toStdString();
  EXPECT_TRUE(run.err.contains("Results known from known.csv: 1. Runs of it that are left out: 1.")) << run.err.toStdString();
  EXPECT_TRUE(run.err.contains("Run 2 is left out: “7000”")) << run.err.toStdString();
  EXPECT_TRUE(run.out.contains("best: loss = -1.5, trial 0")) << run.out.toStdString();
  EXPECT_EQ(folder.call({"trials", "study.sweep"}).out.count('\n'), 8);
  const auto none = folder.call({"run", "study.yaml", "--known", "nowhere.csv"});
  EXPECT_EQ(none.exitCode, 2);
  EXPECT_TRUE(none.err.contains("nowhere.csv"));
}

TEST(CommandLine, TheBestConfigurationsAreRepeatedOverSeedsAndJudgedByTheirMean) {
  const SweepscopeFolder folder;
  folder.writeStudy(6);
  folder.write("score.sh", "#!/bin/sh\nawk -v x=\"${1#--x=}\" -v s=\"$SWEEP_SEED\" 'BEGIN { srand(s); print \"loss: \" x + 0.1 * rand() }'\n", true);
  const QStringList words = {"run", "study.yaml", "--repeat-best", "2", "--runs", "3"};
  const auto run = folder.call(words);
  ASSERT_EQ(run.exitCode, 0) << run.err.toStdString();
  EXPECT_EQ(run.out.count("  over 3 runs of trial "), 2) << run.out.toStdString();
  EXPECT_TRUE(run.out.contains("--by mean")) << run.out.toStdString();
  EXPECT_EQ(folder.call({"trials", "study.sweep"}).out.count('\n'), 1 + 6 + 4);
  // The same words have nothing left to do.
  ASSERT_EQ(folder.call(words).exitCode, 0);
  EXPECT_EQ(folder.call({"trials", "study.sweep"}).out.count('\n'), 1 + 6 + 4);

  const auto best = folder.call({"best", "study.sweep", "--by", "mean", "--format", "json"});
  ASSERT_EQ(best.exitCode, 0) << best.err.toStdString();
  const QRegularExpression leader("([-0-9.e]+ ± [-0-9.e]+)  over 3 runs of trial ([0-9]+)");
  const auto first = leader.match(run.out);
  EXPECT_TRUE(best.err.contains("trial " + first.captured(2) + ": " + first.captured(1) + ", mean and standard deviation of 3 runs")) << best.err.toStdString();
  EXPECT_EQ(best.out, folder.call({"best", "study.sweep", "--trial", first.captured(2), "--format", "json"}).out);
  // Ten results are enough for a model.
  EXPECT_TRUE(folder.call({"best", "study.sweep", "--by", "model"}).err.contains("a model of all results expects"));
}

TEST(CommandLine, WithoutRepeatsThereIsNoBestMean) {
  const SweepscopeFolder folder;
  folder.writeStudy(3);
  ASSERT_EQ(folder.call({"run", "study.yaml"}).exitCode, 0);
  const auto mean = folder.call({"best", "study.sweep", "--by", "mean"});
  EXPECT_EQ(mean.exitCode, 1);
  EXPECT_TRUE(mean.err.contains("No configuration has been run more than once.")) << mean.err.toStdString();
  EXPECT_TRUE(folder.call({"best", "study.sweep", "--by", "model"}).err.contains("too few results"));
  EXPECT_EQ(folder.call({"best", "study.sweep", "--by", "luck"}).exitCode, 2);
  EXPECT_EQ(folder.call({"run", "study.yaml", "--runs", "3"}).exitCode, 2);
}

TEST(CommandLine, ChartsAreNamedAndDrawn) {
  const SweepscopeFolder folder;
  folder.writeStudy(5);
  ASSERT_EQ(folder.call({"run", "study.yaml"}).exitCode, 0);
  const auto list = folder.call({"chart", "--list"});
  EXPECT_EQ(list.exitCode, 0);
  EXPECT_TRUE(list.out.contains("history"));
  for (const auto& line : list.out.split('\n', Qt::SkipEmptyParts)) {
    const QString kind = line.section(QRegularExpression("\\s"), 0, 0);
    const auto drawn = folder.call({"chart", "study.sweep", "--kind", kind, "-o", kind + ".png"});
    EXPECT_EQ(drawn.exitCode, 0) << drawn.err.toStdString();
    EXPECT_GT(QFile(folder.path(kind + ".png")).size(), 2000) << kind.toStdString();
  }
  EXPECT_EQ(folder.call({"chart", "study.sweep", "-o", "history.svg"}).exitCode, 0);
  EXPECT_TRUE(folder.read("history.svg").contains("<svg"));
  EXPECT_EQ(folder.call({"chart", "study.sweep", "--kind", "nonsense", "-o", "x.png"}).exitCode, 2);
}

TEST(CommandLine, MethodsAreComparedOnWhatAStudyRecorded) {
  const SweepscopeFolder folder;
  folder.write("curves.yaml", "executor: replay\n"
                              "replay: {formula: (x - 0.3)^2 + y + 1 / step, steps: 9}\n"
                              "method: random\n"
                              "metric: {name: loss}\n"
                              "parameters: {x: {min: 0.0, max: 1.0}, y: {min: 0.0, max: 1.0}}\n"
                              "run_cap: 60\n");
  const auto run = folder.call({"run", "curves.yaml"});
  ASSERT_EQ(run.exitCode, 0) << run.err.toStdString();
  const QStringList wanted = {"random", "hyperband", "tpe-asha", "grid"};
  const auto compared = folder.call({"compare", "curves.sweep", "--methods", wanted.join(','), "--seeds", "3", "--budget", "20",
                                     "-o", "methods.csv", "-o", "methods.svg", "-o", "methods.png"});
  EXPECT_EQ(compared.exitCode, 0) << compared.err.toStdString();
  EXPECT_TRUE(compared.out.startsWith("60 recorded configurations; loss is minimised; the best recorded is ")) << compared.out.toStdString();
  EXPECT_TRUE(compared.out.contains(QRegularExpression("\ngrid +left out: ")));
  EXPECT_TRUE(compared.out.contains(QRegularExpression("\nhyperband +\\S+ +[0-9]")));
  EXPECT_TRUE(folder.read("methods.csv").startsWith("method,axis,spent,lower,median,upper"));
  EXPECT_TRUE(folder.read("methods.svg").contains("Hyperband"));
  EXPECT_GT(QFile(folder.path("methods.png")).size(), 2000);

  ASSERT_EQ(folder.call({"trials", "curves.sweep", "--format", "curves", "-o", "curves.csv"}).exitCode, 0);
  const auto table = folder.call({"compare", "curves.csv", "--methods", "random", "--seeds", "3", "--budget", "20"});
  EXPECT_EQ(table.exitCode, 0) << table.err.toStdString();
  EXPECT_EQ(table.out.section('\n', 0, 0), compared.out.section('\n', 0, 0));
  EXPECT_EQ(folder.call({"compare", "nowhere.csv"}).exitCode, 2);
  EXPECT_EQ(folder.call({"compare", "curves.csv", "--methods", "luck"}).exitCode, 2);
}

TEST(CommandLine, CheckSaysWhatWouldRunAndStartsNothing) {
  const SweepscopeFolder folder;
  folder.writeStudy(5);
  folder.write("score.sh", "#!/bin/sh\ntouch started\n", true);
  const auto check = folder.call({"check", "study.yaml"});
  EXPECT_EQ(check.exitCode, 0) << check.err.toStdString();
  EXPECT_TRUE(check.out.contains("score.sh --x=")) << check.out.toStdString();
  EXPECT_FALSE(QFile::exists(folder.path("started")));
}

TEST(CommandLine, MethodsAreNamedWithTheirSettings) {
  const auto methods = SweepscopeFolder().call({"methods"});
  EXPECT_EQ(methods.exitCode, 0);
  for (const char* line : {"\nhyperband           random × hyperband\n", "\ngrid-refinement     ", "  levels (", "\nasha                random × asha\n",
                           "  rounding (up, down; default up): "})
    EXPECT_TRUE(methods.out.contains(line)) << line;
}

TEST(CommandLine, BadInputIsASentenceOnStandardErrorAndTwo) {
  const SweepscopeFolder folder;
  folder.write("broken.yaml", "parameters:\n  x: {min: 1, max: \n");
  folder.write("diary.sweep", "dear diary");
  folder.write("inverted.yaml", "program: ./score.sh\nmetric: {name: loss}\nparameters:\n  x: {min: 2.0, max: 1.0}\n");
  for (const QStringList& words :
       {QStringList{"run", "missing.yaml"}, {"run", "broken.yaml"}, {"run", "inverted.yaml"}, {"run", "diary.sweep"}, {"check", "broken.yaml"},
        {"best", "diary.sweep"}, {"best", "missing.sweep"}, {"trials", "missing.sweep"}, {"run"}, {"run", "inverted.yaml", "--interrupted", "ask"},
        {"--nonsense"}}) {
    const auto answer = folder.call(words);
    EXPECT_EQ(answer.exitCode, 2) << words.join(' ').toStdString() << ": " << answer.err.toStdString();
    EXPECT_FALSE(answer.err.isEmpty()) << words.join(' ').toStdString();
  }
  EXPECT_EQ(folder.read("diary.sweep"), "dear diary");
}

TEST(CommandLine, AStudyWithoutACompleteTrialEndsWithOne) {
  const SweepscopeFolder folder;
  folder.writeStudy(3);
  folder.write("score.sh", "#!/bin/sh\nexit 7\n", true);
  const auto run = folder.call({"run", "study.yaml"});
  EXPECT_EQ(run.exitCode, 1);
  EXPECT_TRUE((run.out + run.err).contains("No trial is complete")) << run.out.toStdString();
}

TEST(CommandLine, HelpTeachesAndVersionTells) {
  const SweepscopeFolder folder;
  const auto help = folder.call({"--help"});
  EXPECT_EQ(help.exitCode, 0);
  EXPECT_TRUE(help.out.contains("sweepscope run study.yaml"));
  EXPECT_TRUE(folder.call({"run", "--help"}).out.contains("run-again"));
  EXPECT_TRUE(folder.call({"--version"}).out.startsWith("Sweepscope "));
}

TEST(CommandLine, TheDigitsExampleIsCheckedWhereItLies) {
  const auto check = SweepscopeFolder().call({"check", QStringLiteral(EXAMPLES_FOLDER "/digits/study.yaml")});
  EXPECT_EQ(check.exitCode, 0) << check.err.toStdString();
  EXPECT_TRUE(check.out.contains("digits-train"));
}

} // namespace
} // namespace sweep::test
