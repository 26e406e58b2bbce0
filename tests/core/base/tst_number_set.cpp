// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number_set.h"

#include <gmock/gmock.h>

#include <random>
#include <set>

namespace sweep {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(NumberSet, HoldsEachNumberOnceInOrder) {
  NumberSet set;
  for (const int number : {7, 3, 7, 0, 1000})
    set.insert(number);
  EXPECT_EQ(set.size(), 4u);
  EXPECT_THAT(set.numbers(), ElementsAre(0, 3, 7, 1000));
  EXPECT_TRUE(set.erase(3));
  EXPECT_FALSE(set.erase(3));
  EXPECT_FALSE(set.erase(5000));
  set.insert(3);
  EXPECT_THAT(set.take(), ElementsAre(0, 3, 7, 1000));
  EXPECT_TRUE(set.empty());
  EXPECT_FALSE(set.contains(7));
  EXPECT_THAT(set.take(), IsEmpty());
}

TEST(NumberSet, DoesAsATreeDoes) {
  std::mt19937 random(1);
  NumberSet set;
  std::set<int> tree;
  for (int i = 0; i < 20'000; ++i) {
    const int number = static_cast<int>(random() % 300);
    switch (random() % 5) {
    case 0:
    case 1:
      set.insert(number);
      tree.insert(number);
      break;
    case 2:
    case 3:
      EXPECT_EQ(set.erase(number), tree.erase(number) > 0);
      break;
    default:
      EXPECT_EQ(set.contains(number), tree.contains(number));
    }
    ASSERT_EQ(set.size(), tree.size());
    if (i % 100 == 0)
      ASSERT_EQ(set.numbers(), std::vector<int>(tree.begin(), tree.end()));
    if (i % 3000 == 0) {
      ASSERT_EQ(set.take(), std::vector<int>(tree.begin(), tree.end()));
      tree.clear();
    }
  }
}

} // namespace
} // namespace sweep
