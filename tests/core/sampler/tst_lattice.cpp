// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/lattice.h"
#include "core/sampler/permutation.h"
#include "tests/support/spaces.h"

#include <cmath>
#include <gtest/gtest.h>
#include <set>

namespace sweep {
namespace {

using namespace test;

std::vector<double> numbers(const std::vector<Value>& values) {
  std::vector<double> all;
  for (const auto& value : values)
    all.push_back(*valueNumber(value));
  return all;
}

TEST(Levels, AreEvenlySpacedOnTheScale) {
  EXPECT_EQ(numbers(levelsOf(real("x", 0.0, 1.0), 5)), (std::vector{0.0, 0.25, 0.5, 0.75, 1.0}));
  EXPECT_EQ(numbers(levelsOf(real("x", 0.0, 1.0), 1)), (std::vector{0.5}));
  const auto log = numbers(levelsOf(real("x", 1e-4, 1.0, true), 5));
  ASSERT_EQ(log.size(), 5u);
  for (int i = 0; i < 5; ++i)
    EXPECT_NEAR(log[static_cast<std::size_t>(i)] / std::pow(10.0, i - 4), 1.0, 1e-12);
  EXPECT_EQ(log.front(), 1e-4);
  EXPECT_EQ(log.back(), 1.0);
  EXPECT_EQ(numbers(levelsOf(integer("n", 1, 64), 5)), (std::vector{1.0, 17.0, 33.0, 48.0, 64.0}));
  EXPECT_EQ(numbers(levelsOf(integer("n", 1, 3), 5)), (std::vector{1.0, 2.0, 3.0}));
  EXPECT_EQ(numbers(levelsOf(stepped("s", 0.0, 1.0, 0.25), 3)), (std::vector{0.0, 0.25, 0.5, 0.75, 1.0}));
}

TEST(Levels, CanBeGivenByHand) {
  auto parameter = real("x", 0.0, 1.0);
  parameter.gridLevels = {Value(0.9), Value(0.1)};
  EXPECT_EQ(numbers(levelsOf(parameter, 4)), (std::vector{0.9, 0.1}));
}

TEST(Lattice, ChangesTheLastParameterFastest) {
  const auto space = spaceOf({integer("a", 0, 1), integer("b", 0, 1)});
  const Lattice lattice(space, {{whole(0), whole(1)}, {whole(0), whole(1)}});
  ASSERT_EQ(lattice.size(), 4u);
  EXPECT_EQ(lattice.at(0).json(), R"({"a":0,"b":0})");
  EXPECT_EQ(lattice.at(1).json(), R"({"a":0,"b":1})");
  EXPECT_EQ(lattice.at(2).json(), R"({"a":1,"b":0})");
}

TEST(Lattice, AddsNoPointsForWhatIsNotActive) {
  const auto space =
      spaceOf({choice("k", {text("x"), text("y")}), onlyWhen(integer("a", 1, 3), "k", {text("y")}),
               onlyWhen(integer("b", 1, 2), "a", {whole(2)}, Relation::AtLeast), integer("c", 0, 1)});
  std::vector<std::vector<Value>> levels;
  for (const auto& parameter : space.parameters())
    levels.push_back(levelsOf(parameter, 10));
  const Lattice lattice(space, levels);
  EXPECT_EQ(lattice.size(), *space.size());
  std::set<std::string> keys;
  for (std::uint64_t i = 0; i < lattice.size(); ++i) {
    EXPECT_TRUE(space.check(lattice.at(i)).ok());
    keys.insert(lattice.at(i).json());
  }
  EXPECT_EQ(keys.size(), (1u + 1u + 2u * 2u) * 2u);
}

TEST(CountText, ReadsAsPeopleWrite) {
  EXPECT_EQ(countText(64), "64");
  EXPECT_EQ(countText(1e12), "10^12");
  EXPECT_EQ(countText(3.2e15), "3.2 × 10^15");
}

TEST(Permutation, VisitsEachIndexOnce) {
  for (const std::uint64_t size : {1u, 2u, 3u, 4u, 5u, 17u, 1000u}) {
    const Permutation order(size, 42);
    std::set<std::uint64_t> seen;
    for (std::uint64_t i = 0; i < size; ++i) {
      ASSERT_LT(order(i), size);
      seen.insert(order(i));
    }
    EXPECT_EQ(seen.size(), size);
  }
}

TEST(Permutation, DependsOnTheSeedAndMovesThings) {
  const Permutation one(1000, 1);
  const Permutation two(1000, 2);
  int same = 0;
  int fixed = 0;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    same += one(i) == two(i) ? 1 : 0;
    fixed += one(i) == i ? 1 : 0;
  }
  EXPECT_LT(same, 20);
  EXPECT_LT(fixed, 20);
}

} // namespace
} // namespace sweep
