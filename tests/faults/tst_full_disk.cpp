// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "places.h"
#include "tests/core/storage/studies.h"
#include "tests/faults/app_process.h"
#include "tests/faults/small_disk.h"

#include <algorithm>
#include <csignal>
#include <gmock/gmock.h>
#include <unistd.h>

namespace sweep {
namespace {

using namespace test;
using testing::AllOf;
using testing::HasSubstr;

/// A study of the real program on a small disk of its own.
class FullDisk : public testing::Test {
protected:
  void SetUp() override {
    if (!disk.isThere())
      GTEST_SKIP() << "only root can mount a small disk";
    writeFile(disk / "score.sh", "#!/bin/sh\necho \"loss: ${1#--x=}\"\nsleep 0.1\n", true);
    writeFile(disk / "study.yaml",
              "program: ./score.sh\ncommand: [\"${program}\", \"${args}\"]\nmethod: random\nrun_cap: 60\n"
              "parallel: 2\nmetric: {name: loss, goal: minimize}\nparameters: {x: {min: 0.0, max: 1.0}}\n");
  }

  int complete(const std::string& path) const {
    const auto storage = openSqliteStudy(path, OpenMode::ReadOnly);
    EXPECT_TRUE(storage) << storage.error().str();
    const auto study = storage ? *(*storage)->load() : StoredStudy();
    return static_cast<int>(std::ranges::count(study.trials, TrialState::Complete, &Trial::state));
  }
  static int told(const std::string& output) {
    int count = 0;
    for (const auto& line : split(output, '\n'))
      count += line.starts_with("trial ") && line.find("loss") != line.npos;
    return count;
  }
  static bool waitForErrors(AppProcess& app, const std::string& text) {
    for (int i = 0; i < 6000 && !app.hasEnded(); ++i, usleep(5000))
      if (app.errors().find(text) != std::string::npos)
        return true;
    return app.errors().find(text) != std::string::npos;
  }

