// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/metric_text.h"

#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace sweep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Read {
  /// "3: loss=0.5 acc=1" for each report, without the step where it has none. The places of numbers are checked on the way.
  std::vector<std::string> reports;
  std::string problem;
  std::string unread;
};

Read readText(const std::string& text, MetricFormat format, bool isWhole = true) {
  Read read;
  read.problem = readMetricText(text, format, isWhole, [&](LineFinding& found) {
                   std::string report = found.step ? std::to_string(*found.step) + ":" : "";
                   for (const auto& metric : found.metrics)
                     report += (report.empty() ? "" : " ") + metric.name + "=" +
                               text.substr(metric.begin, metric.end - metric.begin);
                   read.reports.push_back(report);
                   if (!found.unreadName.empty())
                     read.unread += found.unreadName + "=" + found.unreadNumber + " ";
                 }).str();
  return read;
}

Read json(const std::string& text, bool isWhole = true) {
  return readText(text, MetricFormat::Json, isWhole);
}
Read csv(const std::string& text, bool isWhole = true) {
  return readText(text, MetricFormat::Csv, isWhole);
}

TEST(MetricText, KnowsItsFormatByTheWordOrTheNamesEnding) {
  const auto format = [](const std::string& file, const std::string& word = {}) {
    return metricFormatOf({"file", {}, file, word});
  };
  EXPECT_EQ(format("out/metrics.JSON"), MetricFormat::Json);
  EXPECT_EQ(format("m.jsonl"), MetricFormat::Json);
  EXPECT_EQ(format("m.ndjson"), MetricFormat::Json);
  EXPECT_EQ(format("${dir}/m.csv"), MetricFormat::Csv);
  EXPECT_EQ(format("m.tsv"), MetricFormat::Csv);
  EXPECT_EQ(format("m.csv", "json"), MetricFormat::Json);
  EXPECT_EQ(format("metrics", "csv"), MetricFormat::Csv);
  EXPECT_EQ(format("metrics.txt"), std::nullopt);
  EXPECT_EQ(format("metrics.csv", "xml"), std::nullopt);
}

TEST(MetricText, ReadsAnObjectWithNamesWithinNames) {
  EXPECT_THAT(json("\xef\xbb\xbf{\r\n  \"loss\": 0.5,\n\t\"val\": {\"acc\": 9e-1, \"n\": {\"x\": NaN}},\n  "
                   "\"note\": \"x: 5\", \"ok\": true,"
                   "\n  \"curve\": [1, 2], \"text\": \"-0.25\", \"none\": null, \"far\": -Infinity\n}\n")
                  .reports,
              ElementsAre("loss=0.5 val.acc=9e-1 val.n.x=NaN text=-0.25 far=-Infinity"));
}

TEST(MetricText, ReadsListsAndLinesOfObjectsAsReports) {
  const std::vector<std::string> expected{"1: loss=3", "2: loss=2", "loss=1"};
  EXPECT_EQ(json(R"([{"epoch": 1, "loss": 3}, {"loss": 2, "step": 2},
                     {"loss": 1}])")
                .reports,
            expected);
  EXPECT_EQ(json("{\"epoch\": 1, \"loss\": 3}\n\n{\"loss\": 2, \"epoch\": 2}\r\n{\"loss\": 1}").reports,
            expected);
  EXPECT_THAT(json("[]").reports, IsEmpty());
  EXPECT_THAT(json("[1, 2, [{\"x\": 3}], \"text\", {\"x\": 4}]").reports, ElementsAre("x=4"));
  EXPECT_THAT(json("5").reports, IsEmpty());
}

