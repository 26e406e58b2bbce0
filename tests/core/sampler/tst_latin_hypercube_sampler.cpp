// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/latin_hypercube_sampler.h"
#include "tests/support/spaces.h"

#include <gtest/gtest.h>
#include <set>

namespace sweep {
namespace {

using namespace test;

std::vector<Suggestion> suggestions(const StudySpec& spec, std::size_t count) {
  return createSampler(spec).value()->suggest({count, 0}).items;
}

std::size_t slicesHit(const std::vector<Suggestion>& items, std::size_t first, std::size_t count,
                      const char* name) {
  std::set<int> slices;
  for (std::size_t i = first; i < first + count; ++i)
    slices.insert(
        static_cast<int>(std::get<double>(*items[i].configuration.find(name)) * static_cast<double>(count)));
  return slices.size();
}

StudySpec twoAxes(std::optional<int> trials, Configuration options = {}) {
  StudySpec spec = studyOf({real("x", 0.0, 1.0), real("y", 0.0, 1.0)}, "latin-hypercube", std::move(options));
  spec.limits.trials = trials;
  return spec;
}

TEST(LatinHypercubeSampler, GivesEverySliceOfThePlannedTrialsOnePoint) {
  const auto items = suggestions(twoAxes(37), 37);
  EXPECT_EQ(slicesHit(items, 0, 37, "x"), 37u);
  EXPECT_EQ(slicesHit(items, 0, 37, "y"), 37u);
  EXPECT_EQ(items[36].origin.str(), "point 37 of 37 of Latin hypercube 1");
}

TEST(LatinHypercubeSampler, GoesOnWithAnotherPlan) {
  const auto items = suggestions(twoAxes({}, {{"points", whole(10)}}), 30);
  for (std::size_t plan = 0; plan < 3; ++plan)
    EXPECT_EQ(slicesHit(items, 10 * plan, 10, "y"), 10u);
  EXPECT_NE(items[0].configuration, items[10].configuration);
  EXPECT_EQ(items[20].origin.str(), "point 1 of 10 of Latin hypercube 3");
}

TEST(LatinHypercubeSampler, PlansSixtyFourWhenTheNumberOfTrialsIsUnknown) {
  const auto items = suggestions(twoAxes({}), 128);
  EXPECT_EQ(slicesHit(items, 0, 64, "x"), 64u);
  EXPECT_EQ(slicesHit(items, 64, 64, "x"), 64u);
}

TEST(LatinHypercubeSampler, PairsTheAxesAtRandom) {
  // The correlation of two random permutations of 1000 has a standard deviation of 0.032.
  const auto items = suggestions(twoAxes(1000), 1000);
  double covariance = 0.0;
  for (const auto& item : items)
    covariance += (std::get<double>(*item.configuration.find("x")) - 0.5) *
                  (std::get<double>(*item.configuration.find("y")) - 0.5) / 1000;
  EXPECT_LT(std::abs(covariance * 12), 0.15);
}

TEST(LatinHypercubeSampler, DependsOnTheSeed) {
  StudySpec spec = twoAxes(20);
  const auto one = suggestions(spec, 20);
  spec.seed = 2;
  const auto other = suggestions(spec, 20);
  EXPECT_NE(one[3].configuration, other[3].configuration);
}

} // namespace
} // namespace sweep
