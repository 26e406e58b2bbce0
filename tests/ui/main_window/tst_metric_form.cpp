// SPDX-License-Identifier: GPL-3.0-or-later
// Where metrics are read from, as a person finds it out: presets, an expression typed into the field, a file, and the sample that shows
// at once what is read.
#include "tests/ui/main_window/window_driver.h"
#include "ui/study_form/found_metrics.h"
#include "ui/study_form/metric_sample.h"
#include "ui/widgets/problem_label.h"

#include <QClipboard>
#include <QLabel>
#include <QMenu>
#include <QTextBlock>
#include <QTextLayout>
#include <QToolButton>

namespace sweep::ui::test {
namespace {

class MetricForm : public testing::Test {
protected:
  void SetUp() override {
    person.fillForm("/bin/echo", "loss", "5");
    sample = &person.control<MetricSample>("metrics.sample");
    QObject::connect(sample, &MetricSample::previewed, sample, [this] { ++previews; });
  }

  void paste(const QString& text) {
    QApplication::clipboard()->setText(text);
    sample->setFocus();
    sample->selectAll();
    sample->paste();
  }
  /// "loss=0.5 acc=1" of the names found, and their last values.
  std::string found() {
    auto& list = person.control<FoundMetrics>("metrics.found");
    QStringList rows;
    for (int i = 0; i < list.topLevelItemCount() && list.isVisibleTo(sample->parentWidget()); ++i)
      rows += list.topLevelItem(i)->text(0) + "=" + list.topLevelItem(i)->text(1);
    return rows.join(' ').toStdString();
  }
  bool waitForFound(const std::string& rows) {
    return person.waitFor([&] { return found() == rows; });
  }
  /// The bold parts of a line of the sample.
  std::string highlighted(int line) {
    QStringList parts;
    const QTextBlock block = sample->document()->findBlockByNumber(line);
    for (const auto& range : block.layout()->formats())
      if (range.format.fontWeight() == QFont::DemiBold)
        parts += block.text().mid(range.start, range.length);
    return parts.join(' ').toStdString();
  }
  std::string sentence() { return person.control<QLabel>("metrics.summary").text().toStdString(); }
  /// The sentence at the field of this control.
  std::string sentenceAt(const QString& control) {
    for (auto* parent = person.control<QWidget>(control).parentWidget(); parent;
         parent = parent->parentWidget())
      if (auto* label = parent->findChild<ProblemLabel*>())
        return label->text().toStdString();
    return {};
  }

