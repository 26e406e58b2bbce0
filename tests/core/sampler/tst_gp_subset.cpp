// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/gp_subset.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

namespace sweep {
namespace {

std::vector<int> trials(std::size_t count) {
  std::vector<int> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

/// In no order.
std::vector<double> losses(std::size_t count) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i)
    values.push_back(std::fmod(0.6180339887 * static_cast<double>(i), 1.0));
  return values;
}

TEST(GpSubset, IsAllOfFew) {
  EXPECT_EQ(learnedSubset(trials(MostLearned), losses(MostLearned)).size(), MostLearned);
  EXPECT_TRUE(learnedSubset({}, {}).empty());
}

TEST(GpSubset, OfManyKeepsTheBestAndTheNewestAndStaysBounded) {
  for (const std::size_t count : {600u, 3000u, 100'000u}) {
    const auto values = losses(count);
    const auto subset = learnedSubset(trials(count), values);
    EXPECT_TRUE(std::is_sorted(subset.begin(), subset.end()));
    EXPECT_EQ(std::adjacent_find(subset.begin(), subset.end()), subset.end());
    EXPECT_LT(subset.size(), 1200u) << count;
    const auto best = static_cast<std::size_t>(std::min_element(values.begin(), values.end()) - values.begin());
    EXPECT_TRUE(std::binary_search(subset.begin(), subset.end(), best));
    for (std::size_t i = count - 100; i < count; ++i)
      EXPECT_TRUE(std::binary_search(subset.begin(), subset.end(), i)) << i;
    EXPECT_LT(subset.front(), count / 4);
  }
}

TEST(GpSubset, MostlyGrows) {
  const auto values = losses(700);
  int changes = 0;
  auto before = learnedSubset(trials(600), std::span(values).first(600));
  for (std::size_t count = 601; count <= 700; ++count) {
    auto after = learnedSubset(trials(count), std::span(values).first(count));
    changes += !std::includes(after.begin(), after.end(), before.begin(), before.end());
    before = std::move(after);
  }
  EXPECT_EQ(changes, 4);
}

} // namespace
} // namespace sweep
