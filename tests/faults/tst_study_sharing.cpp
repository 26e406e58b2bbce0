// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "tests/core/storage/studies.h"
#include "tests/faults/app_process.h"

#include <algorithm>
#include <csignal>
#include <gmock/gmock.h>
#include <sqlite3.h>
#include <unistd.h>

namespace sweep {
namespace {

using namespace test;
using testing::AllOf;
using testing::HasSubstr;

class SharedStudy : public testing::Test {
protected:
  static constexpr int Trials = 40;

  void SetUp() override {
    writeFile(folder / "score.sh", "#!/bin/sh\necho \"loss: ${1#--x=}\"\nsleep 0.1\n", true);
    writeFile(folder / "study.yaml",
              "program: ./score.sh\ncommand: [\"${program}\", \"${args}\"]\nmethod: random\nrun_cap: " +
                  std::to_string(Trials) +
                  "\nparallel: 2\nmetric: {name: loss, goal: minimize}\n"
                  "parameters: {x: {min: 0.0, max: 1.0}}\n");
  }

  StoredStudy stored(const std::string& name = "study.sweep") const {
    const auto storage = openSqliteStudy(folder / name, OpenMode::ReadOnly);
    EXPECT_TRUE(storage) << storage.error().str();
    return storage ? *(*storage)->load() : StoredStudy();
  }
  static int complete(const StoredStudy& study) {
    return static_cast<int>(std::ranges::count(study.trials, TrialState::Complete, &Trial::state));
  }
  static bool waitForErrors(AppProcess& app, const std::string& text) {
    for (int i = 0; i < 6000 && !app.hasEnded(); ++i, usleep(5000))
      if (app.errors().find(text) != std::string::npos)
        return true;
    return app.errors().find(text) != std::string::npos;
  }
  void expectAllThere() const {
    EXPECT_EQ(complete(stored()), Trials);
    EXPECT_EQ(integrityOf(folder / "study.sweep"), "ok");
  }