  WindowDriver person;
  MetricSample* sample = nullptr;
  int previews = 0;
};

TEST_F(MetricForm, TheSampleIsNamedBesideItsFirstLine) {
  const auto labels = person.window().findChildren<QLabel*>();
  const auto label = std::ranges::find_if(labels, [&](const QLabel* one) { return one->buddy() == sample; });
  ASSERT_NE(label, labels.end());
  QTest::qWait(1);
  const int middle = (*label)->mapTo(&person.window(), (*label)->rect().center()).y() - sample->mapTo(&person.window(), QPoint()).y();
  EXPECT_GT(middle, 0);
  EXPECT_LT(middle, 2 * sample->fontMetrics().lineSpacing());
}

TEST_F(MetricForm, APastedSampleShowsWhatIsReadOfIt) {
  paste(QStringLiteral("Größe 12\nepoch: 1 loss: 0.5 acc=0.25\nepoch: 2 loss: 0.125\n"));
  ASSERT_TRUE(waitForFound("acc=0.25 loss=0.125")) << found();
  EXPECT_EQ(highlighted(0), "");
  EXPECT_EQ(highlighted(1), "0.5 0.25");
  EXPECT_EQ(highlighted(2), "0.125");
  auto& list = person.control<FoundMetrics>("metrics.found");
  EXPECT_EQ(list.topLevelItem(1)->text(2), "2");
  EXPECT_EQ(list.topLevelItem(1)->text(3), "1 to 2");
  Q_EMIT list.itemClicked(list.topLevelItem(0), 0);
  EXPECT_EQ(person.document().spec().objective().metric, "acc");
}

TEST_F(MetricForm, ASampleIsReadOnceAndThenLetBe) {
  paste("loss: 0.5\n");
  ASSERT_TRUE(waitForFound("loss=0.5"));
  QTest::qWait(200);
  const int before = previews;
  QTest::qWait(400);
  EXPECT_EQ(previews, before) << "its highlighting is no change of the text";
}

TEST_F(MetricForm, EveryPresetIsOfferedAndReadsItsOwnLines) {
  struct Case {
    const char* entry;
    const char* line;
    const char* rows;
  };
  for (const auto& [entry, line, rows] : std::vector<Case>{
           {"JSON lines only", R"({"val": {"loss": 0.5}})", "val.loss=0.5"},
           {"Syne Tune", R"([tune-metric]: {"loss": 0.25})", "loss=0.25"},
           {"SMAC", "cost=0.5; runtime=2; status=SUCCESS; additional_info=x", "cost=0.5 runtime=2"},
           {"Guild AI", "validation loss: 0.75 (step 3)", "validation loss=0.75"},
           {"Katib", "top|1=0.5", "top|1=0.5"}}) {
    person.choose("metrics.source", entry);
    paste(line);
    EXPECT_TRUE(waitForFound(rows)) << entry << ": " << found();
  }
}

TEST_F(MetricForm, AnExpressionIsTriedAsItIsTyped) {
  person.choose("metrics.source", "Regular expression");
  paste("the loss is 0.5 now\nthe gain is 2 now");
  person.type("metrics.expression", R"((\w+) is)");
  ASSERT_TRUE(person.waitFor([&] { return sentence() == "Nothing is read of this sample."; })) << sentence();
  person.type("metrics.expression", R"((\w+) is (\S+))");
  ASSERT_TRUE(waitForFound("gain=2 loss=0.5")) << found();
  EXPECT_EQ(highlighted(0), "0.5");
  EXPECT_EQ(sentenceAt("metrics.expression"), "");

  person.type("metrics.expression", R"((\w+ is)");
  ASSERT_TRUE(person.waitFor([&] { return sentenceAt("metrics.expression") != ""; }));
  EXPECT_NE(sentenceAt("metrics.expression").find("cannot be read"), std::string::npos)
      << sentenceAt("metrics.expression");
  EXPECT_FALSE(person.action("run").isEnabled());
  EXPECT_TRUE(waitForFound("")) << found();
  EXPECT_EQ(highlighted(0), "");
}

TEST_F(MetricForm, AnExpressionThatTakesTooLongIsNamedAndStopsNobody) {
  person.choose("metrics.source", "Regular expression");
  QString lines;
  for (int i = 0; i < 1000; ++i)
    lines += QString(200, 'a') + "!\n";
  paste(lines + "loss 0.5");
  person.type("metrics.expression", "(a+)+$");
  auto& problem = person.control<ProblemLabel>("metrics.problem");
  ASSERT_TRUE(person.waitFor([&] { return problem.text().contains("takes too long"); }))
      << problem.text().toStdString();
  person.type("metrics.expression", R"((\w+) (\S+))");
  EXPECT_TRUE(waitForFound("loss=0.5")) << found();
  EXPECT_EQ(problem.text(), "");
}

TEST_F(MetricForm, AFileIsNamedCheckedAndItsContentTried) {
  person.choose("metrics.source", "A file that the program writes");
  ASSERT_TRUE(person.waitFor([&] { return sentenceAt("metrics.file") != ""; }));
  EXPECT_NE(sentenceAt("metrics.file").find("Name the file"), std::string::npos)
      << sentenceAt("metrics.file");
  person.type("metrics.file", "out/metrics");
  ASSERT_TRUE(
      person.waitFor([&] { return sentenceAt("metrics.file").find("say which") != std::string::npos; }));
  person.choose("metrics.format", "CSV");
  ASSERT_TRUE(person.waitUntilRunnable()) << person.action("run").toolTip().toStdString();
  EXPECT_EQ(person.document().spec().metricSource, (MetricSource{"file", {}, "out/metrics", "csv"}));
  paste("epoch;loss\n1;0.5\n2;0.25\n");
  EXPECT_TRUE(waitForFound("loss=0.25")) << found();
  EXPECT_EQ(highlighted(1), "0.5");
  paste("epoch;loss\n1;0,5\n");
  auto& problem = person.control<ProblemLabel>("metrics.problem");
  EXPECT_TRUE(person.waitFor([&] { return problem.text().contains("“0,5”"); }))
      << problem.text().toStdString();
}

TEST_F(MetricForm, WhatATryPrintsIsFilledIn) {
  person.type("program.file", person.script("two.sh", "echo epoch=1 train_loss=0.5; echo accuracy: 0.75"));
  person.press("tryOnce.run");
  ASSERT_TRUE(waitForFound("accuracy=0.75 train_loss=0.5")) << found();
  EXPECT_TRUE(sample->toPlainText().startsWith("epoch=1 train_loss=0.5\naccuracy: 0.75"));

  // A text of the person's own is not replaced, unless they ask for it.
  paste("mine: 5");
  person.press("tryOnce.run");
  ASSERT_TRUE(
      person.waitFor([&] { return person.control<QLabel>("tryOnce.status").text().contains("prints no"); }));
  EXPECT_EQ(sample->toPlainText(), "mine: 5");
  auto* menu = person.window().findChild<QMenu*>("metrics.fillMenu");
  Q_EMIT menu->aboutToShow();
  person.trigger("metrics.fill.try");
  EXPECT_TRUE(waitForFound("accuracy=0.75 train_loss=0.5")) << found();
}

TEST_F(MetricForm, WhatATryWritesIsShownAndFilledIn) {
  person.type("program.file",
              person.script("file.sh", "printf 'epoch,loss\\n1,0.5\\n2,0.125\\n' >\"$SWEEP_DIR/m.csv\""));
  person.choose("metrics.source", "A file that the program writes");
  person.type("metrics.file", "m.csv");
  person.press("tryOnce.run");
  auto& status = person.control<QLabel>("tryOnce.status");
  ASSERT_TRUE(person.waitFor([&] { return status.text().contains("loss = 0.125"); }))
      << status.text().toStdString();
  EXPECT_TRUE(waitForFound("loss=0.125")) << found();
  person.type("metrics.file", "other.csv");
  person.press("tryOnce.run");
  EXPECT_TRUE(person.waitFor([&] { return status.text().contains("It has not written other.csv."); }))
      << status.text().toStdString();
}

TEST_F(MetricForm, TheOutputOfATrialThatFailedIsFilledIn) {
  person.type("program.file", person.script("other.sh", "echo the loss is 0.5"));
  ASSERT_TRUE(person.runToTheEnd());
  person.mode(0);
  auto* menu = person.window().findChild<QMenu*>("metrics.fillMenu");
  Q_EMIT menu->aboutToShow();
  ASSERT_EQ(menu->actions().size(), 3);
  EXPECT_TRUE(menu->actions()[1]->text().endsWith("the last that failed"));
  menu->actions()[1]->trigger();
  ASSERT_TRUE(person.waitFor([&] { return sample->toPlainText() == "the loss is 0.5\n"; }))
      << sample->toPlainText().toStdString();
  EXPECT_TRUE(sample->isEnabled()) << "to be looked at though the study is fixed";
  EXPECT_FALSE(person.control<QWidget>("metrics.source").isEnabled());

  // Still there when the study is mended in a duplicate.
  person.trigger("duplicateStudy");
  EXPECT_EQ(sample->toPlainText(), "the loss is 0.5\n");
  person.choose("metrics.source", "Regular expression");
  person.type("metrics.expression", R"((\w+) is (\S+))");
  EXPECT_TRUE(waitForFound("loss=0.5")) << found();
  person.trigger("newStudy");
  EXPECT_EQ(sample->toPlainText(), "") << "another study's";
}

TEST_F(MetricForm, AHugePasteIsCut) {
  paste(QString(3'000'000, 'x'));
  EXPECT_LE(sample->toPlainText().size(), MetricSample::MostCharacters);
  EXPECT_GT(sample->toPlainText().size(), MetricSample::MostCharacters / 2);
}

TEST_F(MetricForm, AStudyWhoseMetricsStandInAFileIsRun) {
  person.type("program.file",
              person.script("file.sh",
                            "echo \"{\\\"val\\\": {\\\"loss\\\": $SWEEP_X}}\" >\"$SWEEP_DIR/result.json\""));
  person.type("objective.metric", "val.loss");
  person.choose("metrics.source", "A file that the program writes");
  person.type("metrics.file", "result.json");
  ASSERT_TRUE(person.runToTheEnd());
  EXPECT_EQ(person.document().progress().complete, 5);
  const auto& trial = *person.document().trial(3);
  EXPECT_EQ(trial.value(), std::get<double>(*trial.configuration.find("x")));
}

} // namespace
} // namespace sweep::ui::test
