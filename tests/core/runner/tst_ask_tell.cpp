// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/ask_tell.h"
#include "core/numerics/brackets.h"
#include "core/storage/sqlite_storage.h"
#include "tests/support/spaces.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <gmock/gmock.h>

namespace sweep {
namespace {

using namespace test;
using testing::HasSubstr;

StudySpec quadraticSpec(const char* sampler, int trials) {
  auto spec = studyOf({real("x", -5.0, 5.0), integer("n", 1, 9)}, sampler);
  spec.limits.trials = trials;
  return spec;
}

double quadratic(const Configuration& configuration) {
  const double x = *valueNumber(*configuration.find("x"));
  const double n = *valueNumber(*configuration.find("n"));
  return x * x + (n - 4.0) * (n - 4.0);
}

std::unique_ptr<AskTell> made(const StudySpec& spec, std::unique_ptr<Storage> storage = nullptr) {
  auto study = AskTell::create(spec, std::move(storage));
  if (!study)
    throw std::runtime_error(study.error().str());
  return *std::move(study);
}

/// Asks and tells that often; the configurations handed out.
std::vector<Configuration> goOn(AskTell& study, int times) {
  std::vector<Configuration> all;
  for (int i = 0; i < times; ++i) {
    const auto asked = study.ask();
    EXPECT_TRUE(asked.trial) << asked.reason.str();
    all.push_back(study.trial(*asked.trial).configuration);
    EXPECT_TRUE(study.tell(*asked.trial, {quadratic(all.back())}));
    EXPECT_TRUE(study.save());
  }
  return all;
}

TEST(AskTellTest, HandsOutWhatTheSamplerSuggests) {
  const auto spec = quadraticSpec("tpe", 40);
  const auto study = made(spec);
  const auto handedOut = goOn(*study, 40);
  const auto over = study->ask();
  EXPECT_FALSE(over.trial);
  EXPECT_TRUE(over.isOver);

  auto sampler = createSampler(spec).value();
  std::vector<Configuration> suggested;
  for (int i = 0; i < 40; ++i) {
    suggested.push_back(sampler->suggest({1, i}).items.at(0).configuration);
    const std::vector<Trial> told = {completed(i, suggested.back(), quadratic(suggested.back()))};
    sampler->observe(told);
  }
  EXPECT_EQ(handedOut, suggested);
  ASSERT_NE(study->best(), nullptr);
  for (const auto& configuration : handedOut)
    EXPECT_GE(quadratic(configuration), *study->best()->value());
}

TEST(AskTellTest, GoesOnFromItsFileAsIfNothingHadHappened) {
  const auto spec = quadraticSpec("tpe", 30);
  const auto whole = goOn(*made(spec), 30);
  const TemporaryFolder folder;
  const auto path = folder / "study.sweep";
  std::vector<Configuration> pieces;
  {
    const auto study = made(spec, createSqliteStudy(path, spec).value());
    pieces = goOn(*study, 14);
    ASSERT_TRUE(study->ask().trial);
    ASSERT_TRUE(study->save());
  }
  {
    // The one that was asked for and not told of comes again.
    const auto study = made(spec, openSqliteStudy(path, OpenMode::ReadWrite).value());
    EXPECT_EQ(study->trial(14).state, TrialState::Waiting);
    EXPECT_EQ(study->trial(13).state, TrialState::Complete);
    for (const auto& configuration : goOn(*study, 16))
      pieces.push_back(configuration);
    EXPECT_TRUE(study->ask().isOver);
  }
  EXPECT_EQ(pieces, whole);
  const auto stored = readSqliteStudy(path).value()->load().value();
  ASSERT_EQ(stored.trials.size(), 30u);
  EXPECT_EQ(stored.trials[14].attempts.size(), 2u);
  for (const auto& trial : stored.trials)
    EXPECT_EQ(trial.value(), quadratic(trial.configuration));
}

TEST(AskTellTest, RunsTheBracketsOfHyperband) {
  auto spec = studyOf({real("x", 0.0, 1.0)}, "random");
  spec.method.scheduler = "hyperband";
  spec.budget = Budget{"epoch", 1.0, 9.0, BudgetWay::Continue};
  spec.limits.trials.reset();
  const auto study = made(spec);
  double spent = 0.0;
  int resumed = 0;
  while (true) {
    const auto asked = study->ask();
    if (!asked.trial) {
      EXPECT_TRUE(asked.isOver) << asked.reason.str();
      break;
    }
    const auto& trial = study->trial(*asked.trial);
    const auto& attempt = trial.attempts.back();
    ASSERT_TRUE(attempt.budget);
    double from = 0.0;
    if (attempt.resumed) {
      ++resumed;
      EXPECT_EQ(attempt.resumed->trial, trial.number);
      from = *trial.attempts.at(trial.attempts.size() - 2).budget;
    }
    EXPECT_GT(*attempt.budget, from);
    spent += *attempt.budget - from;
    ASSERT_TRUE(study->tell(trial.number, {*valueNumber(*trial.configuration.find("x")) + 1.0 / *attempt.budget}));
    ASSERT_TRUE(study->save());
  }
  // R = 9, eta = 3 (Li et al. 2018, table 1): 9 to 1, 3 to 3, 1 to 9; 5 to 3, 1 to 9; 3 to 9, going on where they stopped.
  EXPECT_EQ(spent, 9 + 3 * 2 + 6 + 5 * 3 + 6 + 3 * 9);
  EXPECT_EQ(resumed, 3 + 1 + 1);
}

TEST(AskTellTest, EndsInFlightWhatTheSchedulerStops) {
  auto spec = studyOf({real("x", 0.0, 1.0)}, "random");
  spec.method.scheduler = "median";
  spec.limits.trials = 12;
  const auto study = made(spec);
  int stopped = 0;
  for (int i = 0; i < 12; ++i) {
    const int number = study->ask().trial.value();
    for (int step = 1; step <= 20 && study->trial(number).state == TrialState::Running; ++step)
      ASSERT_TRUE(study->report(number, {step, {{"loss", i < 6 ? 1.0 : 2.0}}}));
    if (study->trial(number).state == TrialState::Running) {
      EXPECT_TRUE(study->tell(number));
    } else {
      EXPECT_EQ(study->trial(number).state, TrialState::Pruned);
      EXPECT_FALSE(study->trial(number).verdict.empty());
      EXPECT_FALSE(study->tell(number)) << "it has ended";
      ++stopped;
    }
  }
  EXPECT_EQ(stopped, 6);
}

TEST(AskTellTest, FailuresStandAndAreLearnedFrom) {
  const auto study = made(quadraticSpec("tpe", 10));
  const int first = study->ask().trial.value();
  const int second = study->ask().trial.value();
  EXPECT_NE(first, second);
  ASSERT_TRUE(study->fail(first, FailureClass::Timeout, Message("It hung.")));
  EXPECT_EQ(study->trial(first).state, TrialState::Failed);
  EXPECT_EQ(study->trial(first).failure->kind, FailureClass::Timeout);
  ASSERT_TRUE(study->tell(second, {std::nan("")}));
  EXPECT_EQ(study->trial(second).failure->kind, FailureClass::NotANumber);
  const int third = study->ask().trial.value();
  ASSERT_TRUE(study->report(third, {1, {{"accuracy", 0.5}}}));
  ASSERT_TRUE(study->tell(third));
  EXPECT_EQ(study->trial(third).failure->kind, FailureClass::NoMetric);
  EXPECT_THAT(study->trial(third).failure->message.str(), HasSubstr("accuracy"));
}

TEST(AskTellTest, RefusesWhatMakesNoSenseAndChangesNothing) {
  const auto study = made(quadraticSpec("random", 10));
  const int number = study->ask().trial.value();
  const Trial before = study->trial(number);
  EXPECT_THAT(study->tell(7, {1.0}).error().str(), HasSubstr("There is no trial 7"));
  EXPECT_THAT(study->tell(-1, {1.0}).error().str(), HasSubstr("There is no trial -1"));
  EXPECT_THAT(study->tell(number, {1.0, 2.0}).error().str(), HasSubstr("1 objectives, but 2 values"));
  EXPECT_THAT(study->enqueue({{"x", 99.0}, {"n", whole(3)}}).error().str(), HasSubstr("“x” cannot be 99"));
  EXPECT_THAT(study->add({{"x", 1.0}}, {1.0}).error().str(), HasSubstr("no value for “n”"));
  EXPECT_EQ(study->trial(number), before);
  ASSERT_TRUE(study->tell(number, {1.0}));
  EXPECT_THAT(study->tell(number, {2.0}).error().str(), HasSubstr("it is complete"));
  EXPECT_EQ(study->trial(number).value(), 1.0);
}

TEST(AskTellTest, TakesWhatIsKnownAndTriesWhatIsWanted) {
  const auto study = made(quadraticSpec("tpe", 10));
  // A whole number where a real one is wanted, in another order.
  const int known = study->add({{"n", whole(4)}, {"x", whole(1)}}, {1.0}).value();
  EXPECT_EQ(study->trial(known).state, TrialState::Complete);
  EXPECT_EQ(study->trial(known).configuration, (Configuration{{"x", 1.0}, {"n", whole(4)}}));
  ASSERT_TRUE(study->save());
  EXPECT_EQ(study->best()->number, known);
  ASSERT_TRUE(study->enqueue({{"x", 0.5}, {"n", whole(2)}}));
  const int next = study->ask().trial.value();
  EXPECT_EQ(study->trial(next).configuration, (Configuration{{"x", 0.5}, {"n", whole(2)}}));
}

} // namespace
} // namespace sweep
