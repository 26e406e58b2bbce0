// SPDX-License-Identifier: GPL-3.0-or-later
// Noisy objectives: what several runs of a configuration say, and what a model makes of single ones.
#include "core/analysis/believed_best.h"
#include "core/analysis/repeats.h"
#include "core/base/rng.h"

#include <cmath>
#include <gmock/gmock.h>

namespace sweep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Repeats : public testing::Test {
protected:
  Repeats() {
    snapshot.spec.objectives.front().direction = Direction::Maximise;
    snapshot.spec.space.parameters = {{"x", FloatDomain{0.0, 1.0, false, {}}, {}, {}, {}}};
  }
  Trial& add(double x, std::optional<double> value, TrialState otherwise = TrialState::Failed) {
    auto trial = std::make_shared<Trial>();
    trial->number = static_cast<int>(snapshot.trials.size());
    trial->configuration = {{"x", x}};
    trial->state = value ? TrialState::Complete : otherwise;
    if (value)
      trial->values = {*value};
    snapshot.trials.push_back(trial);
    return *trial;
  }
  std::vector<TriedConfiguration> tried() const { return triedConfigurations(snapshot); }
  const Objective& objective() const { return snapshot.spec.objective(); }
  /// First trials of those that are to be run again.
  std::vector<int> missing(int best, int runs) const {
    const auto all = tried();
    std::vector<int> trials;
    for (const auto i : missingRuns(all, objective(), best, runs))
      trials.push_back(all[i].trials.front());
    return trials;
  }
  Snapshot snapshot;
};

TEST_F(Repeats, TrialsOfOneConfigurationAreOneEntry) {
  add(0.1, 1.0);
  add(0.2, 5.0);
  add(0.1, 2.0);
  add(0.1, {});
  add(0.1, 4.5);
  add(0.2, {}, TrialState::Running);
  const auto all = tried();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_THAT(all[0].trials, ElementsAre(0, 2, 4));
  EXPECT_DOUBLE_EQ(all[0].mean(), 2.5);
  EXPECT_DOUBLE_EQ(all[0].deviation(), std::sqrt((1.5 * 1.5 + 0.5 * 0.5 + 2.0 * 2.0) / 2.0));
  EXPECT_EQ(all[0].pending, 0);
  EXPECT_THAT(all[1].values, ElementsAre(5.0));
  EXPECT_EQ(all[1].deviation(), 0.0);
  EXPECT_EQ(all[1].pending, 1);
}

TEST_F(Repeats, EqualResultsHaveNoSpread) {
  for (int i = 0; i < 3; ++i)
    add(0.1, 0.1);
  EXPECT_EQ(tried().front().mean(), 0.1);
  EXPECT_EQ(tried().front().deviation(), 0.0);
}

TEST_F(Repeats, TheBestMeanComesFirstWhateverTheLuckiestRun) {
  add(0.1, 9.0);
  add(0.1, 1.0);
  add(0.2, 6.0);
  add(0.2, 5.5);
  add(0.3, 20.0);
  EXPECT_THAT(repeatedOf(tried(), objective()), ElementsAre(1, 0));
  Objective other = objective();
  other.direction = Direction::Minimise;
  EXPECT_THAT(repeatedOf(tried(), other), ElementsAre(0, 1));
}

TEST_F(Repeats, RunsAreMissingUntilEachOfTheBestHasThem) {
  add(0.1, 1.0);
  add(0.2, 3.0);
  add(0.3, 2.0);
  add(0.4, 0.0);
  // The best first, in turns.
  EXPECT_THAT(missing(2, 3), ElementsAre(1, 2, 1, 2));
  add(0.2, 0.5);
  add(0.3, {}, TrialState::Waiting);
  EXPECT_THAT(missing(2, 3), ElementsAre(1, 2));
  // What failed is still missing; which ones are repeated does not change by a bad repeat.
  add(0.2, {});
  add(0.3, 0.1);
  EXPECT_THAT(missing(2, 3), ElementsAre(1));
  add(0.2, 0.1);
  EXPECT_THAT(missing(2, 3), ElementsAre());
  EXPECT_THAT(missing(100, 2), ElementsAre(0, 3));
}

