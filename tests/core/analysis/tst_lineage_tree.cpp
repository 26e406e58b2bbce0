// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/lineage_tree.h"
#include "core/study/lineage.h"
#include "tests/support/played_study.h"

#include <algorithm>
#include <gmock/gmock.h>

namespace sweep {
namespace {

using namespace test;

StudySpec populationSpec() {
  auto spec = trainingSpec("random", "pbt", 10, 12.0);
  spec.method.schedulerOptions = {{"population", std::int64_t{10}}};
  return spec;
}

TEST(LineageTree, ConnectsEveryStretchWithWhatItWentOnFrom) {
  const auto snapshot = playedStudy(populationSpec());
  const auto tree = lineageTree(*snapshot);
  EXPECT_EQ(tree.members, 10);
  EXPECT_GE(tree.stretches.size(), 100u) << "a copy of a member that is behind, or ahead, leaves some out";
  std::size_t copies = 0;
  for (const auto& stretch : tree.stretches) {
    EXPECT_EQ(stretch.parent.has_value(), stretch.from > 0.0);
    if (!stretch.parent)
      continue;
    const auto& parent = tree.stretches[*stretch.parent];
    EXPECT_EQ(parent.to, stretch.from);
    EXPECT_EQ(stretch.isCopy, parent.trial != stretch.trial);
    copies += stretch.isCopy;
  }
  EXPECT_GT(copies, 3u);
  EXPECT_EQ(static_cast<std::size_t>(std::ranges::count_if(tree.stretches, &LineageTree::Stretch::isGivenUp)), copies);
}

TEST(LineageTree, MarksTheWayToTheBest) {
  const auto snapshot = playedStudy(populationSpec());
  const auto tree = lineageTree(*snapshot);
  double to = 0.0;
  std::vector<LineageTree::Stretch> way;
  for (const auto& stretch : tree.stretches)
    if (stretch.isBest)
      way.push_back(stretch);
  std::ranges::sort(way, {}, &LineageTree::Stretch::from);
  for (const auto& stretch : way) {
    EXPECT_EQ(stretch.from, to);
    to = stretch.to;
  }
  EXPECT_EQ(to, 12.0);
  EXPECT_EQ(way.back().trial, snapshot->best()->number);
  EXPECT_EQ(way.back().goodness, 1.0);
}

TEST(LineageTree, ShowsWhatRunsUpToItsReports) {
  const auto snapshot = playedStudy(populationSpec(), 9);
  const auto tree = lineageTree(*snapshot);
  ASSERT_FALSE(tree.stretches.empty());
  for (const auto& stretch : tree.stretches)
    if (!stretch.value) {
      EXPECT_EQ(stretch.state, TrialState::Running);
      EXPECT_TRUE(std::isnan(stretch.goodness));
      EXPECT_GE(stretch.to, stretch.from);
    }
}

TEST(LineageTree, IsEmptyWithoutBudgets) {
  Snapshot snapshot;
  snapshot.trials = {std::make_shared<Trial>()};
  EXPECT_TRUE(lineageTree(snapshot).stretches.empty());
}

} // namespace
} // namespace sweep
