// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/scheduler/ranking.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace sweep {
namespace {

TEST(Ranking, IsASortedList) {
  Rng rng(7);
  Ranking ranking;
  std::vector<RankedLoss> plain;
  for (int i = 0; i < 6000; ++i) {
    if (i % 5 == 4) {
      const auto victim = plain[rng.below(plain.size())];
      ranking.erase(victim);
      ranking.erase(victim);
      plain.erase(std::find(plain.begin(), plain.end(), victim));
    } else {
      const RankedLoss entry{static_cast<double>(rng.below(500)), i};
      ranking.insert(entry);
      plain.insert(std::lower_bound(plain.begin(), plain.end(), entry), entry);
    }
    ASSERT_EQ(ranking.size(), plain.size());
    const auto rank = rng.below(plain.size());
    ASSERT_EQ(ranking.at(rank), plain[rank]);
    ASSERT_EQ(ranking.rankOf(plain[rank]), rank);
    const auto loss = static_cast<double>(rng.below(502)) - 1.0;
    ASSERT_EQ(ranking.countBetter(loss),
              std::count_if(plain.begin(), plain.end(), [&](const auto& e) { return e.loss < loss; }));
  }
}

TEST(Ranking, HasQuantiles) {
  Ranking ranking;
  ranking.insert({4.0, 0});
  EXPECT_EQ(quantileOf(ranking, 0.3), 4.0);
  for (const double loss : {1.0, 2.0, 8.0})
    ranking.insert({loss, 1});
  EXPECT_EQ(quantileOf(ranking, 0.0), 1.0);
  EXPECT_EQ(quantileOf(ranking, 0.5), 3.0);
  EXPECT_EQ(quantileOf(ranking, 1.0), 8.0);
  // Without the 2: 1, 4, 8.
  EXPECT_EQ(quantileOf(ranking, 0.5, 1), 4.0);
  EXPECT_EQ(quantileOf(ranking, 0.25, 1), 2.5);
}

} // namespace
} // namespace sweep
