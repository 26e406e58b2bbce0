// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/lineage.h"
#include "tests/support/played_study.h"

#include <gmock/gmock.h>

namespace sweep {
namespace {

using namespace test;
using testing::IsEmpty;
using testing::SizeIs;

Attempt attempt(int number, double budget, std::optional<double> value, std::optional<CheckpointSource> from = {}) {
  Attempt made;
  made.number = number;
  made.budget = budget;
  made.resumed = from;
  if (value)
    made.values = {*value};
  made.seed = static_cast<std::uint64_t>(number);
  return made;
}

TrialPtr trial(int number, std::vector<Attempt> attempts, TrialState state = TrialState::Complete) {
  auto made = std::make_shared<Trial>();
  made->number = number;
  made->state = state;
  made->attempts = std::move(attempts);
  if (state == TrialState::Complete)
    made->values = made->attempts.back().values;
  return made;
}

TEST(Lineage, LeadsThroughCopiesToTheBeginning) {
  Snapshot snapshot;
  auto copied = attempt(2, 2.0, 0.5, CheckpointSource{0, 1});
  copied.configuration = Configuration{{"lr", Value(0.2)}};
  snapshot.trials = {trial(0, {attempt(1, 1.0, 0.9)}, TrialState::Paused),
                     trial(1, {attempt(1, 1.0, 3.0), copied, attempt(3, 3.0, 0.4, CheckpointSource{1, 2})})};
  const auto steps = lineageOf(snapshot, *snapshot.trials[1]);
  ASSERT_THAT(steps, SizeIs(3));
  EXPECT_EQ(steps[0].by, (CheckpointSource{0, 1}));
  EXPECT_EQ(steps[1].by, (CheckpointSource{1, 2}));
  EXPECT_EQ(steps[1].configuration, (Configuration{{"lr", Value(0.2)}}));
  EXPECT_EQ(steps[2].value, 0.4);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    EXPECT_EQ(steps[i].from, static_cast<double>(i));
    EXPECT_EQ(steps[i].to, static_cast<double>(i + 1));
  }
}

TEST(Lineage, MakesOneStepOfAnInterruptedStretch) {
  Snapshot snapshot;
  snapshot.trials = {trial(0, {attempt(1, 4.0, 1.0), attempt(2, 8.0, {}, CheckpointSource{0, 1}), attempt(3, 8.0, 0.5, CheckpointSource{0, 2})})};
  const auto steps = lineageOf(snapshot, *snapshot.trials[0]);
  ASSERT_THAT(steps, SizeIs(2));
  EXPECT_EQ(steps[1].from, 4.0);
  EXPECT_EQ(steps[1].by, (CheckpointSource{0, 3}));
}

TEST(Lineage, EndsInADamagedStudy) {
  Snapshot snapshot;
  snapshot.trials = {trial(0, {attempt(1, 4.0, {}, CheckpointSource{0, 1}), attempt(2, 8.0, 0.5, CheckpointSource{0, 1})}),
                     trial(1, {attempt(1, 2.0, 0.5, CheckpointSource{7, 1})})};
  EXPECT_THAT(lineageOf(snapshot, *snapshot.trials[0]), SizeIs(1));
  EXPECT_THAT(lineageOf(snapshot, *snapshot.trials[1]), SizeIs(1));
}

TEST(Lineage, IsEmptyWithoutBudgets) {
  const auto snapshot = playedStudy([] {
    auto spec = trainingSpec("random", "full", 3);
    spec.budget.reset();
    return spec;
  }());
  EXPECT_THAT(lineageOf(*snapshot, *snapshot->trials[0]), IsEmpty());
}

TEST(Lineage, OfAPopulationCoversItsWholeBudget) {
  auto spec = trainingSpec("random", "pbt", 8, 10.0);
  spec.method.schedulerOptions = {{"population", std::int64_t{8}}};
  const auto snapshot = playedStudy(spec);
  const Trial* best = bestMember(*snapshot);
  ASSERT_TRUE(best);
  EXPECT_EQ(best, snapshot->best());
  const auto steps = lineageOf(*snapshot, *best);
  ASSERT_THAT(steps, SizeIs(10));
  for (std::size_t i = 1; i < steps.size(); ++i)
    EXPECT_EQ(steps[i].from, steps[i - 1].to);
  EXPECT_EQ(steps.front().from, 0.0);
  EXPECT_EQ(steps.back().to, 10.0);
  EXPECT_EQ(steps.back().value, *best->value());
}

TEST(Lineage, KnowsTheBestWhileNoneIsComplete) {
  Snapshot snapshot;
  snapshot.trials = {trial(0, {attempt(1, 1.0, 0.9)}, TrialState::Paused), trial(1, {attempt(1, 1.0, 0.3)}, TrialState::Paused),
                     trial(2, {attempt(1, 1.0, {})}, TrialState::Running)};
  EXPECT_EQ(bestMember(snapshot), snapshot.trials[1].get());
  EXPECT_EQ(bestMember(Snapshot{}), nullptr);
}

} // namespace
} // namespace sweep
