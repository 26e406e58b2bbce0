// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/result_view/result_facts.h"

#include <gtest/gtest.h>

using namespace sweep;
using namespace sweep::ui;

namespace {

class ResultFacts : public testing::Test {
protected:
  ResultFacts() {
    snapshot.spec.objectives.front().direction = Direction::Maximise;
    snapshot.spec.space.parameters = {{"lr", FloatDomain{1e-4, 1.0, true, {}}, {}, {}, {}}};
  }
  const Trial& add(double lr, std::optional<double> value) {
    auto trial = std::make_shared<Trial>();
    trial->number = static_cast<int>(snapshot.trials.size());
    trial->configuration = {{"lr", lr}};
    trial->state = value ? TrialState::Complete : TrialState::Failed;
    if (value)
      trial->values = {*value};
    snapshot.trials.push_back(trial);
    return *snapshot.trials.back();
  }
  Snapshot snapshot;
};

TEST_F(ResultFacts, SaysHowFarTheRunnerUpIs) {
  add(0.01, 0.5);
  const auto& best = add(0.02, 0.75);
  add(0.02, {});
  EXPECT_EQ(resultFacts(snapshot, best), QStringList{"The runner-up, trial 0, is 0.25 behind."});
}

TEST_F(ResultFacts, SaysWhenAnotherIsBetterOrTheSame) {
  const auto& first = add(0.01, 0.5);
  add(0.02, 0.75);
  EXPECT_EQ(resultFacts(snapshot, first), QStringList{"Trial 1 is better by 0.25."});
  // A run of the same configuration is no runner-up.
  add(0.03, 0.75);
  const auto& third = add(0.03, 0.75);
  EXPECT_EQ(resultFacts(snapshot, third), QStringList{"Trial 1 has the same score."});
}

TEST_F(ResultFacts, SaysWhenAValueLiesAtTheEdgeOfItsRange) {
  const auto& best = add(0.9, 0.5);
  EXPECT_EQ(resultFacts(snapshot, best),
            QStringList{"lr lies at the upper edge of its range: larger values may be better."});
  const auto& low = add(1.1e-4, 0.6);
  EXPECT_TRUE(resultFacts(snapshot, low).contains("lr lies at the lower edge of its range: smaller values may be better."));
}

/// The estimates of the trials as they are.
ResultEstimates estimatesOf(const Snapshot& snapshot) {
  ResultEstimates estimates;
  estimates.tried = triedConfigurations(snapshot);
  estimates.repeated = repeatedOf(estimates.tried, snapshot.spec.objective());
  return estimates;
}

TEST_F(ResultFacts, SaysWhatSeveralRunsSayAndWhetherTheirLeadIsChance) {
  const auto& first = add(0.01, 0.75);
  const auto& other = add(0.02, 0.5);
  add(0.01, 0.25);
  add(0.02, 0.76);
  const auto estimates = estimatesOf(snapshot);
  const auto facts = resultFacts(snapshot, first, estimates);
  EXPECT_TRUE(facts.contains("Over 2 runs of this configuration the score is 0.5 ± 0.35 (mean and standard deviation of trials 0, 2).")) << facts.join("\n").toStdString();
  EXPECT_TRUE(facts.contains("By mean the configuration of trial 1 is 0.13 ahead. Were both equally good, so large a lead would show in 35 % of cases.")) << facts.join("\n").toStdString();
  const auto otherFacts = resultFacts(snapshot, other, estimates);
  EXPECT_TRUE(otherFacts.contains("The runner-up by mean, the configuration of trial 0, is 0.13 behind. Were both equally good, so large a lead would show in 35 % of cases.")) << otherFacts.join("\n").toStdString();
}

TEST_F(ResultFacts, SaysOnceHowFarTheRunnerUpIs) {
  const auto& first = add(0.01, 0.75);
  add(0.01, 0.7);
  add(0.02, 0.5);
  const auto single = resultFacts(snapshot, first, estimatesOf(snapshot));
  EXPECT_EQ(single.filter("runner-up"), QStringList{"The runner-up, trial 2, is 0.25 behind."}) << "its configuration has no mean yet";
  add(0.02, 0.45);
  const auto means = resultFacts(snapshot, first, estimatesOf(snapshot)).filter("runner-up");
  ASSERT_EQ(means.size(), 1);
  EXPECT_TRUE(means.front().startsWith("The runner-up by mean, the configuration of trial 2, is 0.25 behind.")) << means.front().toStdString();
}

TEST_F(ResultFacts, SaysWhenRunsDoNotVary) {
  const auto& first = add(0.01, 0.75);
  add(0.02, 0.5);
  add(0.01, 0.75);
  EXPECT_TRUE(resultFacts(snapshot, first, estimatesOf(snapshot))
                  .contains("All 2 runs of this configuration have the same score (trials 0, 2): nothing in the program depends on its seed."));
}

TEST_F(ResultFacts, SaysWhatAModelExpects) {
  const auto& best = add(0.01, 0.75);
  const auto& other = add(0.02, {});
  ResultEstimates estimates;
  estimates.believed = BelievedBest{{{0, 0.625, 0.0634}}, 0, 0.126};
  const auto facts = resultFacts(snapshot, best, estimates);
  EXPECT_TRUE(facts.contains("A model of all results expects 0.625 ± 0.063 here; a single score varies by ± 0.13, it believes.")) << facts.join("\n").toStdString();
  EXPECT_TRUE(resultFacts(snapshot, other, estimates).filter("model").isEmpty());
}

} // namespace
