// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "tests/convergence/functions.h"
#include "tests/convergence/problems.h"

#include <cmath>
#include <gtest/gtest.h>
#include <map>

namespace sweep::test {
namespace {

using namespace std::string_literals;

TEST(Problems, HaveNoValueBelowTheOptimum) {
  for (const auto& entry : problems())
    for (int seed = 0; seed < 3; ++seed) {
      const auto problem = entry.create(seed);
      if (!problem)
        continue;
      const SearchSpace space = SearchSpace::create(problem->space).value();
      Rng rng(7);
      Point point(space.parameters().size());
      for (int i = 0; i < 2000; ++i) {
        for (double& v : point)
          v = rng.uniform();
        ASSERT_GE(problem->value(space.fromUnit(point)), problem->optimum) << entry.name;
      }
    }
}

Configuration at(const Point& x, const std::string& prefix = "x") {
  Configuration configuration;
  for (std::size_t i = 0; i < x.size(); ++i)
    configuration.set(prefix + std::to_string(i), x[i]);
  return configuration;
}

double regret(std::string_view name, const Configuration& configuration, int seed = 0) {
  const Problem problem = findProblem(name)->create(seed).value();
  return problem.value(configuration) - problem.optimum;
}

TEST(Problems, ReachTheOptimumWhereItIs) {
  const double edge = 2.903534027771177;
  EXPECT_NEAR(regret("branin", at({3.141592653589793, 2.275})), 0.0, 1e-12);
  EXPECT_NEAR(regret("sixhump", at({0.08984201368301331, -0.7126564032704135})), 0.0, 1e-12);
  EXPECT_NEAR(
      regret("hartmann6", at({0.20168952, 0.15001069, 0.47687398, 0.27533243, 0.31165162, 0.65730054})), 0.0,
      1e-9);
  EXPECT_NEAR(regret("hartmann3", at({0.11458885, 0.55564889, 0.85254695})), 0.0, 1e-9);
  EXPECT_NEAR(regret("rosenbrock5", at(Point(5, 1.0))), 0.0, 1e-12);
  EXPECT_NEAR(regret("styblinski10", at(Point(10, -edge))), 0.0, 1e-9);
  for (int seed : {0, 4}) {
    EXPECT_NEAR(regret("ackley5r", at(shiftOf(32.768, 5, seed)), seed), 0.0, 1e-12);
    EXPECT_NEAR(regret("ackley20r", at(shiftOf(32.768, 20, seed)), seed), 0.0, 1e-12);
    EXPECT_NEAR(regret("rastrigin4r", at(shiftOf(5.12, 4, seed)), seed), 0.0, 1e-12);
    EXPECT_NEAR(regret("levy8r", at(shiftOf(10.0, 8, seed)), seed), 0.0, 1e-12);
    EXPECT_NEAR(regret("ellipsoid20", at(shiftOf(5.0, 20, seed)), seed), 0.0, 1e-12);
    Point whole = shiftOf(20.0, 6, seed);
    for (double& v : whole)
      v = std::round(v);
    EXPECT_NEAR(regret("integers6", at(whole, "n"), seed), 0.0, 1e-12);
  }
}

TEST(Problems, ReachTheOptimumOfMixedSpaces) {
  Configuration best{{"opt", "adam"s},
                     {"act", "gelu"s},
                     {"sched", "cosine"s},
                     {"layers", std::int64_t{6}},
                     {"units", std::int64_t{64}},
                     {"lr", std::pow(10, -3.55)},
                     {"wd", std::pow(10, -5.5)},
                     {"drop", 0.1}};
  EXPECT_NEAR(regret("mix8", best), 0.0, 1e-12);
  EXPECT_NEAR(regret("mix8_conditional", best), 0.0, 1e-12);
  best.set("sched", "step"s);
  EXPECT_NEAR(regret("mix8", best), 0.08 + 1.5 * 0.09, 1e-12);
  EXPECT_NEAR(regret("branches", {{"model", "net"s},
                                  {"layers", std::int64_t{2}},
                                  {"units1", std::int64_t{128}},
                                  {"units2", std::int64_t{64}},
                                  {"optimiser", "adam"s},
                                  {"lr", 1e-3}}),
              0.0, 1e-12);
}

TEST(Problems, InterpolateRealErrors) {
  const auto problem = svcDigits(0);
  ASSERT_TRUE(problem) << problem.error().str();
  EXPECT_DOUBLE_EQ(problem->value({{"C", 1e-3}, {"gamma", 1e-6}}), 0.837507);
  EXPECT_GT(problem->optimum, 0.0);
}

} // namespace
} // namespace sweep::test
