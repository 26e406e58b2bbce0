// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/pareto.h"
#include "core/sampler/nsga2_sampler.h"
#include "tests/support/spaces.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

namespace sweep {
namespace {

using namespace test;

StudySpec twoObjectives(std::vector<Parameter> parameters, std::string sampler = "nsga-ii") {
  StudySpec spec = studyOf(std::move(parameters), std::move(sampler));
  spec.objectives.resize(2);
  spec.objectives[1].direction = Direction::Maximise;
  spec.seed = 5;
  return spec;
}

std::vector<Parameter> box() {
  std::vector<Parameter> parameters;
  for (int i = 0; i < 6; ++i)
    parameters.push_back(real("x" + std::to_string(i), 0.0, 1.0));
  return parameters;
}

double at(const Configuration& configuration, const std::string& name) {
  return *valueNumber(*configuration.find(name));
}

/// Best compromises where all but x0 are 0.5; the second objective is to rise.
std::vector<double> valuesOf(const Configuration& c) {
  double off = 0.0;
  for (int i = 1; i < 6; ++i)
    off += std::pow(at(c, "x" + std::to_string(i)) - 0.5, 2);
  return {at(c, "x0") + off, -(1.0 - at(c, "x0") + off)};
}

Trial finished(int number, const Configuration& configuration) {
  Trial trial = completed(number, configuration, 0.0);
  trial.values = valuesOf(configuration);
  return trial;
}

std::vector<Trial> play(const StudySpec& spec, int trials, std::string* lastOrigin = nullptr) {
  const auto sampler = createSampler(spec).value();
  std::vector<Trial> history;
  for (int number = 0; number < trials; ++number) {
    const auto answer = sampler->suggest({1, number});
    history.push_back(finished(number, answer.items.at(0).configuration));
    if (lastOrigin)
      *lastOrigin = answer.items[0].origin.str();
    sampler->observe({&history.back(), 1});
  }
  return history;
}

double volumeOf(const std::vector<Trial>& history) {
  std::vector<ObjectiveVector> points;
  for (const auto& trial : history)
    points.push_back({trial.values[0], -trial.values[1]});
  return hypervolume(points, ObjectiveVector{1.5, 1.5});
}

TEST(Nsga2Sampler, ComesNearerToTheFrontThanChance) {
  const double whole = 1.5 * 1.5 - 0.5;
  const double found = volumeOf(play(twoObjectives(box()), 300));
  EXPECT_GT(found, 0.95 * whole - 0.5 * 0.1);
  EXPECT_GT(found, volumeOf(play(twoObjectives(box(), "random"), 300)) + 0.1);
}

TEST(Nsga2Sampler, KeepsTheWholeFront) {
  const auto history = play(twoObjectives(box()), 300);
  double low = 1.0;
  double high = 0.0;
  for (auto trial = history.end() - 100; trial != history.end(); ++trial) {
    low = std::min(low, at(trial->configuration, "x0"));
    high = std::max(high, at(trial->configuration, "x0"));
  }
  EXPECT_LT(low, 0.1);
  EXPECT_GT(high, 0.9);
}

TEST(Nsga2Sampler, SaysWhoTheParentsAre) {
  std::string origin;
  play(twoObjectives(box()), 1, &origin);
  EXPECT_EQ(origin, "start-up: one of 20 evenly spread points, 0 parents so far");
  play(twoObjectives(box()), 40, &origin);
  EXPECT_TRUE(origin.starts_with("child of trial ")) << origin;
}

TEST(Nsga2Sampler, BreedsFromNoFailure) {
  const StudySpec spec = twoObjectives(box());
  const auto sampler = createSampler(spec).value();
  std::vector<Trial> history;
  for (int number = 0; number < 60; ++number) {
    const auto answer = sampler->suggest({1, number});
    const Configuration& configuration = answer.items.at(0).configuration;
    const bool fails = number % 2 == 0;
    history.push_back(fails ? failed(number, configuration) : finished(number, configuration));
    sampler->observe({&history.back(), 1});
    const std::string origin = answer.items[0].origin.str();
    if (!origin.starts_with("child"))
      continue;
    // "child of trial A (front F) and trial B (front G), …"
    for (std::size_t from = origin.find("trial "); from != origin.npos;
         from = origin.find("trial ", from + 1))
      EXPECT_EQ(std::stoi(origin.substr(from + 6)) % 2, 1) << origin;
  }
}

TEST(Nsga2Sampler, HandsOnWhatOnlyOneParentHas) {
  StudySpec spec = twoObjectives({choice("kind", {text("a"), text("b")}),
                                  onlyWhen(real("x", 0.0, 1.0), "kind", {text("b")}),
                                  onlyWhen(integer("n", 1, 1000), "kind", {text("a")})});
  const SearchSpace space = SearchSpace::create(spec.space).value();
  const auto sampler = createSampler(spec).value();
  for (int number = 0; number < 100; ++number) {
    const auto answer = sampler->suggest({1, number});
    const Configuration& configuration = answer.items.at(0).configuration;
    ASSERT_TRUE(space.check(configuration).ok());
    Trial trial = completed(number, configuration, 0.0);
    const Value* x = configuration.find("x");
    trial.values = {x ? *valueNumber(*x) : 0.5, x ? 0.0 : 1.0};
    sampler->observe({&trial, 1});
  }
}

TEST(Nsga2Sampler, ServesOneObjective) {
  StudySpec spec = studyOf({real("x", 0.0, 1.0), real("y", 0.0, 1.0)}, "nsga-ii");
  const auto sampler = createSampler(spec).value();
  double best = 1e9;
  for (int number = 0; number < 300; ++number) {
    const auto answer = sampler->suggest({1, number});
    const Configuration& c = answer.items.at(0).configuration;
    const double value = std::pow(at(c, "x") - 0.3, 2) + std::pow(at(c, "y") - 0.6, 2);
    best = std::min(best, value);
    const Trial trial = completed(number, c, value);
    sampler->observe({&trial, 1});
  }
  EXPECT_LT(best, 1e-4);
}

} // namespace
} // namespace sweep
