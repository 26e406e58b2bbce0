// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/grid_refinement_sampler.h"
#include "places.h"
#include "tests/support/spaces.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <numbers>
#include <set>

namespace sweep {
namespace {

using namespace test;
using Json = nlohmann::json;
using Function = double (*)(const std::vector<double>&);

double branin(const std::vector<double>& x) {
  constexpr double pi = std::numbers::pi;
  const double a = x[1] - 5.1 / (4 * pi * pi) * x[0] * x[0] + 5 / pi * x[0] - 6;
  return a * a + 10 * (1 - 1 / (8 * pi)) * std::cos(x[0]) + 10;
}

/// Ends a round's trials one after the other until the sampler has no more.
struct Rounds {
  /// For each round its points, in order.
  std::map<int, std::vector<Configuration>> points;
  std::vector<Trial> history;
};

template <class Score> Rounds play(const StudySpec& spec, Score score) {
  Rounds rounds;
  const auto sampler = createSampler(spec).value();
  for (;;) {
    const auto answer = sampler->suggest({1, static_cast<int>(rounds.history.size())});
    if (answer.items.empty())
      return rounds;
    const auto& item = answer.items[0];
    rounds.points[std::stoi(item.origin.arguments[0])].push_back(item.configuration);
    rounds.history.push_back(
        completed(static_cast<int>(rounds.history.size()), item.configuration, score(item.configuration)));
    sampler->observe(std::span(&rounds.history.back(), 1));
  }
}

std::vector<Parameter> parametersOf(const Json& item) {
  std::vector<Parameter> parameters;
  for (const auto& axis : item["parameters"]) {
    const std::string name = "p" + std::to_string(parameters.size());
    if (axis["type"] == "categorical")
      parameters.push_back(choice(name, {whole(0), whole(1), whole(2)}));
    else if (axis["type"] == "int")
      parameters.push_back(integer(name, axis["lo"], axis["hi"]));
    else
      parameters.push_back(real(name, axis["lo"], axis["hi"], axis.value("log", false)));
  }
  return parameters;
}

std::vector<double> coordinates(const Configuration& configuration) {
  std::vector<double> x;
  for (const auto& [name, value] : configuration)
    x.push_back(*valueNumber(value));
  return x;
}

bool near(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](double x, double y) { return std::abs(x - y) < 1e-9; });
}

/// The functions behind the reference's values, which its file names only.
Function functionOf(const std::string& name) {
  if (name == "branin")
    return branin;
  if (name == "quadratic_2d")
    return [](const std::vector<double>& x) {
      return (x[0] - 0.37) * (x[0] - 0.37) + (x[1] - 1.13) * (x[1] - 1.13);
    };
  if (name == "log_lr")
    return [](const std::vector<double>& x) {
      return std::pow(std::log10(x[0]) + 2.3, 2);
    };
  return [](const std::vector<double>& x) {
    return std::abs(x[0] - 23) + 3 * std::abs(x[1] - 1);
  };
}

TEST(GridRefinementSampler, ZoomsAsTheReference) {
  const Json file = Json::parse(std::ifstream(TEST_DATA_DIR "/grid_refinement.json"));
  ASSERT_EQ(file["cases"].size(), 4u);
  for (const auto& item : file["cases"]) {
    const auto& expected = item["rounds"];
    auto spec = studyOf(
        parametersOf(item), "grid-refinement",
        {{"levels", whole(item["points_per_axis"])}, {"rounds", whole(static_cast<int>(expected.size()))}});
    const Function function = functionOf(item["name"]);
    const auto rounds = play(spec, [&](const Configuration& c) { return function(coordinates(c)); });
    std::size_t told = 0;
    for (const auto& round : expected) {
      const int number = round["round"].get<int>() + 1;
      ASSERT_TRUE(rounds.points.count(number)) << item["name"] << number;
      for (const auto& point : rounds.points.at(number))
        for (std::size_t axis = 0; axis < point.size(); ++axis) {
          const double x = coordinates(point)[axis];
          const auto levels = round["axes"][axis].get<std::vector<double>>();
          EXPECT_TRUE(std::any_of(levels.begin(), levels.end(),
                                  [&](double level) { return std::abs(level - x) < 1e-9; }))
              << item["name"] << " round " << number << " axis " << axis << ": " << x;
        }
      told += rounds.points.at(number).size();
      const auto best =
          std::min_element(rounds.history.begin(), rounds.history.begin() + static_cast<std::ptrdiff_t>(told),
                           [](const Trial& a, const Trial& b) { return *a.value() < *b.value(); });
      EXPECT_TRUE(near(coordinates(best->configuration), round["best_x"].get<std::vector<double>>()))
          << item["name"] << number;
      EXPECT_NEAR(*best->value(), round["best_value"].get<double>(), 1e-9)
          << item["name"] << " round " << number;
      EXPECT_EQ(rounds.points.at(number).size(), round["new_points"].get<std::size_t>())
          << item["name"] << " round " << number;
    }
  }
}