TEST_F(Repeats, ALeadWithinTheNoiseIsLikelyChance) {
  for (const double value : {1.0, 3.0, 2.0})
    add(0.1, value);
  for (const double value : {1.5, 2.5, 1.7})
    add(0.2, value);
  for (const double value : {0.11, 0.12, 0.13})
    add(0.3, value);
  const auto all = tried();
  EXPECT_GT(chanceOfOrder(all[0], all[1], objective()), 0.3);
  EXPECT_LT(chanceOfOrder(all[0], all[2], objective()), 0.05);
  // The tail of Student's t beyond 5.825378 with 2.001429 degrees of freedom, integrated numerically.
  EXPECT_NEAR(chanceOfOrder(all[1], all[2], objective()), 0.0140899, 1e-6);
}

class Believed : public Repeats {
protected:
  /// A parabola with its top of 1 at 0.5, under noise, at forty places.
  void addNoisy(double noise) {
    Rng rng(7);
    for (int i = 0; i < 40; ++i) {
      const double x = (i + 0.5) / 40.0;
      add(x, 1.0 - 4.0 * (x - 0.5) * (x - 0.5) + noise * rng.normal());
    }
  }
  RetoldSampler sampler;
};

TEST_F(Believed, ALuckyTrialIsNotTakenForTheBest) {
  addNoisy(0.1);
  // Far from the top, and luckier than everything there.
  const int lucky = add(0.1, 1.4).number;
  ASSERT_EQ(snapshot.best()->number, lucky);
  const auto believed = believedBest(snapshot, sampler);
  ASSERT_TRUE(believed) << believed.error().str();
  const auto& best = believed->beliefs[believed->best];
  const double x =
      std::get<double>(*snapshot.trials[static_cast<std::size_t>(best.trial)]->configuration.find("x"));
  EXPECT_NEAR(x, 0.5, 0.15);
  EXPECT_NEAR(best.mean, 1.0, 0.15);
  EXPECT_LT(believed->of(lucky)->mean, best.mean);
  EXPECT_GT(believed->noise, 0.03);
  EXPECT_LT(believed->noise, 0.6);
  EXPECT_EQ(believed->of(1000), nullptr);
}

TEST_F(Believed, WithoutNoiseTheBestTrialIsTheBestOne) {
  addNoisy(0.0);
  const auto believed = believedBest(snapshot, sampler);
  ASSERT_TRUE(believed) << believed.error().str();
  const auto& best = believed->beliefs[believed->best];
  EXPECT_NEAR(best.mean, *snapshot.best()->value(), 0.01);
  EXPECT_LT(believed->noise, 0.02);
}

TEST_F(Believed, TheStudysOwnSettingsCount) {
  addNoisy(0.1);
  const int lucky = add(0.1, 1.4).number;
  snapshot.spec.method.sampler = "gp";
  snapshot.spec.method.samplerOptions = {{"deterministic", true}};
  const auto believed = believedBest(snapshot, sampler);
  ASSERT_TRUE(believed) << believed.error().str();
  EXPECT_EQ(believed->beliefs[believed->best].trial, lucky);
}

TEST_F(Believed, SaysWhyThereIsNoModel) {
  add(0.1, 1.0);
  const auto few = believedBest(snapshot, sampler);
  ASSERT_FALSE(few);
  EXPECT_THAT(few.error().str(), HasSubstr("too few results"));
  snapshot.spec.objectives.push_back(snapshot.spec.objectives.front());
  const auto several = believedBest(snapshot, sampler);
  ASSERT_FALSE(several);
  EXPECT_THAT(several.error().str(), HasSubstr("learns one objective"));
}

} // namespace
} // namespace sweep
