// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/metric_reader.h"
#include "core/runner/metric_text.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sweep {
namespace {

using test::writeFile;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class MetricFileTest : public testing::Test {
protected:
  /// The program is about to be started.
  void begin(const std::string& file = "metrics.csv", std::int64_t firstStep = 1) {
    name = file;
    reader = MetricReader::create({"file", {}, file, {}}, firstStep, folder.path().string()).value();
    reader->begin();
  }
  void write(const std::string& content) { writeFile(folder / name, content); }
  void append(const std::string& content) { std::ofstream(folder / name, std::ios::app) << content; }
  void print(const std::string& lines) {
    std::vector<Report> none;
    reader->read(OutputReader::Stream::Output, lines, none);
    EXPECT_THAT(none, IsEmpty());
  }

  /// "3 0.5" for each report of a loss.
  std::vector<std::string> look() {
    std::vector<Report> reports;
    EXPECT_GT(reader->look(reports), 0.0);
    return texts(reports);
  }
  std::vector<std::string> finish() {
    std::vector<Report> reports;
    reader->finish(reports);
    return texts(reports);
  }
  static std::vector<std::string> texts(const std::vector<Report>& reports) {
    std::vector<std::string> lines;
    for (const auto& report : reports)
      lines.push_back(std::to_string(report.step) + " " +
                      std::to_string(report.metrics.at("loss")).substr(0, 4));
    return lines;
  }
  std::string fault() const { return reader->fault().str(); }

  test::TemporaryFolder folder;
  std::string name;
  std::shared_ptr<MetricReader> reader;
};

TEST_F(MetricFileTest, IsReadWhenTheProgramHasEnded) {
  begin("result.json");
  write("{\"loss\": 0.5, \"train\": {\"loss\": 0.25}}");
  EXPECT_THAT(finish(), ElementsAre("1 0.50"));
  EXPECT_EQ(fault(), "");
  EXPECT_EQ(reader->file(), "result.json");
  EXPECT_THAT(reader->namesSeen(), ElementsAre("loss", "train.loss"));
}

TEST_F(MetricFileTest, TellsRowsAsTheyAreAppended) {
  begin();
  EXPECT_THAT(look(), IsEmpty());
  write("epoch,loss\n1,0.5\n2,0.4\n3,0.");
  EXPECT_THAT(look(), ElementsAre("1 0.50", "2 0.40"));
  EXPECT_THAT(look(), IsEmpty());
  append("3\n");
  EXPECT_THAT(look(), ElementsAre("3 0.30"));
  append("4,0.2");
  EXPECT_THAT(look(), IsEmpty());
  EXPECT_THAT(finish(), ElementsAre("4 0.20")) << "without its end of line";
  EXPECT_EQ(fault(), "");
}

TEST_F(MetricFileTest, TellsWhatIsNewInAFileThatIsWrittenAnew) {
  begin("history.json");
  write("[{\"loss\": 3}]");
  EXPECT_THAT(look(), ElementsAre("1 3.00"));
  write("[{\"loss\": 3}, {\"lo");
  EXPECT_THAT(look(), IsEmpty()) << "half written";
  write("[{\"loss\": 3}, {\"loss\": 2}]");
  EXPECT_THAT(look(), ElementsAre("2 2.00"));
  EXPECT_THAT(finish(), IsEmpty());
}

TEST_F(MetricFileTest, TellsEveryStateOfAFileThatHoldsOneReport) {
  begin("now.json");
  write("{\"loss\": 3}");
  EXPECT_THAT(look(), ElementsAre("1 3.00"));
  write("{\"loss\": 2}");
  EXPECT_THAT(look(), ElementsAre("2 2.00"));
  write("{\"loss\": 2}\n");
  EXPECT_THAT(look(), IsEmpty()) << "the same report";
  write("{\"loss\": 1}");
  EXPECT_THAT(finish(), ElementsAre("3 1.00"));
}

TEST_F(MetricFileTest, ADisappearingFileIsWaitedFor) {
  begin();
  write("loss\n3\n");
  EXPECT_THAT(look(), ElementsAre("1 3.00"));
  std::filesystem::remove(folder / name);
  EXPECT_THAT(look(), IsEmpty());
  write("loss\n3\n2\n");
  EXPECT_THAT(look(), ElementsAre("2 2.00"));
}

TEST_F(MetricFileTest, WhatWasThereBeforeDoesNotCount) {
  writeFile(folder / "metrics.csv", "loss\n0.1\n");
  begin();
  EXPECT_THAT(look(), IsEmpty());
  EXPECT_THAT(finish(), IsEmpty());
  EXPECT_EQ(fault(), "The program has not written “metrics.csv”; what stands in it is older.");
}

TEST_F(MetricFileTest, WhatIsAddedToWhatWasThereCounts) {
  writeFile(folder / "metrics.csv", "epoch,loss\n1,0.5\n2,0.4\n");
  begin("metrics.csv", 3);
  append("3,0.3\n");
  EXPECT_THAT(look(), ElementsAre("3 0.30"));
  append("4,0.2\n");
  EXPECT_THAT(finish(), ElementsAre("4 0.20"));
}

TEST_F(MetricFileTest, TheSameReportsWrittenAgainCount) {
  const std::string content = "epoch,loss\n1,0.5\n2,0.4\n";
  writeFile(folder / "metrics.csv", content);
  begin();
  write("epoch,loss\n1,0.5\n");
  EXPECT_THAT(look(), ElementsAre("1 0.50")) << "begun anew";
  append("2,0.4\n");
  EXPECT_THAT(finish(), ElementsAre("2 0.40"));

  begin();
  write(content);
  EXPECT_THAT(look(), IsEmpty()) << "nothing tells it from what was there, yet";
  EXPECT_THAT(finish(), ElementsAre("1 0.50", "2 0.40"));
  EXPECT_EQ(fault(), "");
}

TEST_F(MetricFileTest, AFileThatHasLessAtTheEndSaysItLast) {
  begin();
  write("loss\n3\n2\n1\n");
  EXPECT_THAT(look(), ElementsAre("1 3.00", "2 2.00", "3 1.00"));
  write("loss\n3\n");
  EXPECT_THAT(look(), IsEmpty());
  EXPECT_THAT(finish(), ElementsAre("4 3.00"));
}

TEST_F(MetricFileTest, AMissingFileIsNamedWithWhatWasPrinted) {
  begin("out/${dir}.csv");
  print("accuracy: 0.5 loss=3\n");
  EXPECT_THAT(finish(), IsEmpty());
  EXPECT_EQ(fault(), "The program has not written “out/${dir}.csv”.");
  EXPECT_THAT(reader->namesSeen(), ElementsAre("accuracy", "loss"));
}

TEST_F(MetricFileTest, HalfAFileIsNoResult) {
  begin("result.json");
  write("[{\"loss\": 3},\n{\"loss\": 2");
  EXPECT_THAT(look(), ElementsAre("1 3.00"));
  EXPECT_THAT(finish(), IsEmpty());
  EXPECT_EQ(fault(), "“result.json” was not read: it breaks off in its line 2.");
}

TEST_F(MetricFileTest, AHugeFileIsRefusedWithoutReadingIt) {
  begin();
  write("loss\n1\n");
  ASSERT_EQ(::truncate((folder / name).c_str(), off_t{1} << 40), 0);
  EXPECT_THAT(look(), IsEmpty());
  EXPECT_THAT(finish(), IsEmpty());
  EXPECT_EQ(fault(), "“metrics.csv” was not read: it has more than the 16777216 bytes that are read.");
}

TEST_F(MetricFileTest, LinksAreNotFollowed) {
  writeFile(folder / "victim.csv", "loss\n0.5\n");
  begin();
  std::filesystem::create_symlink(folder / "victim.csv", folder / name);
  EXPECT_THAT(finish(), IsEmpty());
  EXPECT_EQ(fault(), "“metrics.csv” was not read: a link stands in its path, and links are not followed.");

  std::filesystem::create_directory(folder / "real");
  begin("linked/metrics.csv");
  writeFile(folder / "real/metrics.csv", "loss\n0.5\n");
  std::filesystem::create_symlink(folder / "real", folder / "linked");
  EXPECT_THAT(finish(), IsEmpty());
  EXPECT_THAT(fault(), HasSubstr("a link stands in its path"));

  begin("real/metrics.csv");
  write("loss\n0.25\n");
  EXPECT_THAT(finish(), ElementsAre("1 0.25"));

  begin(folder / "absolute.csv");
  std::filesystem::create_symlink(folder / "victim.csv", name);
  EXPECT_THAT(finish(), IsEmpty());
  EXPECT_THAT(fault(), HasSubstr("a link stands in its path"));
}

TEST_F(MetricFileTest, AFolderThatIsPutInPlaceOfTheTrialsIsNotLookedInto) {
  const test::TemporaryFolder elsewhere;
  const auto moved = folder.path().string() + ".old";
  begin();
  writeFile(elsewhere / "metrics.csv", "loss\n0.5\n");
  std::filesystem::rename(folder.path(), moved);
  std::filesystem::create_symlink(elsewhere.path(), folder.path());
  EXPECT_THAT(look(), IsEmpty());
  writeFile(moved + "/metrics.csv", "loss\n0.25\n");
  EXPECT_THAT(finish(), ElementsAre("1 0.25"));
  std::filesystem::remove(folder.path());
  std::filesystem::rename(moved, folder.path());
}

TEST_F(MetricFileTest, WhatIsNoFileIsNotWaitedFor) {
  begin("pipe.json");
  ASSERT_EQ(::mkfifo((folder / name).c_str(), 0600), 0);
  EXPECT_THAT(look(), IsEmpty());
  EXPECT_THAT(finish(), IsEmpty());
  EXPECT_EQ(fault(), "“pipe.json” was not read: it is no plain file.");
  begin("folder.json");
  std::filesystem::create_directory(folder / name);
  EXPECT_THAT(finish(), IsEmpty());
  EXPECT_EQ(fault(), "“folder.json” was not read: it is no plain file.");
}

TEST_F(MetricFileTest, ACommaIsComplainedOf) {
  begin();
  write("loss;acc\n0,93;0.5\n");
  std::vector<Report> reports;
  reader->finish(reports);
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports.front().metrics, (std::map<std::string, double>{{"acc", 0.5}}));
  EXPECT_THAT(reader->complaint().str(), HasSubstr("“loss” was printed as “0,93”"));
  EXPECT_EQ(fault(), "");
}

TEST_F(MetricFileTest, NeedsANameAndAFormat) {
  const auto problem = [](const MetricSource& source) {
    return MetricReader::create(source).error().str();
  };
  EXPECT_THAT(problem({"file", {}, " ", "csv"}), HasSubstr("Name the file"));
  EXPECT_THAT(problem({"file", {}, "metrics.txt", {}}),
              HasSubstr("“metrics.txt” are to be read as json or as csv"));
  EXPECT_TRUE(MetricReader::create({"file", {}, "metrics.txt", "csv"}));
}

} // namespace
} // namespace sweep
