// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/search_space.h"
#include "tests/support/spaces.h"

#include <gtest/gtest.h>
#include <limits>

namespace sweep {
namespace {

using namespace test;

SearchSpace conditional() {
  return spaceOf({onlyWhen(real("momentum", 0.0, 1.0), "optimizer", {text("sgd")}),
                  choice("optimizer", {text("sgd"), text("adam")}),
                  onlyWhen(choice("nesterov", {Value(true), Value(false)}), "momentum", {Value(0.5)},
                           Relation::AtLeast)});
}

TEST(SearchSpace, PutsParentsBeforeChildren) {
  const auto space = conditional();
  EXPECT_EQ(std::vector<std::size_t>(space.parentsFirst().begin(), space.parentsFirst().end()),
            (std::vector<std::size_t>{1, 0, 2}));
}

TEST(SearchSpace, LeavesOutWhatIsNotActive) {
  const auto space = conditional();
  EXPECT_EQ(space.fromUnit(std::vector{0.9, 0.1, 0.1}).json(),
            R"({"momentum":0.9,"optimizer":"sgd","nesterov":true})");
  EXPECT_EQ(space.fromUnit(std::vector{0.2, 0.1, 0.1}).json(), R"({"momentum":0.2,"optimizer":"sgd"})");
  EXPECT_EQ(space.fromUnit(std::vector{0.9, 0.9, 0.1}).json(), R"({"optimizer":"adam"})");
  const Configuration stale = {{"momentum", 0.9}, {"optimizer", text("adam")}, {"nesterov", true}};
  EXPECT_EQ(space.withoutInactive(stale).json(), R"({"optimizer":"adam"})");
}

TEST(SearchSpace, ReturnsFromTheUnitCube) {
  const auto space = conditional();
  const std::vector point = {0.75, 0.25, 0.75};
  EXPECT_EQ(space.toUnit(space.fromUnit(point)), point);
  EXPECT_EQ(space.toUnit({{"optimizer", text("adam")}}), (std::vector{0.5, 0.75, 0.5}));
}

TEST(SearchSpace, ChecksConfigurations) {
  const auto space = spaceOf(
      {integer("a", 1, 9), onlyWhen(integer("b", 1, 9), "a", {whole(5)}, Relation::AtMost)}, {"a != b"});
  EXPECT_TRUE(space.check({{"a", whole(5)}, {"b", whole(1)}}).ok());
  EXPECT_TRUE(space.check({{"a", whole(6)}}).ok());
  EXPECT_FALSE(space.check({{"a", whole(5)}}).ok());
  EXPECT_FALSE(space.check({{"a", whole(6)}, {"b", whole(1)}}).ok());
  EXPECT_FALSE(space.check({{"a", whole(10)}}).ok());
  EXPECT_FALSE(space.check({{"a", 6.0}}).ok());
  EXPECT_FALSE(space.check({{"a", whole(6)}, {"z", whole(1)}}).ok());
  EXPECT_FALSE(space.check({{"a", whole(3)}, {"b", whole(3)}}).ok());
}

TEST(SearchSpace, TakesDefaults) {
  auto optimizer = choice("optimizer", {text("adam"), text("sgd")});
  auto units = integer("units", 1, 9);
  units.defaultValue = whole(2);
  const auto space = spaceOf(
      {optimizer, units, real("x", 0.0, 1.0), onlyWhen(real("m", 0.0, 1.0), "optimizer", {text("sgd")})});
  EXPECT_EQ(space.defaults().json(), R"({"optimizer":"adam","units":2,"x":0.5})");
}

TEST(SearchSpaceSize, CountsConditionsExactly) {
  EXPECT_EQ(spaceOf({integer("a", 1, 10), choice("b", {text("x"), text("y")})}).size(), 20u);
  EXPECT_EQ(spaceOf({}).size(), 1u);
  EXPECT_EQ(spaceOf({choice("b", {text("x"), text("y")}), onlyWhen(integer("c", 1, 5), "b", {text("y")}),
                     onlyWhen(integer("d", 1, 3), "b", {text("y")}),
                     onlyWhen(integer("e", 1, 2), "c", {whole(4)}, Relation::AtLeast)})
                .size(),
            1u + 3u * (3u + 2u * 2u));
}

TEST(SearchSpaceSize, DoesNotEnumerateWideParents) {
  const auto space = spaceOf({integer("a", 1, 1'000'000'000'000),
                              onlyWhen(integer("b", 1, 2), "a", {whole(999'999'999'999)}, Relation::AtLeast),
                              onlyWhen(integer("c", 1, 10), "a", {whole(7), whole(9)})});
  EXPECT_EQ(space.size(), 1'000'000'000'000u + 2u + 2u * 9u);
}

TEST(SearchSpaceSize, HasNoneWhenItIsNotCountable) {
  EXPECT_FALSE(spaceOf({real("x", 0.0, 1.0)}).size());
  EXPECT_FALSE(conditional().size());
  EXPECT_EQ(spaceOf({real("x", 1.0, 1.0)}).size(), 1u);
  constexpr auto largest = std::numeric_limits<std::int64_t>::max();
  EXPECT_FALSE(spaceOf({integer("a", -largest, largest)}).size());
  EXPECT_FALSE(spaceOf({integer("a", 1, largest), integer("b", 1, 3)}).size());
  EXPECT_EQ(spaceOf({integer("a", 1, largest)}).size(), static_cast<std::uint64_t>(largest));
}

TEST(SearchSpace, MeasuresTheFeasibleShare) {
  EXPECT_EQ(spaceOf({real("x", 0.0, 1.0)}).feasibleShare(), 1.0);
  const auto half = spaceOf({real("x", 0.0, 1.0), real("y", 0.0, 1.0)}, {"x < y"});
  EXPECT_NEAR(half.feasibleShare(), 0.5, 0.05);
  EXPECT_EQ(half.feasibleShare(), half.feasibleShare());
}

TEST(SearchSpace, WorksWithManyParametersAndChoices) {
  std::vector<Parameter> parameters;
  for (int i = 0; i < 10'000; ++i)
    parameters.push_back(integer("p" + std::to_string(i), 0, 1));
  EXPECT_EQ(spaceOf(parameters).fromUnit(std::vector<double>(10'000, 0.9)).size(), 10'000u);
  std::vector<Value> choices;
  for (std::int64_t i = 0; i < 1'000'000; ++i)
    choices.emplace_back(i);
  EXPECT_EQ(spaceOf({choice("c", std::move(choices))}).size(), 1'000'000u);
}

} // namespace
} // namespace sweep
