// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"

#include <gtest/gtest.h>
#include <memory>
#include <string>

namespace sweep {
namespace {

TEST(Result, HoldsAValue) {
  Result<std::string> result(std::string("abc"));
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(*result, "abc");
  EXPECT_EQ(result->size(), 3u);
}

TEST(Result, HoldsAnError) {
  const Result<int> result = Error("no %1", {"luck"});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().str(), "no luck");
}

TEST(Result, HandsOverWhatCannotBeCopied) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(5));
  EXPECT_EQ(*std::move(result).value(), 5);
}

TEST(Result, CanBeSuccessWithoutAValue) {
  EXPECT_TRUE(Result<void>().ok());
  const Result<void> failure = Error("no");
  ASSERT_FALSE(failure.ok());
  EXPECT_EQ(failure.error().str(), "no");
}

} // namespace
} // namespace sweep
