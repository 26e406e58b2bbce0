// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/automatic_sampler.h"

#include "tests/support/spaces.h"

#include <cmath>
#include <gmock/gmock.h>

namespace sweep {
namespace {

using namespace test;
using testing::HasSubstr;
using testing::StartsWith;

AutomaticFacts numbers(std::size_t parameters, std::size_t complete = 0) {
  AutomaticFacts facts;
  facts.parameters = parameters;
  facts.complete = complete;
  return facts;
}

AutomaticWay wayOf(const AutomaticFacts& facts, int number = 1) {
  const auto choice = automaticChoice(facts, number);
  EXPECT_THAT(choice.why.text, testing::EndsWith("%1"));
  EXPECT_EQ(choice.why.str().find('%'), std::string::npos) << choice.why.str();
  return choice.way;
}

TEST(AutomaticChoice, ModelsFewParametersAndFewTrials) {
  EXPECT_EQ(wayOf(numbers(6, 30)), AutomaticWay::Model);
  EXPECT_EQ(wayOf(numbers(21)), AutomaticWay::Densities);
  EXPECT_EQ(wayOf(numbers(6, 1001)), AutomaticWay::Densities);
  AutomaticFacts crowded = numbers(6, 30);
  crowded.pending = 64;
  EXPECT_EQ(wayOf(crowded), AutomaticWay::Densities);
}

TEST(AutomaticChoice, GivesTheModelUpWhereNeighboursRankBetterOrNothingDoes) {
  AutomaticFacts facts = numbers(6, 60);
  facts.ranks = RankPrediction{0.8, 0.7};
  EXPECT_EQ(wayOf(facts), AutomaticWay::Model);
  facts.ranks = RankPrediction{0.4, 0.7};
  EXPECT_EQ(wayOf(facts), AutomaticWay::Densities);
  facts.ranks = RankPrediction{-0.1, -0.2};
  EXPECT_EQ(wayOf(facts), AutomaticWay::Densities);
}

TEST(AutomaticChoice, LetsAnotherWayHaveATurnWhereNothingGetsBetter) {
  AutomaticFacts facts = numbers(2, 60);
  facts.sinceBest = 30;
  EXPECT_EQ(wayOf(facts, 60), AutomaticWay::Densities);
  EXPECT_EQ(wayOf(facts, 61), AutomaticWay::Model);
  facts.sinceBest = 29;
  EXPECT_EQ(wayOf(facts, 60), AutomaticWay::Model);
}

TEST(AutomaticChoice, LooksAtObjectivesAndBudgetsFirst) {
  AutomaticFacts facts = numbers(6, 60);
  facts.objectives = 2;
  facts.planned = 100;
  EXPECT_EQ(wayOf(facts), AutomaticWay::Densities);
  facts.planned.reset();
  EXPECT_EQ(wayOf(facts), AutomaticWay::Population);
  facts.objectives = 1;
  facts.partial = 30;
  EXPECT_EQ(wayOf(facts), AutomaticWay::Densities);
  facts.partial = 10;
  EXPECT_EQ(wayOf(facts), AutomaticWay::Model);
}

TEST(AutomaticChoice, HandsNumbersOverToAnEvolutionStrategyInHighDimensions) {
  EXPECT_FALSE(beginsStrategy(numbers(30, 89)));
  EXPECT_TRUE(beginsStrategy(numbers(30, 90)));
  EXPECT_FALSE(beginsStrategy(numbers(10, 90)));
  EXPECT_TRUE(beginsStrategy(numbers(10, 501)));
  AutomaticFacts mixed = numbers(30, 150);
  mixed.choices = 1;
  EXPECT_FALSE(beginsStrategy(mixed));
}

double sphere(const Configuration& configuration) {
  double sum = 0.0;
  for (const auto& [name, value] : configuration)
    sum += std::pow(*valueNumber(value) - 0.3, 2);
  return sum;
}

std::vector<Trial> play(const StudySpec& spec, int count) {
  auto sampler = createSampler(spec).value();
  std::vector<Trial> history;
  for (int i = 0; i < count; ++i) {
    auto suggestion = sampler->suggest({1, i}).items.at(0);
    history.push_back(completed(i, suggestion.configuration, sphere(suggestion.configuration)));
    history.back().origin = suggestion.origin;
    sampler->observe({&history.back(), 1});
  }
  return history;
}

StudySpec wide() {
  std::vector<Parameter> parameters;
  for (int i = 0; i < 22; ++i)
    parameters.push_back(real("x" + std::to_string(i), 0.0, 1.0));
  return studyOf(std::move(parameters), "automatic");
}

TEST(AutomaticSampler, SaysWhatItAskedAndWhy) {
  const auto history = play(studyOf({real("x", 0.0, 1.0), real("y", 0.0, 1.0)}, "automatic"), 24);
  EXPECT_THAT(history[0].origin.str(), StartsWith("Gaussian process, as there are no more than 20 parameters: start-up"));
  EXPECT_THAT(history[23].origin.str(), StartsWith("Gaussian process, which ranks trials that it has not seen"));
}

TEST(AutomaticSampler, HandsOverInHighDimensionsAndGoesOnAfterAnInterruptionAsWithoutOne) {
  const auto spec = wide();
  const auto history = play(spec, 84);
  EXPECT_THAT(history[65].origin.str(), StartsWith("TPE, since there are 22 parameters"));
  EXPECT_THAT(history[66].origin.str(), StartsWith("CMA-ES from the best trial on"));
  for (const std::size_t known : {64u, 66u, 67u, 82u}) {
    auto sampler = createSampler(spec).value();
    sampler->observe(std::span(history).first(known));
    EXPECT_EQ(sampler->suggest({1, static_cast<int>(known)}).items.at(0).configuration, history[known].configuration) << known;
  }
}

TEST(AutomaticSampler, ComparesSeveralObjectives) {
  StudySpec spec = studyOf({real("x", 0.0, 1.0), real("y", 0.0, 1.0)}, "automatic");
  spec.objectives = {Objective{}, Objective{}};
  spec.limits.trials = 40;
  EXPECT_THAT(createSampler(spec).value()->suggest({1, 0}).items.at(0).origin.str(), StartsWith("TPE, for 2 objectives"));
  spec.limits.trials.reset();
  EXPECT_THAT(createSampler(spec).value()->suggest({1, 0}).items.at(0).origin.str(), StartsWith("NSGA-II, for 2 objectives"));
}

TEST(RankEvidence, SeesWhatAModelCanPredictAndWhatItCannot) {
  const GpEncoding encoding(spaceOf({real("x", 0.0, 1.0), real("y", 0.0, 1.0)}));
  GpHistory history(encoding, {Objective{}});
  std::vector<Trial> trials;
  std::vector<double> smooth, noise;
  for (int i = 0; i < 40; ++i) {
    const double x = std::fmod(0.618 * i, 1.0), y = std::fmod(0.414 * i, 1.0);
    smooth.push_back(std::sin(3 * x) + y * y);
    noise.push_back(std::fmod(7919.0 * i * i, 101.0));
    trials.push_back(completed(i, {{"x", Value(x)}, {"y", Value(y)}}, smooth.back()));
  }
  history.observe(trials);
  const auto learned = RankEvidence(encoding).of(history.observed(), smooth);
  ASSERT_TRUE(learned);
  EXPECT_GT(learned->model, 0.95);
  EXPECT_GT(learned->model, learned->neighbours);
  EXPECT_LT(RankEvidence(encoding).of(history.observed(), noise)->model, 0.5);
  GpHistory few(encoding, {Objective{}});
  few.observe(std::span(trials).first(RankEvidence::Fewest - 1));
  EXPECT_FALSE(RankEvidence(encoding).of(few.observed(), std::span(smooth).first(RankEvidence::Fewest - 1)));
}

} // namespace
} // namespace sweep
