// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/sobol.h"
#include "tests/support/spaces.h"

#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace sweep {
namespace {

using namespace test;

std::vector<Suggestion> suggestions(const StudySpec& spec, std::size_t count) {
  return createSampler(spec).value()->suggest({count, 0}).items;
}

TEST(SobolSampler, HasOneTrialInEverySlice) {
  std::set<int> x;
  std::set<int> rate;
  for (const auto& item :
       suggestions(studyOf({real("x", 0.0, 1.0), real("rate", 1e-4, 1.0, true)}, "sobol"), 64)) {
    x.insert(static_cast<int>(64 * std::get<double>(*item.configuration.find("x"))));
    rate.insert(static_cast<int>(16 * (std::log10(std::get<double>(*item.configuration.find("rate"))) + 4)));
  }
  EXPECT_EQ(x.size(), 64u);
  EXPECT_EQ(rate.size(), 64u);
}

TEST(SobolSampler, BalancesCategoriesAndWholeNumbers) {
  std::map<std::string, int> counts;
  const auto spec = studyOf(
      {choice("c", {text("a"), text("b"), text("c"), text("d")}), integer("n", 1, 8), real("x", 0.0, 1.0)},
      "sobol");
  for (const auto& item : suggestions(spec, 64)) {
    ++counts[valueText(*item.configuration.find("c"))];
    ++counts[valueText(*item.configuration.find("n"))];
  }
  for (const auto& [value, count] : counts)
    EXPECT_EQ(count, std::isalpha(static_cast<unsigned char>(value[0])) ? 16 : 8) << value;
}

TEST(SobolSampler, IsTheSequenceItselfWhenNotScrambled) {
  const auto spec = studyOf({constant("k", whole(1)), real("x", 0.0, 1.0), real("y", 0.0, 1.0)}, "sobol",
                            {{"scramble", Value(false)}});
  const SobolSequence sequence(2);
  const auto items = suggestions(spec, 10);
  for (std::size_t i = 0; i < 10; ++i) {
    const auto point = sequence.point(i);
    EXPECT_EQ(*items[i].configuration.find("x"), Value(point[0]));
    EXPECT_EQ(*items[i].configuration.find("y"), Value(point[1]));
  }
  EXPECT_EQ(items[4].origin.str(), "point 5 of the Sobol sequence");
}

TEST(SobolSampler, IsNotMovedByTrialsOfAnotherOrigin) {
  const auto spec = studyOf({real("x", 0.0, 1.0)}, "sobol");
  const auto expected = suggestions(spec, 3);
  const auto sampler = createSampler(spec).value();
  Trial byHand = completed(0, {{"x", 0.123}}, 1.0);
  byHand.fromSampler = false;
  sampler->observe(
      std::vector{byHand, failed(1, expected[0].configuration), running(2, expected[1].configuration)});
  const auto answer = sampler->suggest({1, 3});
  ASSERT_EQ(answer.items.size(), 1u);
  EXPECT_EQ(answer.items[0].configuration, expected[2].configuration);
}

TEST(SobolSampler, DrawsUniformlyAndSaysSoWhereTheSequenceHelpsNoMore) {
  StudySpec spec = studyOf({integer("a", 1, 300), integer("b", 1, 300)}, "sobol");
  spec.space.constraints = {"a == 17", "b == 251"};
  const auto answer = createSampler(spec).value()->suggest({2, 0});
  ASSERT_EQ(answer.items.size(), 1u);
  EXPECT_EQ(answer.items[0].configuration.json(), R"({"a":17,"b":251})");
  EXPECT_NE(answer.items[0].origin.str().find("uniform draw"), std::string::npos);
  EXPECT_TRUE(answer.exhausted);
}

} // namespace
} // namespace sweep
