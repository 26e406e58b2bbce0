// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/metric_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

using namespace sweep;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace {

std::shared_ptr<MetricReader> readerOf(const std::string& preset, const std::string& expression = {}) {
  return MetricReader::create({preset, expression}).value();
}

/// "name=value" for each metric found; the number's place is checked on the way.
std::vector<std::string> foundIn(const std::string& line, const std::string& preset = "auto", const std::string& expression = {}) {
  std::vector<std::string> texts;
  for (const auto& metric : readerOf(preset, expression)->find(line))
    texts.push_back(metric.name + "=" + line.substr(metric.begin, metric.end - metric.begin));
  return texts;
}

double valueIn(const std::string& line, const std::string& preset = "auto") {
  const auto found = readerOf(preset)->find(line);
  EXPECT_THAT(found, SizeIs(1)) << line;
  return found.empty() ? -12345.0 : found.front().value;
}

std::vector<Report> reportsOf(MetricReader& reader, const std::string& text, std::size_t piece = 1'000'000) {
  std::vector<Report> reports;
  for (std::size_t i = 0; i < text.size(); i += piece)
    reader.read(OutputReader::Stream::Output, std::string_view(text).substr(i, piece), reports);
  reader.finish(reports);
  return reports;
}

std::vector<Report> reportsOf(const std::string& text, const std::string& preset = "auto") {
  return reportsOf(*readerOf(preset), text);
}

using Metrics = std::map<std::string, double>;

} // namespace

TEST(MetricReader, FindsPairsInALineOfAnythingElse) {
  EXPECT_THAT(foundIn("loss: 0.5"), ElementsAre("loss=0.5"));
  EXPECT_THAT(foundIn("loss=0.5"), ElementsAre("loss=0.5"));
  EXPECT_THAT(foundIn("loss = 0.5 acc:97.5% lr\t:\t1e-4"), ElementsAre("loss=0.5", "acc=97.5", "lr=1e-4"));
  EXPECT_THAT(foundIn("100/100 [====] - 1s - loss: 0.31 - val_loss: .35"), ElementsAre("loss=0.31", "val_loss=.35"));
  EXPECT_THAT(foundIn("2026-11-24 12:34:56,789 INFO train (loss=0.5, acc@1=0.9; f1-score: 0.8)."),
              ElementsAre("loss=0.5", "acc@1=0.9", "f1-score=0.8"));
  EXPECT_THAT(foundIn("INFO:root:val/loss=3"), ElementsAre("val/loss=3"));
  EXPECT_THAT(foundIn("{'loss': 0.25, 'learning_rate': 5e-05}"), ElementsAre("loss=0.25", "learning_rate=5e-05"));
  EXPECT_THAT(foundIn("final accuracy: 0.98."), ElementsAre("accuracy=0.98"));
  EXPECT_THAT(foundIn("time: 12.5s speed=30it/s mem: 4GB"), ElementsAre("time=12.5", "speed=30", "mem=4"));
  EXPECT_THAT(foundIn("acc: 0.91\xc2\xb1" "0.02 R\xc2\xb2: 0.7"), ElementsAre("acc=0.91", "R\xc2\xb2=0.7"));
}

TEST(MetricReader, TellsTwinsApartByTheWordBefore) {
  EXPECT_THAT(foundIn("epoch 3 train loss: 0.5, val loss: 0.6"), ElementsAre("train_loss=0.5", "val_loss=0.6"));
  EXPECT_THAT(foundIn("train loss: 0.5, val acc: 0.6"), ElementsAre("loss=0.5", "acc=0.6"));
}

TEST(MetricReader, NeverGuesses) {
  for (const char* line :
       {"12:34:56", "started at 12:34", "date: 2026-11-24", "time=12:34:56", "http://x:80", "see https://a.b/?x=1&y=2",
        "saved to /tmp/run=5", "C:\\data\\x=3", "status: done", "train.py:42", "10.0.0.1:80", "host.name:8080", "user@host:22",
        "localhost:8080", "the loss is now 0.5", "loss 0.5", "version: 1.2.3", "hash: 12ab34", "values: 1,2,3", "list: [1, 2]",
        "train.py --lr=0.01 --layers=3", "a == 5", "a != 5", "a <= 5", "a := 5", "std::5", "=5", ": 5", "5: 6", "loss:", "loss: ",
        "loss: -", "loss: e5", "loss: 0x7fff", "loss: nano", "loss: infer", "\\alpha=5", "passed: 45/50", "x: 1_000", "x: 1'000",
        "price: $5", "loss: \"0.5\"", "???", "key: text 5"})
    EXPECT_THAT(foundIn(line), IsEmpty()) << line;
}

