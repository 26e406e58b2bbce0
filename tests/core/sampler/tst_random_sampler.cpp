// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/random_sampler.h"
#include "tests/support/spaces.h"

#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace sweep {
namespace {

using namespace test;

std::vector<Configuration> draws(StudySpec spec, std::size_t count) {
  std::vector<Configuration> all;
  for (auto& item : createSampler(spec).value()->suggest({count, 0}).items)
    all.push_back(item.configuration);
  return all;
}

TEST(RandomSampler, HasDifferentValuesOnEveryAxis) {
  const auto all = draws(studyOf({real("x", 0.0, 1.0), real("lr", 1e-5, 1.0, true)}, "random"), 100);
  for (const char* name : {"x", "lr"}) {
    std::set<double> values;
    for (const auto& configuration : all)
      values.insert(std::get<double>(*configuration.find(name)));
    EXPECT_EQ(values.size(), 100u);
  }
}

TEST(RandomSampler, DrawsEvenlyOnTheScale) {
  const auto all =
      draws(studyOf({real("lr", 1e-4, 1.0, true), integer("n", 1, 4), real("x", 0.0, 1.0)}, "random"), 4000);
  int small = 0;
  std::map<std::int64_t, int> counts;
  for (const auto& configuration : all) {
    small += std::get<double>(*configuration.find("lr")) < 1e-2 ? 1 : 0;
    ++counts[std::get<std::int64_t>(*configuration.find("n"))];
  }
  EXPECT_NEAR(small, 2000, 150);
  for (std::int64_t n = 1; n <= 4; ++n)
    EXPECT_NEAR(counts[n], 1000, 130);
}

TEST(RandomSampler, DrawsChoicesByTheirWeights) {
  Parameter kind{
      "kind", CategoricalDomain{{text("a"), text("b"), text("never")}, {1.0, 3.0, 0.0}}, {}, {}, {}};
  int b = 0;
  for (const auto& configuration : draws(studyOf({kind, real("x", 0.0, 1.0)}, "random"), 2000)) {
    EXPECT_NE(*configuration.find("kind"), text("never"));
    b += *configuration.find("kind") == text("b") ? 1 : 0;
  }
  EXPECT_NEAR(b, 1500, 100);
  EXPECT_EQ(draws(studyOf({kind}, "random"), 5).size(), 2u);
}

TEST(RandomSampler, DependsOnTheTrialNumberOnly) {
  const StudySpec spec = studyOf({real("x", 0.0, 1.0)}, "random");
  const auto together = draws(spec, 5);
  for (int i = 0; i < 5; ++i) {
    const auto alone = createSampler(spec).value()->suggest({1, i});
    EXPECT_EQ(alone.items[0].configuration, together[static_cast<std::size_t>(i)]);
  }
  StudySpec other = spec;
  other.seed = 2;
  EXPECT_NE(draws(other, 5), together);
}

TEST(RandomSampler, FindsTheLastConfigurationThatSatisfiesTheConstraints) {
  StudySpec spec = studyOf({integer("a", 1, 100), integer("b", 1, 100)}, "random");
  spec.space.constraints = {"a * b == 9409"};
  const auto answer = createSampler(spec).value()->suggest({3, 0});
  ASSERT_EQ(answer.items.size(), 1u);
  EXPECT_EQ(answer.items[0].configuration.json(), R"({"a":97,"b":97})");
  EXPECT_TRUE(answer.exhausted);
  EXPECT_EQ(RandomSampler::plannedCount(*samplerContext(spec)), 1u);
}

TEST(RandomSampler, DoesNotRepeatWhatWasTriedByHand) {
  const auto sampler = createSampler(studyOf({integer("a", 0, 1)}, "random")).value();
  Trial byHand = completed(0, {{"a", whole(0)}}, 1.0);
  byHand.fromSampler = false;
  sampler->observe(std::vector{byHand});
  const auto answer = sampler->suggest({2, 1});
  ASSERT_EQ(answer.items.size(), 1u);
  EXPECT_EQ(answer.items[0].configuration, Configuration({{"a", whole(1)}}));
}

} // namespace
} // namespace sweep
