// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/metric_preview.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sweep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// "3 loss=0.5" for each metric.
std::vector<std::string> found(const MetricSource& source, const std::string& sample) {
  std::vector<std::string> texts;
  for (const auto& metric : previewMetrics(source, sample).found)
    texts.push_back(std::to_string(metric.step) + " " + metric.name + "=" +
                    sample.substr(metric.begin, metric.end - metric.begin));
  return texts;
}

TEST(MetricPreview, ShowsWhatEveryLineSaysAndWhere) {
  EXPECT_THAT(found({}, "hello\nepoch: 3 loss: 0.5\r\nacc=1 loss=0.25\rloss: 7"),
              ElementsAre("3 loss=0.5", "4 acc=1", "4 loss=0.25", "5 loss=7"));
  EXPECT_THAT(
      found({"regex", R"((?<value>\S+) is the (?<name>\w+))"}, "0.5 is the loss\nloss: 3\n0.25 is the loss"),
      ElementsAre("1 loss=0.5", "2 loss=0.25"));
  EXPECT_THAT(found({}, ""), IsEmpty());
}

TEST(MetricPreview, ShowsWhatAFileSaysAndWhere) {
  EXPECT_THAT(found({"file", {}, "m.csv", {}}, "epoch,loss\n4,0.5\n,0.25\n"),
              ElementsAre("4 loss=0.5", "5 loss=0.25"));
  EXPECT_THAT(found({"file", {}, "m.json", {}}, "{\"a\": {\"b\": 2}}"), ElementsAre("1 a.b=2"));
}

TEST(MetricPreview, SaysWhatIsWrong) {
  const auto problem = [](const MetricSource& source, const std::string& sample) {
    return previewMetrics(source, sample).problem.str();
  };
  EXPECT_EQ(problem({}, "loss: 0.5"), "");
  EXPECT_THAT(problem({}, "loss: 0,5"), HasSubstr("“loss” was printed as “0,5”"));
  EXPECT_THAT(problem({"regex", "(a"}, "loss: 0.5"), HasSubstr("cannot be read"));
  EXPECT_THAT(problem({"regex", "(a+)+$"}, std::string(5'000, 'a') + "!"), HasSubstr("takes too long"));
  EXPECT_EQ(problem({"file", {}, "m.json", {}}, "{\"loss\": "),
            "“m.json” was not read: it breaks off in its line 1.");
  EXPECT_THAT(problem({"file", {}, "m.csv", {}}, "a;loss\n1;0,5\n"),
              HasSubstr("“loss” was printed as “0,5”"));
}

TEST(MetricPreview, IsBounded) {
  std::string lines;
  for (int i = 0; i < 20'000; ++i)
    lines += "loss: " + std::to_string(i) + "\n";
  const auto preview = previewMetrics({}, lines, 1'000.0);
  EXPECT_TRUE(preview.isCut);
  EXPECT_THAT(preview.found, SizeIs(5'000));
  EXPECT_TRUE(previewMetrics({}, "hello\n" + lines, 0.0).isCut) << "no time";
  EXPECT_FALSE(previewMetrics({}, "loss: 1\n").isCut);
}

} // namespace
} // namespace sweep