TEST(MetricReader, ReadsEveryKindOfNumber) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(valueIn("x: -1.5e-3"), -1.5e-3);
  EXPECT_EQ(valueIn("x: +2"), 2.0);
  EXPECT_EQ(valueIn("x: \xe2\x88\x92" "0.25"), -0.25);
  EXPECT_EQ(valueIn("x: 5."), 5.0);
  EXPECT_EQ(valueIn("x: 1E5"), 1e5);
  EXPECT_EQ(valueIn("x: 0x1.8p+3"), 12.0);
  EXPECT_EQ(valueIn("x: 1e999"), infinity);
  EXPECT_EQ(valueIn("x: -1e999"), -infinity);
  EXPECT_EQ(valueIn("x: 1e-999"), 0.0);
  EXPECT_EQ(valueIn("x: inf"), infinity);
  EXPECT_EQ(valueIn("x: -Infinity"), -infinity);
  for (const char* text : {"nan", "NaN", "-nan", "-nan(0x1)", "nan(ind)"})
    EXPECT_TRUE(std::isnan(valueIn(std::string("x: ") + text))) << text;
}

TEST(MetricReader, SaysThatACommaIsNotRead) {
  const auto reader = readerOf("auto");
  EXPECT_THAT(reportsOf(*reader, "loss: 0,93\nother: 1,234.5\nacc=0.5,f1=0.6\n"), SizeIs(1));
  EXPECT_THAT(reader->complaint().str(), HasSubstr("“loss” was printed as “0,93”"));
  EXPECT_THAT(reader->namesSeen(), ElementsAre("acc", "f1"));
  EXPECT_TRUE(readerOf("auto")->complaint().empty());
}

