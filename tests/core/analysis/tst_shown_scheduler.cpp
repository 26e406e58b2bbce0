// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/rung_marks.h"
#include "core/analysis/shown_scheduler.h"
#include "core/base/text.h"
#include "core/scheduler/registry.h"
#include "tests/support/played_study.h"

#include <gmock/gmock.h>

namespace sweep {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<Threshold> shownAtOnce(const Snapshot& snapshot) {
  ShownScheduler scheduler;
  scheduler.show(snapshot);
  return scheduler.thresholds();
}

TEST(ShownScheduler, KnowsTheSameFromUpdatesAsFromTheWholeStudy) {
  for (const char* id : {"asha", "hyperband", "successive-halving", "median", "wandb-hyperband"}) {
    auto spec = trainingSpec("random", id, 40);
    ShownScheduler followed;
    for (const std::size_t moments : {20u, 60u, 150u, 1'000'000u}) {
      const auto snapshot = playedStudy(spec, moments);
      followed.show(*snapshot);
      EXPECT_EQ(followed.thresholds(), shownAtOnce(*snapshot)) << id << " after " << moments;
    }
    EXPECT_THAT(followed.thresholds(), testing::Not(IsEmpty())) << id;
  }
}

TEST(ShownScheduler, BeginsAnewWithAnotherStudy) {
  const auto asha = playedStudy(trainingSpec("random", "asha", 30));
  auto spec = trainingSpec("random", "hyperband", 10);
  const auto other = playedStudy(spec);
  ShownScheduler scheduler;
  scheduler.show(*asha);
  scheduler.show(*other);
  EXPECT_EQ(scheduler.thresholds(), shownAtOnce(*other));
  Snapshot empty;
  empty.spec = spec;
  scheduler.show(empty);
  EXPECT_EQ(scheduler.thresholds(), shownAtOnce(empty));
}

TEST(ShownScheduler, SaysNothingOfAStudyThatCannotRun) {
  Snapshot snapshot;
  snapshot.spec.method.scheduler = "none of ours";
  EXPECT_THAT(shownAtOnce(snapshot), IsEmpty());
}

Threshold at(int bracket, double budget) {
  return {bracket, budget, 3, 3, 0.1 * bracket, Message("rung %1", {roundedText(budget)})};
}

TEST(RungMarks, PutBracketsOfOneBudgetTogetherAndKeepTheNewest) {
  std::vector<Threshold> thresholds;
  for (int bracket = 0; bracket < 5; ++bracket)
    for (const double budget : {9.0, 27.0})
      thresholds.push_back(at(bracket, budget));
  const auto marks = rungMarks(thresholds, 2);
  ASSERT_THAT(marks.rungs, SizeIs(2));
  EXPECT_EQ(marks.rungs[0].budget, 9.0);
  EXPECT_EQ(marks.rungs[1].name.str(), "rung 27");
  EXPECT_THAT(marks.rungs[1].thresholds, ElementsAre(at(3, 27.0), at(4, 27.0)));
  EXPECT_THAT(marks.line, IsEmpty());
}

TEST(RungMarks, DrawWhatAllTrialsAreMeasuredByAsALine) {
  const auto marks = rungMarks({{{}, 1.0, {}, 5, 0.5, {}, true}, {{}, 2.0, {}, 5, 0.4, {}, true}});
  EXPECT_THAT(marks.rungs, IsEmpty());
  EXPECT_THAT(marks.line, ElementsAre(std::pair(1.0, 0.5), std::pair(2.0, 0.4)));
}

TEST(RungMarks, StandWhereAllTrialsAreComparedToo) {
  const Message name("band %1", {"3"});
  const auto marks = rungMarks({{{}, 4.0, {}, 5, 0.5, name, true}, {{}, 10.0, {}, 2, 0.4, Message("band %1", {"9"})}});
  ASSERT_THAT(marks.rungs, SizeIs(2));
  EXPECT_EQ(marks.rungs[0].name, name);
  EXPECT_EQ(marks.rungs[0].budget, 4.0);
  EXPECT_THAT(marks.line, ElementsAre(std::pair(4.0, 0.5))) << "only what lasts";
}

} // namespace
} // namespace sweep
