// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/kde_model.h"
#include "places.h"
#include "tests/support/spaces.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <limits>
#include <nlohmann/json.hpp>

namespace sweep {
namespace {

using namespace test;
using Json = nlohmann::ordered_json;

constexpr double Infinity = std::numeric_limits<double>::infinity();

double numberOf(const Configuration& configuration, const char* name) {
  return *valueNumber(*configuration.find(name));
}

std::vector<Parameter> square() {
  return {real("x", 0.0, 1.0), real("y", 0.0, 1.0)};
}

double bowl(const Configuration& c) {
  return std::pow(numberOf(c, "x") - 0.3, 2) + std::pow(numberOf(c, "y") - 0.6, 2);
}

Attempt reached(int number, double budget, double value) {
  Attempt attempt;
  attempt.number = number;
  attempt.budget = budget;
  attempt.values = {value};
  return attempt;
}

class History : public testing::Test {
protected:
  SearchSpace space = spaceOf(square());
  ParzenSpace axes{space};
  KdeHistory history{axes, Objective{}};

  double lossAt(double budget, int trial) const { return history.budgets().at(budget).at(trial).loss; }
};

TEST(KdeSplit, IsThatOfTheReference) {
  const Json file = Json::parse(std::ifstream(TEST_DATA_DIR "/bohb_kde.json"));
  for (const auto& row : file["split_table"]) {
    const std::size_t dims = row[0];
    const auto split = kdeSplit(row[1].get<std::size_t>(), dims + 1, 15);
    EXPECT_EQ(split, (KdeSplit{row[4].get<std::size_t>(), row[5].get<std::size_t>()})) << row;
    EXPECT_EQ(split.good > dims && split.bad > dims, row[6].get<bool>()) << row;
  }
}

TEST_F(History, CountsATrialAtEveryBudgetThatItReached) {
  Trial trial = completed(4, space.defaults(), 0.25);
  trial.budget = 27.0;
  trial.attempts = {reached(1, 9.0, 0.5), reached(2, 27.0, 0.25)};
  history.learn(trial);
  EXPECT_EQ(history.size(), 2u);
  EXPECT_EQ(lossAt(9.0, 4), 0.5);
  EXPECT_EQ(lossAt(27.0, 4), 0.25);
  history.learn(trial);
  EXPECT_EQ(history.size(), 2u);
}

TEST_F(History, CountsFailuresAsTheWorstUnlessTheyWereNotTheConfigurations) {
  Trial crashed = failed(1, space.defaults());
  crashed.budget = 9.0;
  history.learn(crashed);
  EXPECT_EQ(lossAt(9.0, 1), Infinity);
  Trial lost = failed(2, space.defaults());
  lost.budget = 9.0;
  lost.failure->kind = FailureClass::Lost;
  history.learn(lost);
  EXPECT_EQ(history.size(), 1u);
}

TEST_F(History, CountsWhatWasStoppedInFlightAtItsLastStep) {
  Trial trial = completed(1, space.defaults(), 0.5);
  trial.state = TrialState::Pruned;
  trial.budget = 81.0;
  trial.reports = {{3, {{"loss", 0.5}}, 1.0}};
  history.learn(trial);
  EXPECT_EQ(lossAt(3.0, 1), 0.5);
}

TEST_F(History, NeedsMoreResultsThanParametersForEitherDensity) {
  for (int number = 0; number < 6; ++number) {
    EXPECT_FALSE(history.budgets().contains(9.0) &&
                 KdeModel::of(history.budgets().at(9.0), axes, {15, 3, 1e-3, 3.0, 1}));
    history.learn(paused(number, space.fromUnit(std::vector{0.1 * number, 0.5}), 9.0, number));
  }
  EXPECT_TRUE(KdeModel::of(history.budgets().at(9.0), axes, {15, 3, 1e-3, 3.0, 1}));
}

TEST_F(History, DrawsInsideTheSpaceAndNearGoodTrials) {
  for (int number = 0; number < 40; ++number)
    history.learn(paused(number, space.fromUnit(std::vector{0.025 * number, 0.5}), 9.0, number));
  const auto model = KdeModel::of(history.budgets().at(9.0), axes, {15, 3, 1e-3, 3.0, 1});
  Rng rng(3);
  double sum = 0.0;
  for (int i = 0; i < 500; ++i) {
    const auto draw = model->draw(rng);
    EXPECT_LT(draw.near, 6);
    for (const double at : draw.positions) {
      EXPECT_GE(at, 0.0);
      EXPECT_LE(at, 1.0);
    }
    sum += draw.positions[0];
  }
  EXPECT_LT(sum / 500, 0.25);
}

TEST(KdeModel, KnowsCategoriesThatNoResultHas) {
  const SearchSpace space = spaceOf({choice("c", {text("a"), text("b"), text("c")})});
  const ParzenSpace axes(space);
  KdeHistory history(axes, Objective{});
  for (int number = 0; number < 12; ++number)
    history.learn(paused(number, Configuration({{"c", text("a")}}), 1.0, number));
  const auto model = KdeModel::of(history.budgets().at(1.0), axes, {15, 2, 0.3, 3.0, 1});
  ASSERT_TRUE(model);
  EXPECT_NEAR(std::exp(model->good().logDensity(std::vector{2.0})), 0.15, 1e-12);
  Rng rng(1);
  int others = 0;
  for (int i = 0; i < 300; ++i)
    others += model->draw(rng).positions[0] != 0.0;
  EXPECT_NEAR(others, 300 * 0.3 * 2 / 3, 30);
}

TEST(KdeModel, FillsInWhatIsNotActiveFromOthersOfTheSet) {
  const SearchSpace space = spaceOf(
      {choice("kind", {text("a"), text("b")}), onlyWhen(real("rate", 0.0, 1.0), "kind", {text("b")})});
  const ParzenSpace axes(space);
  KdeHistory history(axes, Objective{});
  for (int number = 0; number < 20; ++number) {
    Configuration configuration({{"kind", text(number % 2 ? "a" : "b")}});
    if (number % 2 == 0)
      configuration.set("rate", Value(0.25));
    history.learn(paused(number, configuration, 1.0, number));
  }
  const auto model = KdeModel::of(history.budgets().at(1.0), axes, {15, 3, 1e-3, 3.0, 1});
  ASSERT_TRUE(model);
  for (const auto* density : {&model->good(), &model->bad()})
    for (const auto& row : density->rows())
      EXPECT_EQ(row[1], 0.25);
}

TEST(KdeSampler, LearnsFromTrialsThatWaitToGoOn) {
  StudySpec spec = studyOf(square(), "kde", {{"random-share", Value(0.0)}});
  const SearchSpace space = spaceOf(square());
  std::vector<Trial> pending;
  for (int number = 0; number < 40; ++number) {
    auto configuration = space.fromUnit(std::vector{(number % 8) / 8.0, number / 40.0});
    const double value = bowl(configuration);
    pending.push_back(paused(number, std::move(configuration), 9.0, value));
  }
  const auto sampler = createSampler(spec).value();
  sampler->observe(pending);
  double sum = 0.0;
  for (int number = 40; number < 80; ++number) {
    const auto answer = sampler->suggest({1, number});
    sum += bowl(answer.items[0].configuration) / 40;
    EXPECT_NE(answer.items[0].origin.str().find("results at budget 9"), std::string::npos)
        << answer.items[0].origin.str();
  }
  EXPECT_LT(sum, 0.1); // by chance 0.22
}

TEST(KdeSampler, FollowsTheLargestBudgetThatHasAModel) {
  StudySpec spec = studyOf(square(), "kde", {{"random-share", Value(0.0)}});
  const SearchSpace space = spaceOf(square());
  const auto sampler = createSampler(spec).value();
  std::vector<Trial> trials;
  for (int number = 0; number < 30; ++number) {
    auto configuration = space.fromUnit(std::vector{number / 30.0, 0.5});
    Trial trial = paused(number, configuration, 1.0, numberOf(configuration, "x"));
    // At the larger budget the opposite is true.
    if (number % 3 == 0)
      trial.attempts.push_back(reached(2, 3.0, -numberOf(configuration, "x")));
    trials.push_back(std::move(trial));
  }
  sampler->observe(trials);
  double sum = 0.0;
  for (int number = 30; number < 60; ++number)
    sum += numberOf(sampler->suggest({1, number}).items[0].configuration, "x") / 30;
  EXPECT_GT(sum, 0.6);
}

TEST(KdeSampler, DrawsItsShareUniformlyAndSaysWhereEachComesFrom) {
  const auto sampler = createSampler(studyOf(square(), "kde")).value();
  int uniform = 0;
  for (int number = 0; number < 300; ++number) {
    const auto item = sampler->suggest({1, number}).items.at(0);
    const std::string origin = item.origin.str();
    if (number < 6) {
      EXPECT_EQ(origin, "a uniform draw, as there are not enough results for a model");
    }
    uniform += number >= 6 && origin == "a uniform draw, as are 0.33 of the trials";
    const Trial trial = completed(number, item.configuration, bowl(item.configuration));
    sampler->observe(std::span(&trial, 1));
  }
  EXPECT_NEAR(uniform, 98, 25);
}

TEST(KdeSampler, RefusesSeveralObjectives) {
  StudySpec spec = studyOf(square(), "kde");
  spec.objectives.resize(2);
  EXPECT_FALSE(createSampler(spec).ok());
}

} // namespace
} // namespace sweep
