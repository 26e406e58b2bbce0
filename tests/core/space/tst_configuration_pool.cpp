// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/space/configuration_pool.h"
#include "tests/support/spaces.h"

#include <cmath>
#include <gtest/gtest.h>

namespace sweep {
namespace {

using namespace test;

SearchSpace mixedSpace() {
  return spaceOf({real("lr", 1e-4, 1.0, true), integer("n", 1, 10),
                  choice("opt", {text("sgd"), text("adam")}),
                  onlyWhen(real("momentum", 0.0, 1.0), "opt", {text("sgd")})});
}

std::vector<Configuration> drawn(const SearchSpace& space, std::size_t count, std::uint64_t seed) {
  std::vector<Configuration> all;
  Rng rng(seed);
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<double> point(space.parameters().size());
    for (auto& coordinate : point)
      coordinate = rng.uniform();
    all.push_back(space.fromUnit(point));
  }
  return all;
}

TEST(ConfigurationPool, KeepsEachConfigurationOnceAndFindsItAgain) {
  const auto space = mixedSpace();
  auto all = drawn(space, 50, 1);
  all.push_back(all.front());
  const ConfigurationPool pool(space, all);
  EXPECT_EQ(pool.size(), 50u);
  for (std::size_t i = 0; i < pool.size(); ++i) {
    EXPECT_EQ(pool.find(all[i]), i);
    EXPECT_EQ(pool.nearest(all[i]), i);
  }
  EXPECT_EQ(pool.find(drawn(space, 1, 2).front()), std::nullopt);
}

TEST(ConfigurationPool, PrefersEqualCategoriesToNearNumbers) {
  const auto space = mixedSpace();
  const std::vector<Configuration> all = {
      {{"lr", 0.01}, {"n", whole(5)}, {"opt", text("adam")}},
      {{"lr", 1.0}, {"n", whole(1)}, {"opt", text("sgd")}, {"momentum", 1.0}},
      {{"lr", 1.0}, {"n", whole(1)}, {"opt", text("sgd")}, {"momentum", 0.5}}};
  const ConfigurationPool pool(space, all);
  EXPECT_EQ(pool.nearest({{"lr", 0.01}, {"n", whole(5)}, {"opt", text("sgd")}, {"momentum", 0.4}}), 2u);
  EXPECT_EQ(pool.nearest({{"lr", 0.01}, {"n", whole(5)}, {"opt", text("sgd")}, {"momentum", 0.4}},
                         [](std::size_t i) { return i != 2; }),
            1u);
  EXPECT_EQ(pool.nearest(all[0], [](std::size_t) { return false; }), std::nullopt);
}

TEST(ConfigurationPool, MeasuresInTheUnitCubeAndTakesTheFirstOfEquals) {
  const auto space = spaceOf({real("a", 0.0, 100.0), real("b", 1e-4, 1.0, true)});
  const std::vector<Configuration> all = {
      {{"a", 0.0}, {"b", 1e-2}}, {{"a", 40.0}, {"b", 1e-4}}, {{"a", 40.0}, {"b", 1.0}}};
  const ConfigurationPool pool(space, all);
  // In the logarithm 1e-2 lies in the middle.
  EXPECT_EQ(pool.nearest({{"a", 30.0}, {"b", 1e-2}}), 0u);
  EXPECT_EQ(pool.nearest({{"a", 60.0}, {"b", 1e-2}}), 1u);
}

TEST(ConfigurationPool, FindsWhatASearchByHandFinds) {
  const auto space = spaceOf({real("a", -1.0, 3.0), real("b", 1e-3, 10.0, true), integer("c", 1, 4)});
  const auto all = drawn(space, 200, 3);
  const ConfigurationPool pool(space, all);
  for (const auto& wanted : drawn(space, 100, 4)) {
    std::size_t best = 0;
    double least = 1e9;
    for (std::size_t i = 0; i < all.size(); ++i) {
      double sum = 0.0;
      const auto here = space.toUnit(wanted);
      const auto there = space.toUnit(all[i]);
      for (std::size_t axis = 0; axis < here.size(); ++axis)
        sum += std::pow(here[axis] - there[axis], 2);
      if (sum < least) {
        least = sum;
        best = i;
      }
    }
    EXPECT_EQ(all[*pool.nearest(wanted)], all[best]);
  }
}

} // namespace
} // namespace sweep
