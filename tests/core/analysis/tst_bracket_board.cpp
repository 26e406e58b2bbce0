// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/bracket_board.h"
#include "core/analysis/shown_scheduler.h"
#include "tests/support/played_study.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <map>

namespace sweep {
namespace {

using namespace test;
using Standing = BracketBoard::Standing;

BracketBoard boardOf(const Snapshot& snapshot) {
  ShownScheduler scheduler;
  scheduler.show(snapshot);
  return bracketBoard(snapshot, scheduler.thresholds());
}

std::map<Standing, std::size_t> countsOf(const BracketBoard::Rung& rung) {
  std::map<Standing, std::size_t> counts;
  for (const auto& cell : rung.cells)
    ++counts[cell.standing];
  return counts;
}

TEST(BracketBoard, ShowsThePlanBeforeTheFirstTrial) {
  Snapshot snapshot;
  snapshot.spec = trainingSpec("random", "hyperband", 100, 9.0);
  const auto board = boardOf(snapshot);
  ASSERT_EQ(board.brackets.size(), 3u);
  EXPECT_EQ(board.brackets[0].rungs.size(), 3u);
  EXPECT_EQ(board.brackets[0].rungs[0].planned, 9);
  EXPECT_TRUE(board.brackets[0].rungs[0].cells.empty());
  EXPECT_TRUE(board.scores.empty());
  EXPECT_EQ(bracketsPerRound(snapshot.spec), 3u);
}

TEST(BracketBoard, HasEveryRungOfHyperbandFilledAtTheEnd) {
  const auto snapshot = playedStudy(trainingSpec("random", "hyperband", 100, 9.0));
  for (const auto& bracket : boardOf(*snapshot).brackets)
    for (std::size_t i = 0; i < bracket.rungs.size(); ++i) {
      const auto& rung = bracket.rungs[i];
      EXPECT_EQ(static_cast<std::int64_t>(rung.cells.size()), rung.planned);
      auto counts = countsOf(rung);
      const bool isLast = i + 1 == bracket.rungs.size();
      EXPECT_EQ(counts[Standing::Promoted], isLast ? 0u : bracket.rungs[i + 1].cells.size());
      EXPECT_EQ(counts[Standing::Complete], isLast ? rung.cells.size() : 0u);
      EXPECT_EQ(counts[Standing::Promoted] + counts[Standing::Complete] + counts[Standing::Stopped], rung.cells.size());
      EXPECT_TRUE(std::ranges::is_sorted(rung.cells, {}, &BracketBoard::Cell::trial));
    }
}

/// At every moment each trial that has begun stands at one place that is not a rung it has left behind.
TEST(BracketBoard, FillsUpLive) {
  for (const char* scheduler : {"hyperband", "successive-halving", "asha"}) {
    const auto spec = trainingSpec("random", scheduler, 30);
    std::size_t running = 0;
    for (std::size_t moments = 1; moments < 120; moments += 7) {
      const auto snapshot = playedStudy(spec, moments);
      std::map<int, std::size_t> places;
      for (const auto& bracket : boardOf(*snapshot).brackets)
        for (const auto& rung : bracket.rungs)
          for (const auto& cell : rung.cells) {
            places[cell.trial] += cell.standing != Standing::Promoted;
            running += cell.standing == Standing::Running;
            EXPECT_EQ(cell.value.has_value(), !std::isnan(cell.goodness));
          }
      const auto placed = std::ranges::count_if(snapshot->trials, [](const TrialPtr& trial) { return trial->bracket.has_value(); });
      EXPECT_EQ(places.size(), static_cast<std::size_t>(placed)) << scheduler << " after " << moments;
      for (const auto& [trial, count] : places)
        EXPECT_EQ(count, 1u) << scheduler << ": trial " << trial << " after " << moments;
    }
    EXPECT_GT(running, 0u) << scheduler;
  }
}

TEST(BracketBoard, RanksValuesOfAllRungsTogether) {
  const auto snapshot = playedStudy(trainingSpec("random", "asha", 30));
  const auto board = boardOf(*snapshot);
  std::vector<std::pair<double, double>> values;
  for (const auto& rung : board.brackets.front().rungs)
    for (const auto& cell : rung.cells)
      if (cell.value)
        values.emplace_back(*cell.value, cell.goodness);
  std::ranges::sort(values);
  EXPECT_TRUE(std::ranges::is_sorted(values, {}, &std::pair<double, double>::second)) << "more is better here";
  ASSERT_EQ(board.scores.size(), 5u);
  EXPECT_EQ(board.scores.front(), values.front().first);
  EXPECT_EQ(board.scores.back(), values.back().first);
}

TEST(BracketBoard, ShowsWhereATrialFailed) {
  auto snapshot = std::make_shared<Snapshot>(*playedStudy(trainingSpec("random", "hyperband", 100, 9.0), 6));
  auto failed = std::make_shared<Trial>(*snapshot->trials[0]);
  failed->state = TrialState::Failed;
  failed->attempts.resize(1);
  failed->attempts.back().values.clear();
  failed->reports = {};
  snapshot->trials.change(0) = failed;
  const auto board = boardOf(*snapshot);
  EXPECT_EQ(board.brackets[0].rungs[0].cells.front().standing, Standing::Failed);
}

TEST(BracketBoard, IsEmptyWithoutRungs) {
  const auto median = playedStudy(trainingSpec("random", "median", 12));
  EXPECT_TRUE(boardOf(*median).isEmpty());
  EXPECT_EQ(bracketsPerRound(median->spec), 0u);
}

} // namespace
} // namespace sweep