StudySpec oneAxis(int rounds, int keep = 1) {
  auto spec = studyOf({real("x", 0.0, 1.0)}, "grid-refinement",
                      {{"levels", whole(5)}, {"rounds", whole(rounds)}, {"keep", whole(keep)}});
  return spec;
}

double distanceTo03(const Configuration& c) {
  return std::abs(coordinates(c)[0] - 0.3);
}

TEST(GridRefinementSampler, WaitsForTheRoundToEnd) {
  const auto sampler = createSampler(oneAxis(2)).value();
  const auto first = sampler->suggest({8, 0});
  EXPECT_EQ(first.items.size(), 5u);
  EXPECT_FALSE(first.exhausted);
  EXPECT_FALSE(first.reason.empty());
  std::vector<Trial> trials;
  for (const auto& item : first.items)
    trials.push_back(
        completed(static_cast<int>(trials.size()), item.configuration, distanceTo03(item.configuration)));
  sampler->observe(std::span(trials).first(4));
  sampler->observe(std::vector{running(4, trials[4].configuration)});
  const auto waiting = sampler->suggest({2, 5});
  EXPECT_TRUE(waiting.items.empty());
  EXPECT_FALSE(waiting.exhausted);
  EXPECT_FALSE(waiting.reason.empty());
  sampler->observe(std::span(trials).last(1));
  const auto second = sampler->suggest({8, 5});
  ASSERT_EQ(second.items.size(), 2u);
  EXPECT_EQ(second.items[0].configuration, Configuration({{"x", 0.125}}));
  EXPECT_EQ(second.items[0].origin.str(), "round 2, point 2 of 5, near trial 1");
}

TEST(GridRefinementSampler, Maximises) {
  auto spec = oneAxis(4);
  spec.objectives[0].direction = Direction::Maximise;
  const auto rounds = play(spec, [](const Configuration& c) { return -distanceTo03(c); });
  const auto best = std::max_element(rounds.history.begin(), rounds.history.end(),
                                     [](const Trial& a, const Trial& b) { return *a.value() < *b.value(); });
  EXPECT_NEAR(coordinates(best->configuration)[0], 0.3, 0.02);
}

TEST(GridRefinementSampler, RefinesAroundSeveralPoints) {
  const auto twoValleys = [](const Configuration& c) {
    const double x = coordinates(c)[0];
    return std::min(std::abs(x - 0.0), std::abs(x - 1.0) + 0.01);
  };
  const auto rounds = play(oneAxis(2, 2), twoValleys);
  std::set<double> second;
  for (const auto& point : rounds.points.at(2))
    second.insert(coordinates(point)[0]);
  EXPECT_TRUE(second.count(0.0625));
  EXPECT_TRUE(second.count(0.9375));
}

TEST(GridRefinementSampler, EndsWhenNothingHasAValue) {
  const auto sampler = createSampler(oneAxis(3)).value();
  int number = 0;
  for (auto answer = sampler->suggest({1, 0}); !answer.items.empty();
       answer = sampler->suggest({1, number}))
    sampler->observe(std::vector{failed(number++, answer.items[0].configuration)});
  EXPECT_EQ(number, 5);
  const auto end = sampler->suggest({1, number});
  EXPECT_TRUE(end.exhausted);
  EXPECT_NE(end.reason.str().find("refine"), std::string::npos);
}

TEST(GridRefinementSampler, DecidesTheSameWhenToldEverythingAtOnce) {
  const auto rounds = play(oneAxis(4), distanceTo03);
  for (std::size_t told = 0; told < rounds.history.size(); ++told) {
    const auto sampler = createSampler(oneAxis(4)).value();
    sampler->observe(std::span(rounds.history).first(told));
    const auto answer = sampler->suggest({1, static_cast<int>(told)});
    ASSERT_EQ(answer.items.size(), 1u) << told;
    EXPECT_EQ(answer.items[0].configuration, rounds.history[told].configuration) << told;
  }
}

TEST(GridRefinementSampler, EndsWhenWholeNumbersCannotBeDivided) {
  const auto spec =
      studyOf({integer("n", 1, 9)}, "grid-refinement", {{"levels", whole(5)}, {"rounds", whole(20)}});
  const auto rounds = play(spec, [](const Configuration& c) { return std::abs(coordinates(c)[0] - 4); });
  EXPECT_EQ(rounds.history.size(), 7u);
}

} // namespace
} // namespace sweep