  /// Room for the log of the study, which has up to 4 MiB before it is folded in.
  SmallDisk disk{"8m"};
};

TEST_F(FullDisk, F44_ARunWaitsForRoomAndGoesOnByItself) {
  AppProcess app(disk.path(), {"run", "study.yaml"});
  ASSERT_TRUE(app.waitForOutput("trial 3"));
  disk.fill();
  ASSERT_TRUE(waitForErrors(app, "Results cannot be saved")) << app.errors();
  EXPECT_THAT(app.errors(), AllOf(HasSubstr("the disk is full"), HasSubstr("kept in memory")));
  EXPECT_EQ(complete(disk / "study.sweep"), told(app.output()))
      << "what is told is on disk, and nothing else is told";
  disk.free();
  ASSERT_TRUE(waitForErrors(app, "Results are saved again.")) << app.errors();
  app.wait();
  EXPECT_EQ(told(app.output()), 60) << app.errors();
  EXPECT_EQ(complete(disk / "study.sweep"), 60);
  EXPECT_EQ(integrityOf(disk / "study.sweep"), "ok");
}

TEST_F(FullDisk, F44_TheLogOfManySmallWritesDoesNotFillIt) {
  const SmallDisk little("512k");
  auto storage = createSqliteStudy(little / "study.sweep", smallSpec());
  ASSERT_TRUE(storage) << storage.error().str();
  // Each of them adds more than 4 KiB to the log, and next to nothing to the study.
  for (int i = 0; i < 400; ++i) {
    const std::vector<Storage::TrialChange> changes = {{waitingTrial(i % 3), 0}};
    const auto written = (*storage)->write(changes, i + 1.0);
    ASSERT_TRUE(written) << i << ": " << written.error().str();
  }
  EXPECT_EQ((*storage)->load()->trials.size(), 3u);
}

TEST_F(FullDisk, F44_WhatCannotBeSavedToTheEndGoesElsewhere) {
  const TemporaryFolder data;
  AppProcess app(disk.path(), {"run", "study.yaml"}, {{"XDG_DATA_HOME", data.path().string()}});
  ASSERT_TRUE(app.waitForOutput("trial 3"));
  disk.fill();
  ASSERT_TRUE(waitForErrors(app, "Results cannot be saved")) << app.errors();
  app.signal(SIGINT);
  app.wait();
  EXPECT_GE(complete(disk / "study.sweep"),
            told(app.output()) - complete(data / "sweepscope/rescued/study-rescued.sweep"));
  EXPECT_GE(complete(data / "sweepscope/rescued/study-rescued.sweep"), complete(disk / "study.sweep"));
  EXPECT_THAT(app.errors(), HasSubstr("study-rescued.sweep"));
}

TEST_F(FullDisk, F44_AnExportLeavesWhatWasThereAndSaysSo) {
  makeStudy(disk / "study.sweep", 40);
  for (const std::string name : {"trials.csv", "chart.svg", "chart.png"})
    writeFile(disk / name, "mine");
  disk.fill();
  const auto table = runApp(disk.path(), {"trials", "study.sweep", "-o", "trials.csv"});
  EXPECT_EQ(table.exitCode, 1);
  EXPECT_THAT(table.errors,
              AllOf(HasSubstr("trials.csv could not be written"), HasSubstr("No space left on device")));
  EXPECT_EQ(fileContent(disk / "trials.csv"), "mine");
  for (const std::string name : {"chart.svg", "chart.png"}) {
    const auto chart =
        runApp(disk.path(), {"chart", "study.sweep", "-o", name}, {{"QT_QPA_PLATFORM", "offscreen"}});
    EXPECT_EQ(chart.exitCode, 1) << name;
    EXPECT_THAT(chart.errors, HasSubstr(name + " could not be written"));
    EXPECT_EQ(fileContent(disk / name), "mine");
  }
}

TEST_F(FullDisk, F44_AFullStandardOutputIsSaid) {
  makeStudy(disk / "study.sweep", 3);
  for (const std::string words : {"trials study.sweep", "best study.sweep"}) {
    const std::string log = disk / "errors";
    const int status = std::system(
        ("cd " + disk.path() + " && " SWEEPSCOPE_APP " " + words + " >/dev/full 2>" + log).c_str());
    EXPECT_EQ(WEXITSTATUS(status), 1);
    EXPECT_THAT(fileContent(log),
                HasSubstr("Standard output could not be written (No space left on device)"));
  }
}

TEST_F(FullDisk, F44_ACopyOrANewStudyThatDoesNotFitLeavesNothingHalfMade) {
  makeStudy(disk / "old.sweep", 2);
  const auto before = fileContent(disk / "old.sweep");
  StoredStudy large;
  large.spec = smallSpec();
  for (int i = 0; i < 4000; ++i) {
    large.trials.push_back(completeTrial(i, 40));
    large.finishOrder.push_back(i);
  }
  const auto copied = writeSqliteStudy(disk / "old.sweep", large);
  ASSERT_FALSE(copied);
  EXPECT_THAT(copied.error().str(), HasSubstr("the disk is full"));
  EXPECT_EQ(fileContent(disk / "old.sweep"), before);
  disk.fill();
  const auto made = createSqliteStudy(disk / "new.sweep", smallSpec());
  ASSERT_FALSE(made);
  EXPECT_FALSE(std::filesystem::exists(disk / "new.sweep"));
  EXPECT_FALSE(std::filesystem::exists(disk / "new.sweep.part"));
}

TEST_F(FullDisk, F46_AReadOnlyDiskIsReadAndNotRunOn) {
  makeStudy(disk / "study.sweep", 2);
  disk.makeReadOnly();
  const auto refused = openSqliteStudy(disk / "study.sweep", OpenMode::ReadWrite);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().str(),
              AllOf(HasSubstr("is read-only (Read-only file system)"), HasSubstr("save a copy elsewhere")));
  const auto opened = openSqliteStudyIfPossible(disk / "study.sweep");
  ASSERT_TRUE(opened) << opened.error().str();
  EXPECT_TRUE((*opened)->readOnly());
  EXPECT_THAT((*opened)->notice().str(), HasSubstr("is read-only"));
  EXPECT_EQ((*opened)->load()->trials.size(), 2u);
}

/// As a stick that is pulled out during a run and put in elsewhere, with a switch for write protection.
TEST_F(FullDisk, F46_TheLogOfAStudyThatWasNotClosedIsReadOnAReadOnlyDisk) {
  {
    auto storage = createSqliteStudy(disk / "left.sweep", smallSpec());
    ASSERT_TRUE(writeOne(**storage, completeTrial(0)));
    for (const std::string ending : {"", "-wal"})
      std::filesystem::copy_file(disk / ("left.sweep" + ending), disk / ("study.sweep" + ending));
  }
  disk.makeReadOnly();
  const auto opened = openSqliteStudyIfPossible(disk / "study.sweep");
  ASSERT_TRUE(opened) << opened.error().str();
  EXPECT_EQ((*opened)->load()->trials.size(), 1u);
  EXPECT_THAT((*opened)->notice().str(), HasSubstr("write-protected"));
}

TEST_F(FullDisk, F46_ADiskThatBecomesReadOnlyLosesNothing) {
  AppProcess app(disk.path(), {"run", "study.yaml"});
  ASSERT_TRUE(app.waitForOutput("trial 3"));
  // Not while a file is open for writing: only its writes are refused then, which a full disk has shown.
  for (int i = 0; i < 200 && !app.hasEnded(); ++i, usleep(2000))
    disk.makeReadOnly();
  disk.makeWritable();
  app.wait();
  EXPECT_EQ(told(app.output()), 60) << app.errors();
  EXPECT_EQ(complete(disk / "study.sweep"), 60);
}

} // namespace
} // namespace sweep