TEST(MetricText, SaysWhereJsonIsNone) {
  EXPECT_EQ(json("{\"loss\": 0.5,\n \"acc\": oops}").problem, "its line 2 is no JSON at character 9");
  EXPECT_EQ(json("{\"loss\": 0.5,\n \"acc\"").problem, "it breaks off in its line 2");
  EXPECT_EQ(json("loss: 0.5").problem, "its line 1 is no JSON at character 1");
  EXPECT_EQ(json(" \n").problem, "it is empty");
  EXPECT_THAT(json(std::string(100'000, '[')).problem, HasSubstr("no JSON at character 3"));
  EXPECT_THAT(json("{\"a\":" + std::string(100'000, '{')).problem, HasSubstr("no JSON at character"));
  EXPECT_THAT(json("\"\\").problem, HasSubstr("breaks off"));
}

TEST(MetricText, TakesWhatIsWholeOfJsonThatIsBeingWritten) {
  const std::string text = "[{\"loss\": 0.5}, {\"loss\": 0.25}]";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const auto read = json(text.substr(0, size), false);
    EXPECT_EQ(read.problem, "") << size;
    EXPECT_THAT(read.reports, SizeIs(size < 14 ? 0 : size < 30 ? 1 : 2)) << size;
  }
}

TEST(MetricText, ReadsRowsBelowNames) {
  EXPECT_THAT(csv("epoch,loss,acc\n1,0.5,97.5%\r\n2, 0.25 ,\n\n3,nan,-1e-4").reports,
              ElementsAre("1: loss=0.5 acc=97.5", "2: loss=0.25", "3: loss=nan acc=-1e-4"));
  EXPECT_THAT(csv("name;loss\na,b;3\n").reports, ElementsAre("loss=3"));
  EXPECT_THAT(csv("\xef\xbb\xbfstep\tval loss\n7\t0.5\n").reports, ElementsAre("7: val loss=0.5"));
  EXPECT_THAT(csv(",loss\n0,0.5\n1,0.25\n").reports, ElementsAre("loss=0.5", "loss=0.25"))
      << "a column without a name";
  EXPECT_THAT(csv("loss\n0.5\n").reports, ElementsAre("loss=0.5"));
  EXPECT_THAT(csv("loss,acc\n0.5\n0.25,1,,\n").reports, ElementsAre("loss=0.5", "loss=0.25 acc=1"));
}

TEST(MetricText, ReadsQuotedCells) {
  EXPECT_THAT(csv("\"the \"\"real\"\" loss, all\",\"a\"\n\"0.5\",\" 7 \"\n").reports,
              ElementsAre("the \"real\" loss, all=0.5 a=7"));
  EXPECT_THAT(csv("note,loss\n\"two\nlines, and a \"\" quote\",0.5\n").reports, ElementsAre("loss=0.5"));
}

TEST(MetricText, PassesOverCellsThatAreNoNumbers) {
  EXPECT_THAT(csv("a,b,c,d,e,f\n2026-11-24,12:30,5 of 7,0x1f,n/a,1\n").reports, ElementsAre("f=1"));
}

TEST(MetricText, NeverTakesADecimalCommaForAnything) {
  const auto split = csv("epoch,loss\n1,0,93\n");
  EXPECT_THAT(split.reports, IsEmpty());
  EXPECT_EQ(split.problem,
            "its line 2 has 3 cells and the row of names only 2; numbers need a decimal point, not a comma");
  const auto whole = csv("loss;acc\n0,93;0.5\n\"1,5\";1\n");
  EXPECT_THAT(whole.reports, ElementsAre("acc=0.5", "acc=1"));
  EXPECT_EQ(whole.unread, "loss=0,93 loss=1,5 ");
  EXPECT_EQ(json(R"({"loss": "0,93"})").unread, "loss=0,93 ");
}

TEST(MetricText, WantsNamesInItsFirstRow) {
  EXPECT_EQ(csv("0.5,1\n0.25,2\n").problem,
            "its first row holds numbers where the names of the metrics should stand");
  EXPECT_EQ(csv("\n\n").problem, "it is empty");
  EXPECT_THAT(csv("loss,acc\n").reports, IsEmpty());
}

TEST(MetricText, CountsLinesAlsoWithinQuotes) {
  EXPECT_THAT(csv("note,loss\n\"a\nb\",1\n\nx,0,5\n").problem, HasSubstr("its line 5 has 3 cells"));
}

TEST(MetricText, PassesOverARowThatIsBeingWritten) {
  EXPECT_THAT(csv("epoch,loss\n1,0.5\n2,0.2", false).reports, ElementsAre("1: loss=0.5"));
  EXPECT_THAT(csv("epoch,loss\n1,0.5\n2,\"0.2\n5", false).reports, ElementsAre("1: loss=0.5"));
  EXPECT_THAT(csv("epoch,lo", false).reports, IsEmpty());
  EXPECT_EQ(csv("", false).problem, "");
}

TEST(MetricText, IsBounded) {
  EXPECT_EQ(csv("loss\n" + std::string(MostMetricBytes, '1')).problem,
            "it has more than the 16777216 bytes that are read");
  std::string rows = "a,b\n";
  for (std::size_t i = 0; i <= MostMetricNumbers / 2; ++i)
    rows += "1,2\n";
  EXPECT_EQ(csv(rows).problem, "it has more than 500000 numbers");
  std::string wide = "{";
  for (int i = 0; i < 100'000; ++i)
    wide += "\"key" + std::to_string(i) + "\": 1,\n";
  EXPECT_EQ(json(wide + "\"last\": 1}").problem, "an object at its line 10001 has more than 10000 numbers");
  EXPECT_EQ(csv(std::string(20'000, ',') + "\n").problem, "it has more than 10000 columns");
}

TEST(MetricText, NamesDoNotGrowWithinNames) {
  // A megabyte of name above ten thousand small ones would be ten gigabytes of names.
  std::string text = "{\"" + std::string(1 << 20, 'n') + "\": {\"x\": 1";
  for (int i = 0; i < 9'000; ++i)
    text += ", \"y" + std::to_string(i) + "\": 1";
  EXPECT_THAT(json(text + "}, \"loss\": 0.5}").reports, ElementsAre("loss=0.5"));
}

} // namespace
} // namespace sweep
