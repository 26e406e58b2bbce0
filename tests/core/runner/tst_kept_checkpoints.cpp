// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/kept_checkpoints.h"

#include <gmock/gmock.h>

namespace sweep {
namespace {

using Keep = CheckpointRule::Keep;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

StudySpec spec(Keep keep, int best = 1) {
  StudySpec made;
  made.budget = Budget{"epoch", 1, 27, BudgetWay::Continue};
  made.limits.checkpoints = {keep, best};
  return made;
}

Trial trial(int number, TrialState state) {
  Trial made;
  made.number = number;
  made.state = state;
  return made;
}

/// One more attempt, which came as far as it was to go where it has a value.
Attempt& attempt(Trial& trial, std::optional<double> value, std::optional<CheckpointSource> resumed = {}) {
  Attempt made;
  made.number = trial.attempts.empty() ? 1 : trial.attempts.back().number + 1;
  made.resumed = resumed;
  if (value)
    made.values = {*value};
  made.hasCheckpoint = value.has_value();
  trial.attempts.push_back(made);
  return trial.attempts.back();
}

Trial complete(int number, double value) {
  auto made = trial(number, TrialState::Complete);
  attempt(made, value);
  made.values = {value};
  return made;
}

TEST(NeededCheckpoints, APausedTrialNeedsWhatItReachedLast) {
  auto paused = trial(4, TrialState::Paused);
  attempt(paused, 0.5);
  attempt(paused, 0.4, CheckpointSource{4, 1});
  EXPECT_THAT(neededCheckpoints(paused), ElementsAre(CheckpointSource{4, 2}));
}

TEST(NeededCheckpoints, ARunningTrialNeedsWhatItSavesAndWhatItWentOnFrom) {
  auto running = trial(4, TrialState::Running);
  attempt(running, 0.5);
  attempt(running, {}, CheckpointSource{7, 3});
  EXPECT_THAT(neededCheckpoints(running),
              UnorderedElementsAre(CheckpointSource{4, 1}, CheckpointSource{4, 2}, CheckpointSource{7, 3}));
}

TEST(NeededCheckpoints, InterruptionsAreFollowedBackToWhatWasReached) {
  auto waiting = trial(4, TrialState::Waiting);
  attempt(waiting, 0.5);
  attempt(waiting, {}, CheckpointSource{4, 1}).interrupted = InterruptedRule::Continue;
  attempt(waiting, {}, CheckpointSource{4, 2}).interrupted = InterruptedRule::Ask;
  EXPECT_THAT(neededCheckpoints(waiting),
              UnorderedElementsAre(CheckpointSource{4, 1}, CheckpointSource{4, 2}, CheckpointSource{4, 3}));
}

TEST(NeededCheckpoints, AFailedTrialMayBeRunAgainFromWhereItBegan) {
  auto failed = trial(4, TrialState::Failed);
  attempt(failed, 0.5);
  attempt(failed, {}, CheckpointSource{7, 3});
  EXPECT_THAT(neededCheckpoints(failed), UnorderedElementsAre(CheckpointSource{4, 1}, CheckpointSource{7, 3}))
      << "what it was saving when it failed is of no use";
}

TEST(NeededCheckpoints, WhatIsCompleteOrPrunedNeedsNothing) {
  EXPECT_THAT(neededCheckpoints(complete(4, 0.5)), IsEmpty());
  auto pruned = complete(4, 0.5);
  pruned.state = TrialState::Pruned;
  EXPECT_THAT(neededCheckpoints(pruned), IsEmpty());
  EXPECT_THAT(neededCheckpoints(trial(4, TrialState::Waiting)), IsEmpty());
}

TEST(NeededCheckpoints, NeedCoversEveryPointThatATrialIsResumedFrom) {
  for (const auto state : {TrialState::Waiting, TrialState::Paused, TrialState::Failed})
    for (const auto decision :
         {InterruptedRule::RunAgain, InterruptedRule::Continue, InterruptedRule::Drop}) {
      auto made = trial(4, state);
      attempt(made, 0.5);
      attempt(made, {}, CheckpointSource{4, 1}).interrupted = InterruptedRule::Continue;
      attempt(made, {}, CheckpointSource{4, 2}).interrupted = decision;
      EXPECT_THAT(neededCheckpoints(made), testing::Contains(*beginningOfStretch(made).resumed));
    }
}

TEST(NewestCheckpoints, ComeFromAttemptsThatEndedWellFirst) {
  auto failed = trial(4, TrialState::Failed);
  attempt(failed, 0.5);
  attempt(failed, 0.4, CheckpointSource{4, 1});
  attempt(failed, {}, CheckpointSource{4, 2});
  EXPECT_THAT(newestCheckpoints(failed), ElementsAre(2, 1, 3));
  auto pruned = trial(4, TrialState::Pruned);
  attempt(pruned, {});
  attempt(pruned, {});
  EXPECT_THAT(newestCheckpoints(pruned), ElementsAre(2, 1));
}

TEST(KeptCheckpoints, TheRuleAllDeletesNothing) {
  KeptCheckpoints kept(spec(Keep::All));
  kept.stored(complete(0, 0.5));
  EXPECT_THAT(kept.takeChanged(), ElementsAre(0));
  EXPECT_TRUE(kept.keptOf(complete(0, 0.5)).all);
}

TEST(KeptCheckpoints, TheRuleLastKeepsTheNewestOfEachTrial) {
  KeptCheckpoints kept(spec(Keep::Last));
  kept.stored(complete(3, 0.5));
  const auto folder = kept.keptOf(complete(3, 0.5));
  EXPECT_FALSE(folder.all);
  EXPECT_THAT(folder.attempts, IsEmpty());
  EXPECT_THAT(folder.newest, ElementsAre(1));
  EXPECT_EQ(folder.lastAttempt, 1);
}

TEST(KeptCheckpoints, TheRuleBestFollowsTheRanking) {
  auto maximised = spec(Keep::Best, 2);
  maximised.objectives.front().direction = Direction::Maximise;
  KeptCheckpoints kept(maximised);
  for (const auto& [number, value] : {std::pair(0, 0.5), {1, 0.9}, {2, 0.7}})
    kept.stored(complete(number, value));
  EXPECT_THAT(kept.takeChanged(), ElementsAre(0, 1, 2));
  EXPECT_THAT(kept.keptOf(complete(0, 0.5)).newest, IsEmpty());
  EXPECT_THAT(kept.keptOf(complete(1, 0.9)).newest, ElementsAre(1));
  EXPECT_THAT(kept.keptOf(complete(2, 0.7)).newest, ElementsAre(1));
  kept.stored(complete(3, 0.8));
  EXPECT_THAT(kept.takeChanged(), ElementsAre(2, 3)) << "the one that it drives out is looked at too";
  EXPECT_THAT(kept.keptOf(complete(2, 0.7)).newest, IsEmpty());
  kept.stored(complete(4, 0.8));
  EXPECT_THAT(kept.keptOf(complete(4, 0.8)).newest, IsEmpty()) << "of equals the earlier stays";
}

TEST(KeptCheckpoints, OnlyCompleteTrialsAreAmongTheBest) {
  KeptCheckpoints kept(spec(Keep::Best, 5));
  auto pruned = complete(0, 0.1);
  pruned.state = TrialState::Pruned;
  kept.stored(pruned);
  EXPECT_THAT(kept.keptOf(pruned).newest, IsEmpty());
  auto known = trial(1, TrialState::Complete);
  known.values = {0.0};
  kept.stored(known);
  EXPECT_THAT(kept.takeChanged(), ElementsAre(0)) << "nothing was run for a result that was known";
}

TEST(KeptCheckpoints, AnotherRuleIsForAllTrials) {
  KeptCheckpoints kept(spec(Keep::All));
  for (const auto& [number, value] : {std::pair(0, 0.5), {1, 0.9}, {2, 0.7}})
    kept.stored(complete(number, value));
  kept.takeChanged();
  kept.setRule({Keep::All, 7});
  EXPECT_THAT(kept.takeChanged(), IsEmpty());
  kept.setRule({Keep::Best, 1});
  EXPECT_THAT(kept.takeChanged(), ElementsAre(0, 1, 2));
  EXPECT_THAT(kept.keptOf(complete(0, 0.5)).newest, ElementsAre(1));
  EXPECT_THAT(kept.keptOf(complete(2, 0.7)).newest, IsEmpty());
  kept.setRule({Keep::Best, 2});
  EXPECT_THAT(kept.keptOf(complete(2, 0.7)).newest, ElementsAre(1));
}

TEST(KeptCheckpoints, ARuleThatCannotBeFollowedKeepsAll) {
  auto several = spec(Keep::Best, 1);
  several.objectives.push_back(several.objectives.front());
  KeptCheckpoints kept(several);
  kept.stored(complete(0, 0.5));
  EXPECT_TRUE(kept.keptOf(complete(0, 0.5)).all);
  KeptCheckpoints none(spec(Keep::Best, 0));
  none.stored(complete(0, 0.5));
  EXPECT_TRUE(none.keptOf(complete(0, 0.5)).all);
}

TEST(KeptCheckpoints, ADonorsCheckpointStaysUntilItsCopyHasGoneFurther) {
  KeptCheckpoints kept(spec(Keep::Last));
  auto donor = trial(0, TrialState::Paused);
  attempt(donor, 0.5);
  auto copy = trial(1, TrialState::Running);
  attempt(copy, 0.8);
  attempt(copy, {}, CheckpointSource{0, 1});
  kept.stored(donor);
  kept.stored(copy);
  attempt(donor, 0.4, CheckpointSource{0, 1});
  kept.stored(donor);
  EXPECT_THAT(kept.takeChanged(), ElementsAre(0));
  EXPECT_THAT(kept.keptOf(donor).attempts, ElementsAre(1, 2));
  EXPECT_THAT(kept.keptOf(copy).reading, ElementsAre(2));

  copy.attempts.back().values = {0.45};
  copy.attempts.back().hasCheckpoint = true;
  copy.state = TrialState::Paused;
  kept.stored(copy);
  EXPECT_THAT(kept.takeChanged(), ElementsAre(0, 1)) << "the donor's folder is looked at again";
  EXPECT_THAT(kept.keptOf(donor).attempts, ElementsAre(2));
  EXPECT_THAT(kept.keptOf(copy).attempts, ElementsAre(2));
  EXPECT_THAT(kept.keptOf(copy).reading, IsEmpty());
}

TEST(KeptCheckpoints, WhatTheDiskDoesNotKnowYetIsNoReasonToDelete) {
  KeptCheckpoints kept(spec(Keep::Best, 1));
  auto stored = trial(0, TrialState::Running);
  attempt(stored, 0.5);
  attempt(stored, {}, CheckpointSource{0, 1});
  kept.stored(stored);
  auto now = stored;
  now.attempts.back().values = {0.4};
  now.attempts.back().hasCheckpoint = true;
  now.state = TrialState::Paused;
  EXPECT_THAT(kept.keptOf(now).attempts, ElementsAre(1, 2))
      << "killed now, it would begin from the first again";
  kept.stored(now);
  EXPECT_THAT(kept.keptOf(now).attempts, ElementsAre(2));
  auto later = now;
  later.state = TrialState::Running;
  attempt(later, {}, CheckpointSource{0, 2});
  EXPECT_EQ(kept.keptOf(later).lastAttempt, 2) << "what a later attempt saves is not looked at";
  EXPECT_THAT(kept.keptOf(later).attempts, ElementsAre(2, 3));
}

} // namespace
} // namespace sweep