TEST(MetricReader, ReadsJsonLinesWithTheirPaths) {
  EXPECT_THAT(foundIn(R"( {"loss": 0.5, "val": {"loss": 0.6, "a": {"b": 7}}, "name": "x: 5", "list": [1, {"y": 2}], "ok": true})"),
              ElementsAre("loss=0.5", "val.loss=0.6", "val.a.b=7"));
  EXPECT_THAT(foundIn(R"({"top\u002d1 acc": NaN, "inf": -Infinity, "none": null, "empty": {}})"),
              ElementsAre("top-1 acc=NaN", "inf=-Infinity"));
  EXPECT_THAT(foundIn(R"({"loss": 0.5} trailing)"), ElementsAre("loss=0.5")) << "no JSON, but a pair";
  EXPECT_THAT(foundIn(R"({"loss": 0.5} trailing)", "json"), IsEmpty());
  EXPECT_THAT(foundIn("loss: 0.5", "json"), IsEmpty());
  EXPECT_THAT(foundIn(std::string(100'000, '{'), "json"), IsEmpty()) << "too deep";
}

TEST(MetricReader, ReadsTheLinesOfOtherTools) {
  EXPECT_THAT(foundIn(R"(x [tune-metric]: {"epoch": 2, "loss": 0.5, "st_worker_time": 1.5})", "syne-tune"), ElementsAre("loss=0.5"));
  EXPECT_THAT(foundIn(R"({"loss": 0.5})", "syne-tune"), IsEmpty());

  EXPECT_THAT(foundIn("cost=0.5; runtime=0.01; status=SUCCESS; additional_info=test 5", "smac"), ElementsAre("cost=0.5", "runtime=0.01"));
  EXPECT_THAT(foundIn("cost=0.5, 7; status=SUCCESS", "smac"), ElementsAre("cost=0.5", "cost_2=7"));
  EXPECT_THAT(foundIn("cost=0.5; runtime=1; status=CRASHED", "smac"), IsEmpty());

  EXPECT_THAT(foundIn("validation loss: 0.5", "guild"), ElementsAre("validation loss=0.5"));
  EXPECT_THAT(foundIn("loss: 0.5 (step 12)", "guild"), ElementsAre("loss=0.5"));
  EXPECT_THAT(foundIn("loss: 0.5 acc: 3", "guild"), IsEmpty());
  EXPECT_EQ(reportsOf("loss: 0.5 (step 12)\n", "guild").at(0).step, 12);

  EXPECT_THAT(foundIn("epoch done loss=0.5 top|1-acc = 3", "katib"), ElementsAre("loss=0.5", "top|1-acc=3"));
  EXPECT_THAT(foundIn(R"({"loss": "0.3", "timestamp": 1700000000, "acc": 0.9, "s": "x"})", "katib"), ElementsAre("loss=0.3", "acc=0.9"));
}

TEST(MetricReader, ReadsByARegularExpression) {
  EXPECT_THAT(foundIn("the loss is 0.5, the gain is -2", "regex", R"((\w+) is (-?[\d.]+))"), ElementsAre("loss=0.5", "gain=-2"));
  EXPECT_THAT(foundIn("\xc3\xa4 0.5 loss", "regex", R"((?<value>\S+) (?<name>loss))"), ElementsAre("loss=0.5"));
  EXPECT_THAT(foundIn("result 0.5", "regex", R"(result (\S+))"), ElementsAre("value=0.5"));
  EXPECT_THAT(foundIn("result good", "regex", R"(result (\S+))"), IsEmpty());
  const auto reader = readerOf("regex", R"(at (?<step>\d+) (?<name>\w+) (?<value>\S+))");
  const auto reports = reportsOf(*reader, "at 30 loss 0.5\nat 40 loss 0,5\n");
  ASSERT_THAT(reports, SizeIs(1));
  EXPECT_EQ(reports[0].step, 30);
  EXPECT_THAT(reader->complaint().str(), HasSubstr("0,5"));
}

TEST(MetricReader, RefusesWhatItCannotUse) {
  EXPECT_THAT(MetricReader::create({"regex", "(unclosed"}).error().str(), HasSubstr("cannot be read"));
  EXPECT_THAT(MetricReader::create({"regex", "no group"}).error().str(), HasSubstr("no group for the value"));
  EXPECT_THAT(MetricReader::create({"regex", " "}).error().str(), HasSubstr("Write the regular expression"));
  EXPECT_THAT(MetricReader::create({"magic", ""}).error().str(), HasSubstr("“magic”. Known are: auto, json"));
}

TEST(MetricReader, NoExpressionHangs) {
  // Powers of the line's length: each would take longer than the universe has.
  for (const char* expression : {"(a+)+$", "(a*)*$", "(a|aa)+$", R"((\w+\s?)+$)"}) {
    const auto reader = readerOf("regex", expression);
    EXPECT_THAT(reportsOf(*reader, std::string(5'000, 'a') + "!\n"), IsEmpty()) << expression;
    EXPECT_THAT(reader->complaint().str(), HasSubstr("takes too long on a line of 5001 bytes")) << expression;
  }
  EXPECT_THAT(foundIn(std::string(7'000, 'a') + " is 5", "regex", R"((\w+) is (\d))"), SizeIs(1)) << "honest work";
}

TEST(MetricReader, AnExpressionMayMatchNothingAndAnything) {
  EXPECT_THAT(foundIn("1 2", "regex", "(\\d*)"), ElementsAre("value=1", "value=2"));
  EXPECT_THAT(foundIn("\xf0\x9f\x98\x80 5 \xf0\x9f\x98\x80", "regex", "(5?)"), ElementsAre("value=5")) << "between surrogates";
  EXPECT_THAT(MetricReader::create({"regex", "a(b"}).error().str(), HasSubstr("at its character 4"));
}

TEST(MetricReader, EveryPresetReadsItsExample) {
  for (const auto& preset : metricPresets())
    EXPECT_FALSE(foundIn(std::string(preset.example), std::string(preset.id), R"(is (\S+))").empty()) << preset.id;
}

TEST(MetricReader, GivesStepsToReports) {
  const auto stepsOf = [](const std::string& text) {
    std::vector<std::int64_t> steps;
    for (const auto& report : reportsOf(text))
      steps.push_back(report.step);
    return steps;
  };
  EXPECT_THAT(stepsOf("loss: 3\nloss: 2\nloss: 1\n"), ElementsAre(1, 2, 3));
  EXPECT_THAT(stepsOf("step: 10 loss: 3\nstep=20, loss=2\nloss: 1\n"), ElementsAre(10, 20, 21));
  EXPECT_THAT(stepsOf("Epoch 1/3\nloss: 3\nval_loss: 4\nEpoch 2/3\nloss: 2\n"), ElementsAre(1, 1, 2)) << "a line that only names the step";
  EXPECT_THAT(stepsOf("loss: 3\nacc: 4\nloss: 2\nacc: 5\n"), ElementsAre(1, 1, 2, 2));
  EXPECT_THAT(stepsOf("epoch: 2, batch: 50, loss: 3\n"), ElementsAre(2));
  EXPECT_THAT(stepsOf("epoch: 2 step: 7 loss: 3\n"), ElementsAre(7));
  EXPECT_THAT(stepsOf("[Epoch 5] loss: 3\nepoch: 6/10 loss: 2\n{\"epoch\": 7, \"loss\": 1}\n"), ElementsAre(5, 6, 7));
  EXPECT_THAT(stepsOf("step: 5 loss: 3\nstep: 2 loss: 3\nstep: 1000000000000 loss: 3\n"), ElementsAre(5, 2, 1000000000000)) << "any order";
}

TEST(MetricReader, AStepThatIsNotWholeIsAMetric) {
  const auto reports = reportsOf("{'loss': 0.5, 'epoch': 0.25}\n");
  ASSERT_THAT(reports, SizeIs(1));
  EXPECT_EQ(reports[0].metrics, (Metrics{{"loss", 0.5}, {"epoch", 0.25}}));
}

TEST(MetricReader, DoesNotMindHowTheBytesCome) {
  const std::string text = "loss: 0.125\nacc: \xe2\x88\x92" "0.75\r\n\x1b[32mf1\x1b[0m: 0.5\rprogress 50%\rmae: 7\nlast: 3";
  for (std::size_t piece = 1; piece < text.size() + 1; ++piece) {
    Metrics all;
    for (const auto& report : reportsOf(*readerOf("auto"), text, piece))
      all.insert(report.metrics.begin(), report.metrics.end());
    EXPECT_EQ(all, (Metrics{{"loss", 0.125}, {"acc", -0.75}, {"f1", 0.5}, {"mae", 7.0}, {"last", 3.0}})) << piece;
  }
}

TEST(MetricReader, KeepsTheTwoStreamsApart) {
  const auto reader = readerOf("auto");
  std::vector<Report> reports;
  reader->read(OutputReader::Stream::Output, "lo", reports);
  reader->read(OutputReader::Stream::Errors, "warning: 5\n", reports);
  reader->read(OutputReader::Stream::Output, "ss: 0.5\n", reports);
  ASSERT_THAT(reports, SizeIs(2));
  EXPECT_EQ(reports[1].metrics.at("loss"), 0.5);
  EXPECT_THAT(reader->namesSeen(), ElementsAre("loss", "warning"));
}

TEST(MetricReader, SurvivesAnyBytesAndAnyLength) {
  std::string bytes;
  for (int i = 0; i < 200'000; ++i)
    bytes += static_cast<char>(i * 37 % 256);
  for (const auto& preset : metricPresets()) {
    const auto reader = readerOf(std::string(preset.id), R"((\w+)[=:](\S+))");
    reportsOf(*reader, bytes + std::string(1'000'000, 'x') + "\n" + std::string("\0loss: 0.5\0\n", 12), 4096);
    EXPECT_LE(reader->namesSeen().size(), 10'000U);
  }
}

TEST(MetricReader, CutsLinesAt64KiB) {
  const auto reports = reportsOf("a: 1 " + std::string(70'000, 'x') + " b: 2\nc: 3\n");
  ASSERT_THAT(reports, SizeIs(2));
  EXPECT_EQ(reports[0].metrics, (Metrics{{"a", 1.0}}));
  EXPECT_EQ(reports[1].metrics, (Metrics{{"c", 3.0}}));
}

TEST(MetricReader, BoundsTheNamesThatItRemembers) {
  std::string text;
  for (int i = 0; i < 12'000; ++i)
    text += "metric" + std::to_string(i) + ": 1\n";
  const auto reader = readerOf("auto");
  EXPECT_THAT(reportsOf(*reader, text), SizeIs(12'000));
  EXPECT_EQ(reader->namesSeen().size(), 10'000U);
}
