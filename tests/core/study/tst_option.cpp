// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/option.h"
#include "tests/support/spaces.h"

#include <gtest/gtest.h>

namespace sweep {
namespace {

using namespace test;

std::vector<Option> options() {
  auto levels = integer("levels", 1, 10);
  levels.defaultValue = whole(4);
  return {{levels, "Levels", "How many."},
          {real("share", 0.0, 1.0), "Share", "How much."},
          {choice("order", {text("in order"), text("shuffled")}), "Order", "Which."},
          {choice("again", {Value(false), Value(true)}), "Again", "Whether."}};
}

TEST(Options, AreCompletedByDefaults) {
  const auto complete = completedOptions(options(), {{"share", whole(1)}, {"order", text("shuffled")}});
  ASSERT_TRUE(complete.ok()) << complete.error().str();
  EXPECT_EQ(intOption(*complete, "levels"), 4);
  EXPECT_EQ(floatOption(*complete, "share"), 1.0) << "a whole number stands for a real one";
  EXPECT_EQ(textOption(*complete, "order"), "shuffled");
  EXPECT_FALSE(boolOption(*complete, "again"));
}

TEST(Options, RefuseUnknownNames) {
  const auto slip = completedOptions(options(), {{"level", whole(3)}});
  ASSERT_FALSE(slip.ok());
  EXPECT_NE(slip.error().str().find("“levels”"), std::string::npos);
  EXPECT_NE(completedOptions(options(), {{"zzzzzzz", whole(3)}}).error().str().find("levels, share"),
            std::string::npos);
  EXPECT_FALSE(completedOptions({}, {{"a", whole(1)}}).ok());
}

TEST(Options, RefuseValuesOutsideTheirDomain) {
  for (const Configuration& chosen :
       {Configuration{{"levels", whole(11)}}, Configuration{{"levels", 2.0}},
        Configuration{{"order", text("random")}}, Configuration{{"again", whole(1)}}})
    EXPECT_FALSE(completedOptions(options(), chosen).ok());
}

} // namespace
} // namespace sweep
