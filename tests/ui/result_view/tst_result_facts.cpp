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
  const auto& third = add(0.02, 0.75);
  EXPECT_EQ(resultFacts(snapshot, third), QStringList{"Trial 1 has the same score."});
}

TEST_F(ResultFacts, SaysWhenAValueLiesAtTheEdgeOfItsRange) {
  const auto& best = add(0.9, 0.5);
  EXPECT_EQ(resultFacts(snapshot, best),
            QStringList{"lr lies at the upper edge of its range: larger values may be better."});
  const auto& low = add(1.1e-4, 0.6);
  EXPECT_TRUE(resultFacts(snapshot, low).contains("lr lies at the lower edge of its range: smaller values may be better."));
}

} // namespace
