// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/thinned_history.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <numeric>
#include <random>
#include <set>

namespace sweep {
namespace {

using Kept = ThinnedHistory::Kept;

ThinnedHistory upTo(int count, std::size_t newest) {
  ThinnedHistory history(newest);
  for (int i = 0; i < count; ++i)
    history.insert(i);
  return history;
}

TEST(ThinnedHistory, KeepsEverythingWhileThereIsLittle) {
  EXPECT_TRUE(ThinnedHistory(50).kept().empty());
  const auto kept = upTo(50, 50).kept();
  ASSERT_EQ(kept.size(), 50u);
  for (int i = 0; i < 50; ++i)
    EXPECT_EQ(kept[static_cast<std::size_t>(i)], (Kept{i, 1.0}));
}

TEST(ThinnedHistory, KeepsTheNewestAndStandsForTheRest) {
  const auto kept = upTo(100'000, 256).kept();
  EXPECT_NEAR(static_cast<double>(kept.size()), 256 + 128 * std::log2(100'000 / 256.0), 200);
  double total = 0.0;
  std::map<double, int> counts;
  for (const auto& item : kept) {
    total += item.multiplicity;
    ++counts[item.multiplicity];
  }
  EXPECT_NEAR(total, 100'000, 15'000);
  EXPECT_EQ(counts[1.0], 256);
  EXPECT_TRUE(std::is_sorted(kept.begin(), kept.end(),
                             [](const Kept& a, const Kept& b) { return a.number < b.number; }));
  EXPECT_EQ(kept.back().number, 99'999);
}

TEST(ThinnedHistory, DoesNotDependOnTheOrder) {
  std::vector<int> numbers(3000);
  std::iota(numbers.begin(), numbers.end(), 7);
  std::shuffle(numbers.begin(), numbers.end(), std::mt19937(4));
  ThinnedHistory shuffled(60);
  for (const int number : numbers)
    shuffled.insert(number);
  ThinnedHistory ordered(60);
  for (int i = 7; i < 3007; ++i)
    ordered.insert(i);
  EXPECT_EQ(shuffled.kept(), ordered.kept());
}

TEST(ThinnedHistory, NeverTakesBackWhatItDropped) {
  std::set<int> dropped;
  ThinnedHistory history(20);
  for (int i = 0; i < 2000; ++i) {
    history.insert(i);
    std::set<int> kept;
    for (const auto& item : history.kept()) {
      kept.insert(item.number);
      EXPECT_FALSE(dropped.contains(item.number));
    }
    for (int j = 0; j <= i; ++j)
      if (!kept.contains(j))
        dropped.insert(j);
  }
}

} // namespace
} // namespace sweep
