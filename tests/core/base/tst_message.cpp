// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/message.h"

#include <gtest/gtest.h>

namespace sweep {
namespace {

TEST(Message, FillsItsMarkersOnce) {
  EXPECT_EQ(Message("%1 is above %2", {"3", "%1"}).str(), "3 is above %1");
  EXPECT_EQ(Message("%2 %1 %1", {"a", "b"}).str(), "b a a");
}

TEST(Message, LeavesMarkersWithoutAFilling) {
  EXPECT_EQ(Message("50 % of %1 and %2, %0, %", {"x"}).str(), "50 % of x and %2, %0, %");
}

TEST(Message, IsEmptyWithoutText) {
  EXPECT_TRUE(Message().empty());
  EXPECT_FALSE(Message("a").empty());
}

} // namespace
} // namespace sweep
