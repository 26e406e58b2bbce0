// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/runner/runner_harness.h"

#include <gmock/gmock.h>

namespace sweep {
namespace {

using test::RunnerHarness;
using test::runnerSpec;
using testing::HasSubstr;

/// One who runs a study, and one who looks on.
class StudyFollowingTest : public testing::Test, protected RunnerHarness {
protected:
  StudyFollowingTest() { viewer.path = path; }

  RunnerHarness viewer;
};

TEST_F(StudyFollowingTest, ShowsARunningStudyLive) {
  create(runnerSpec(40, 2));
  viewer.openReadOnly();
  EXPECT_EQ(viewer.update.state, StudyState::Idle);
  runner->run();
  ASSERT_TRUE(viewer.until([&] { return viewer.finished() >= 3; }));
  ASSERT_TRUE(until([&] { return finished() == 40; }));
  ASSERT_TRUE(viewer.until([&] { return viewer.finished() == 40; }));
  EXPECT_EQ(viewer.list(), list());
  EXPECT_EQ(viewer.update.progress.complete, 40);
  EXPECT_EQ(viewer.update.progress.bestTrial, update.progress.bestTrial);
  EXPECT_EQ(viewer.update.progress.bestValue, update.progress.bestValue);
  EXPECT_TRUE(viewer.world.jobs.empty());
}

TEST_F(StudyFollowingTest, SaysThatItRunsElsewhereWhileItDoes) {
  create(runnerSpec(3));
  world.script = [](const Job& job) {
    return job.trial == 2 ? test::FakeResult{.hangs = true} : test::printsLoss(job);
  };
  runner->run();
  ASSERT_TRUE(until([&] { return finished() == 2 && update.progress.running == 1; }));
  viewer.openReadOnly();
  ASSERT_TRUE(viewer.until(StudyState::Running));
  EXPECT_EQ(viewer.update.progress.running, 1);
  close();
  ASSERT_TRUE(viewer.until(StudyState::Idle));
  ASSERT_TRUE(viewer.until([&] { return viewer.update.progress.waiting == 1; }));
}

TEST_F(StudyFollowingTest, FollowsATrialThatIsTriedAgain) {
  create(runnerSpec(3));
  world.script = [](const Job& job) {
    return test::FakeResult{.lines = {"loss: 1"}, .exitCode = job.trial == 1 ? 1 : 0};
  };
  ASSERT_TRUE(runToEnd());
  viewer.openReadOnly();
  EXPECT_EQ(viewer.update.progress.failed, 1);
  world.script = test::printsLoss;
  runner->retryTrials({1});
  ASSERT_TRUE(runToEnd());
  ASSERT_TRUE(viewer.until([&] { return viewer.update.progress.complete == 3; }));
  EXPECT_EQ(viewer.update.progress.failed, 0);
  EXPECT_EQ(viewer.list(), list());
}

TEST_F(StudyFollowingTest, SavesACopyOfWhatIsLookedAt) {
  create(runnerSpec(5));
  ASSERT_TRUE(runToEnd());
  viewer.openReadOnly();
  std::optional<CopySaved> saved;
  QObject::connect(viewer.runner.get(), &StudyRunner::copySaved, viewer.runner.get(),
                   [&](const CopySaved& what) { saved = what; });
  const std::string copy = folder / "copy.sweep";
  viewer.runner->saveCopy(copy);
  ASSERT_TRUE(viewer.until([&] { return saved.has_value(); }));
  EXPECT_EQ(saved->error.str(), "");
  const auto study = *(*openSqliteStudy(copy, OpenMode::ReadOnly))->load();
  EXPECT_EQ(study.trials, list());
  EXPECT_EQ(study.finishOrder, stored().finishOrder);
  viewer.runner->saveCopy(path);
  ASSERT_TRUE(viewer.until([&] { return !saved->error.empty(); }));
  EXPECT_THAT(saved->error.str(), HasSubstr("is open in another Sweepscope"));
}

TEST_F(StudyFollowingTest, SaysThatTheFileIsGone) {
  create(runnerSpec(2));
  ASSERT_TRUE(runToEnd());
  close();
  viewer.openReadOnly();
  std::filesystem::remove(path);
  ASSERT_TRUE(viewer.until([&] { return !viewer.notices.empty(); }));
  EXPECT_THAT(viewer.notices.back(), HasSubstr("was removed, renamed or replaced"));
  EXPECT_EQ(viewer.finished(), 2) << "what was read stays to be seen";
}

} // namespace
} // namespace sweep