  TemporaryFolder folder;
};

TEST_F(SharedStudy, F53_ASecondInstanceMayLookButNotRun) {
  AppProcess first(folder.path(), {"run", "study.yaml"});
  ASSERT_TRUE(first.waitForOutput("trial 2"));
  for (int i = 0; i < 3; ++i) {
    const auto second = runApp(folder.path(), {"run", "study.sweep"});
    EXPECT_EQ(second.exitCode, 2);
    EXPECT_THAT(second.errors,
                HasSubstr("is open in another Sweepscope (process " + std::to_string(first.pid())));
    const auto best = runApp(folder.path(), {"best", "study.sweep"});
    EXPECT_EQ(best.exitCode, 0) << best.errors;
    EXPECT_THAT(best.output, HasSubstr("x: "));
  }
  EXPECT_EQ(first.wait().exitCode, 0) << first.errors();
  EXPECT_EQ(first.errors(), "") << "it has not noticed the others";
  expectAllThere();
}

TEST_F(SharedStudy, F53_OfTwoThatStartAtOnceOneRuns) {
  for (int round = 0; round < 5; ++round) {
    std::filesystem::remove(folder / "study.sweep");
    AppProcess one(folder.path(), {"run", "study.yaml", "--trials", "6"});
    AppProcess other(folder.path(), {"run", "study.yaml", "--trials", "6"});
    const auto ends = {one.wait().exitCode.value_or(-1), other.wait().exitCode.value_or(-1)};
    EXPECT_EQ(std::ranges::count(ends, 0), 1) << one.errors() << other.errors();
    EXPECT_EQ(std::ranges::count(ends, 2), 1) << one.errors() << other.errors();
    EXPECT_EQ(complete(stored()), 6);
  }
}

TEST_F(SharedStudy, F54_AnExclusiveLockOfAnotherProgramIsWaitedFor) {
  AppProcess app(folder.path(), {"run", "study.yaml"});
  ASSERT_TRUE(app.waitForOutput("trial 3"));
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open((folder / "study.sweep").c_str(), &other), SQLITE_OK);
  sqlite3_busy_timeout(other, 10'000);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr), SQLITE_OK);
  ASSERT_TRUE(waitForErrors(app, "Results cannot be saved")) << app.errors();
  EXPECT_THAT(app.errors(), AllOf(HasSubstr("is locked by another program"), HasSubstr("kept in memory")));
  sqlite3_close(other);
  EXPECT_TRUE(waitForErrors(app, "Results are saved again.")) << app.errors();
  app.wait();
  expectAllThere();
}

TEST_F(SharedStudy, F55_AFileThatIsRenamedMeanwhileIsMissedAndTakenUpAgain) {
  AppProcess app(folder.path(), {"run", "study.yaml"});
  ASSERT_TRUE(app.waitForOutput("trial 3"));
  std::filesystem::rename(folder / "study.sweep", folder / "elsewhere.sweep");
  ASSERT_TRUE(waitForErrors(app, "Results cannot be saved")) << app.errors();
  EXPECT_THAT(app.errors(),
              AllOf(HasSubstr("was removed, renamed or replaced"), HasSubstr("Put it back where it was")));
  std::filesystem::rename(folder / "elsewhere.sweep", folder / "study.sweep");
  EXPECT_TRUE(waitForErrors(app, "Results are saved again.")) << app.errors();
  app.wait();
  expectAllThere();
}

TEST_F(SharedStudy, F55_OfAFileThatIsRemovedEverythingIsRescued) {
  AppProcess app(folder.path(), {"run", "study.yaml"});
  ASSERT_TRUE(app.waitForOutput("trial 3"));
  std::filesystem::remove(folder / "study.sweep");
  ASSERT_TRUE(waitForErrors(app, "Results cannot be saved")) << app.errors();
  app.signal(SIGINT);
  app.wait();
  EXPECT_FALSE(std::filesystem::exists(folder / "study.sweep"));
  const auto rescued = stored("study-rescued.sweep");
  EXPECT_GE(complete(rescued), 4);
  for (const auto& trial : rescued.trials)
    EXPECT_TRUE(trial.state != TrialState::Complete || !trial.reports.empty()) << trial.number;
}

TEST_F(SharedStudy, F55_AFileThatTakesItsPlaceIsNotTouched) {
  AppProcess app(folder.path(), {"run", "study.yaml"});
  ASSERT_TRUE(app.waitForOutput("trial 3"));
  makeStudy(folder / "other.sweep", 2);
  const auto others = fileContent(folder / "other.sweep");
  std::filesystem::rename(folder / "other.sweep", folder / "study.sweep");
  ASSERT_TRUE(waitForErrors(app, "Results cannot be saved")) << app.errors();
  app.signal(SIGINT);
  app.wait();
  EXPECT_EQ(fileContent(folder / "study.sweep"), others);
  EXPECT_GE(complete(stored("study-rescued.sweep")), 4);
}

TEST_F(SharedStudy, F56_ACopyWithoutItsLogIsAnOlderStateOfTheStudy) {
  auto storage = createSqliteStudy(folder / "open.sweep", smallSpec());
  for (int i = 0; i < 400; ++i)
    ASSERT_TRUE(writeOne(**storage, completeTrial(i)));
  std::filesystem::copy_file(folder / "open.sweep", folder / "torn.sweep");
  const auto torn = stored("torn.sweep");
  EXPECT_LT(torn.trials.size(), 400u);
  for (const auto& trial : torn.trials)
    EXPECT_EQ(trial, completeTrial(trial.number));
  ASSERT_TRUE(writeSqliteStudy(folder / "saved.sweep", *(*storage)->load()));
  EXPECT_EQ(stored("saved.sweep").trials.size(), 400u) << "saved by the program it is whole";
}

} // namespace
} // namespace sweep
