// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/grid_sampler.h"
#include "tests/support/spaces.h"

#include <gtest/gtest.h>
#include <set>

namespace sweep {
namespace {

using namespace test;

std::vector<std::string> points(const StudySpec& spec, std::size_t count = 10'000) {
  std::vector<std::string> keys;
  for (const auto& item : createSampler(spec).value()->suggest({count, 0}).items)
    keys.push_back(item.configuration.json());
  return keys;
}

TEST(GridSampler, GoesThroughTheGridInOrder) {
  const auto spec =
      studyOf({real("x", 0.0, 1.0), choice("k", {text("a"), text("b")})}, "grid", {{"levels", whole(2)}});
  EXPECT_EQ(points(spec), (std::vector<std::string>{R"({"x":0.0,"k":"a"})", R"({"x":0.0,"k":"b"})",
                                                    R"({"x":1.0,"k":"a"})", R"({"x":1.0,"k":"b"})"}));
  const auto answer = createSampler(spec).value()->suggest({1, 0});
  EXPECT_EQ(answer.items[0].origin.str(), "grid point 1 of 4");
}

TEST(GridSampler, HasFourLevelsByDefault) {
  const auto spec = studyOf({real("x", 0.0, 1.0), real("y", 1e-3, 1.0, true), integer("n", 1, 100)}, "grid");
  EXPECT_EQ(points(spec).size(), 64u);
  EXPECT_EQ(*plannedTrialCount(spec), 50u);
}

TEST(GridSampler, TakesEveryStepOfARangeThatHasAStep) {
  const auto tenths = FloatDomain{0.0, 1.0, false, 0.1};
  const auto spec = studyOf({{"x", tenths, {}, {}, {}}, {"n", IntDomain{8, 64, false, 8}, {}, {}, {}}}, "grid");
  EXPECT_EQ(points(spec).size(), 11u * 8u);
  const auto fine = studyOf({{"x", FloatDomain{0.0, 1.0, false, 1e-9}, {}, {}, {}}}, "grid");
  EXPECT_EQ(points(fine).size(), 4u);
}

TEST(GridSampler, ShufflesTheSamePoints) {
  auto spec = studyOf({real("x", 0.0, 1.0), real("y", 0.0, 1.0)}, "grid", {{"levels", whole(8)}});
  const auto inOrder = points(spec);
  spec.method.samplerOptions.set("order", text("shuffled"));
  const auto shuffled = points(spec);
  EXPECT_NE(shuffled, inOrder);
  EXPECT_EQ(std::set(shuffled.begin(), shuffled.end()), std::set(inOrder.begin(), inOrder.end()));
  spec.seed = 2;
  EXPECT_NE(points(spec), shuffled);
}

TEST(GridSampler, CountsWhatSatisfiesTheConstraints) {
  auto spec = studyOf({integer("a", 1, 4), integer("b", 1, 4)}, "grid");
  spec.space.constraints = {"a <= b"};
  EXPECT_EQ(*plannedTrialCount(spec), 10u);
  EXPECT_EQ(points(spec).size(), 10u);
}

TEST(GridSampler, RefusesAGridThatIsTooLarge) {
  std::vector<Parameter> parameters;
  for (int i = 0; i < 12; ++i)
    parameters.push_back(real("p" + std::to_string(i), 0.0, 1.0));
  const auto spec = studyOf(parameters, "grid", {{"levels", whole(10)}});
  ASSERT_FALSE(createSampler(spec).ok());
  EXPECT_NE(createSampler(spec).error().str().find("A grid of 10^12 points"), std::string::npos);
  EXPECT_FALSE(plannedTrialCount(spec).ok());
}

TEST(GridSampler, EndsOnlyWhenNothingIsLeft) {
  const auto sampler = createSampler(studyOf({integer("a", 0, 2)}, "grid")).value();
  EXPECT_FALSE(sampler->suggest({3, 0}).exhausted);
  sampler->observe(std::vector{completed(0, {{"a", whole(0)}}, 1.0), failed(1, {{"a", whole(2)}})});
  const auto rest = sampler->suggest({2, 2});
  ASSERT_EQ(rest.items.size(), 1u);
  EXPECT_EQ(rest.items[0].configuration, Configuration({{"a", whole(1)}}));
  EXPECT_TRUE(rest.exhausted);
}

} // namespace
} // namespace sweep
