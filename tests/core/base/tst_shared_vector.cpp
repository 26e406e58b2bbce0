// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/base/shared_vector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace sweep {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

using Small = SharedVector<std::string, 3>;

std::vector<std::string> words(std::size_t count) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < count; ++i)
    all.push_back("item " + std::to_string(i));
  return all;
}

Small smallOf(std::size_t count) {
  const auto all = words(count);
  return Small(all.begin(), all.end());
}

/// Whether both have the same object at an index.
bool shares(const Small& a, const Small& b, std::size_t index) {
  return &a[index] == &b[index];
}

TEST(SharedVector, HoldsWhatWasPutIn) {
  for (std::size_t count = 0; count < 11; ++count) {
    const auto vector = smallOf(count);
    EXPECT_EQ(vector.size(), count);
    EXPECT_EQ(vector.empty(), count == 0);
    EXPECT_THAT(vector, ElementsAreArray(words(count)));
  }
  EXPECT_THAT(Small({"a", "b", "c", "d"}), ElementsAre("a", "b", "c", "d"));
  EXPECT_EQ(smallOf(7).front(), "item 0");
  EXPECT_EQ(smallOf(7).back(), "item 6");
  EXPECT_EQ(smallOf(7).at(6), "item 6");
  EXPECT_THROW(smallOf(7).at(7), std::out_of_range);
}

TEST(SharedVector, ComparesItems) {
  EXPECT_EQ(smallOf(7), smallOf(7));
  EXPECT_NE(smallOf(7), smallOf(6));
  auto other = smallOf(7);
  other.change(1) = "another";
  EXPECT_NE(smallOf(7), other);
}

TEST(SharedVector, IsWalkedInBothDirections) {
  const auto vector = smallOf(8);
  EXPECT_EQ(vector.end() - vector.begin(), 8);
  EXPECT_EQ(*(vector.begin() + 5), "item 5");
  EXPECT_EQ(vector.begin()[6], "item 6");
  EXPECT_LT(vector.begin(), vector.end());
  auto backwards = words(8);
  std::ranges::reverse(backwards);
  EXPECT_EQ(std::vector<std::string>(vector.rbegin(), vector.rend()), backwards);
  EXPECT_EQ(std::ranges::lower_bound(vector, "item 4") - vector.begin(), 4);
}

TEST(SharedVector, LeavesCopiesAsTheyWere) {
  for (std::size_t count = 1; count < 11; ++count)
    for (std::size_t index = 0; index < count; ++index) {
      const auto before = smallOf(count);
      auto copy = before;
      copy.change(index) = "changed";
      copy.push_back("added");
      EXPECT_THAT(before, ElementsAreArray(words(count)));
      auto expected = words(count);
      expected[index] = "changed";
      expected.emplace_back("added");
      EXPECT_THAT(copy, ElementsAreArray(expected));
    }
}

TEST(SharedVector, SharesAllButTheChunkThatChanged) {
  const auto before = smallOf(11);
  auto copy = before;
  copy.change(4) = "changed";
  for (std::size_t i = 0; i < before.size(); ++i)
    EXPECT_EQ(shares(before, copy, i), i / 3 != 1) << i;
  copy = before;
  copy.push_back("added");
  for (std::size_t i = 0; i < before.size(); ++i)
    EXPECT_EQ(shares(before, copy, i), i < 9) << i;
}

TEST(SharedVector, ChangesInPlaceWhatNobodyElseHas) {
  auto vector = smallOf(10);
  const auto* const first = &vector[0];
  vector.change(0) = "changed";
  vector.push_back("added");
  EXPECT_EQ(&vector[0], first);
  {
    const auto copy = vector;
    EXPECT_TRUE(shares(copy, vector, 0));
  }
  vector.change(1) = "changed";
  EXPECT_EQ(&vector[0], first) << "the copy is gone";
}

TEST(SharedVector, IsTruncated) {
  for (std::size_t count = 0; count < 11; ++count)
    for (std::size_t kept = 0; kept < 12; ++kept) {
      const auto before = smallOf(count);
      auto copy = before;
      copy.truncate(kept);
      EXPECT_THAT(copy, ElementsAreArray(words(std::min(count, kept))));
      EXPECT_THAT(before, ElementsAreArray(words(count)));
      copy.push_back("next");
      EXPECT_EQ(copy.size(), std::min(count, kept) + 1);
      EXPECT_EQ(copy.back(), "next");
      copy.clear();
      EXPECT_THAT(copy, IsEmpty());
    }
}

TEST(SharedVector, BehavesAsAVectorWhateverIsDone) {
  Rng rng(11);
  SharedVector<int, 4> vector;
  std::vector<int> expected;
  std::vector<std::pair<SharedVector<int, 4>, std::vector<int>>> copies;
  for (int i = 0; i < 20'000; ++i) {
    const auto act = rng() % 16;
    if (act == 0)
      copies.emplace_back(vector, expected);
    else if (act == 1 && !copies.empty())
      copies.erase(copies.begin());
    else if (act == 2 && !expected.empty()) {
      const auto kept = expected.size() - rng() % std::min<std::size_t>(expected.size(), 9);
      vector.truncate(kept);
      expected.resize(kept);
    } else if (act < 9 && !expected.empty()) {
      const auto index = rng() % expected.size();
      vector.change(index) = i;
      expected[index] = i;
    } else {
      vector.push_back(i);
      expected.push_back(i);
    }
    ASSERT_TRUE(std::ranges::equal(vector, expected)) << i;
  }
  for (const auto& [copy, whole] : copies)
    EXPECT_TRUE(std::ranges::equal(copy, whole));
}

TEST(SharedVector, MayBeReadWhileACopyIsChangedOnAnotherThread) {
  SharedVector<int> vector;
  for (int i = 0; i < 1000; ++i)
    vector.push_back(i);
  for (int round = 1; round <= 200; ++round) {
    std::thread reader([copy = vector, round]() mutable {
      EXPECT_EQ(std::accumulate(copy.begin(), copy.end(), 0), 499'500 + 1000 * (round - 1));
      copy.clear();
    });
    for (std::size_t i = 0; i < vector.size(); ++i)
      ++vector.change(i);
    reader.join();
  }
}

} // namespace
} // namespace sweep
