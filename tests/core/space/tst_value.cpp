// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/space/value.h"

#include <bit>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace sweep {
namespace {

constexpr double Infinity = std::numeric_limits<double>::infinity();

TEST(ValueText, WritesAsPython) {
  EXPECT_EQ(valueText(true), "True");
  EXPECT_EQ(valueText(false), "False");
  EXPECT_EQ(valueText({}), "None");
  EXPECT_EQ(valueText(std::int64_t{-7}), "-7");
  EXPECT_EQ(valueText(std::string("two words")), "two words");
  EXPECT_EQ(valueText(OpaqueValue{"[1,2]"}), "[1,2]");
}

TEST(ValueText, WritesRealsAsPythonsRepr) {
  const std::pair<double, const char*> cases[] = {{1.0, "1.0"},
                                                  {0.0, "0.0"},
                                                  {-0.0, "-0.0"},
                                                  {0.1, "0.1"},
                                                  {0.0001, "0.0001"},
                                                  {1e-05, "1e-05"},
                                                  {1e16, "1e+16"},
                                                  {1e15, "1000000000000000.0"},
                                                  {123456.75, "123456.75"},
                                                  {1e5, "100000.0"},
                                                  {1e22, "1e+22"},
                                                  {1e-300, "1e-300"},
                                                  {1.5e300, "1.5e+300"},
                                                  {-2.5e-7, "-2.5e-07"},
                                                  {0.1 + 0.2, "0.30000000000000004"},
                                                  {5e-324, "5e-324"},
                                                  {Infinity, "inf"},
                                                  {-Infinity, "-inf"},
                                                  {std::nan(""), "nan"}};
  for (const auto& [value, expected] : cases)
    EXPECT_EQ(valueText(value), expected);
}

TEST(ValueJson, KeepsKindsApart) {
  EXPECT_EQ(valueJson(std::int64_t{1}), "1");
  EXPECT_EQ(valueJson(1.0), "1.0");
  EXPECT_EQ(valueJson(std::string("1")), "\"1\"");
  EXPECT_EQ(valueJson(true), "true");
  EXPECT_EQ(valueJson({}), "null");
  EXPECT_EQ(valueJson(Infinity), "\"inf\"");
  EXPECT_EQ(valueJson(std::string("a\"b\n")), "\"a\\\"b\\n\"");
}

TEST(ValueJson, ReadsBackWhatItWrites) {
  const Value values[] = {Value(),
                          true,
                          std::numeric_limits<std::int64_t>::max(),
                          std::numeric_limits<std::int64_t>::min(),
                          std::int64_t{(1LL << 53) + 1},
                          0.1,
                          1.0,
                          1e22,
                          5e-324,
                          std::numeric_limits<double>::max(),
                          std::string("naïve \\ \"text\""),
                          OpaqueValue{"{\"b\":[1,2.50],\"a\":null}"}};
  for (const auto& value : values)
    EXPECT_EQ(valueFromJson(valueJson(value)), value) << valueJson(value);
}

TEST(ValueJson, ReadsBackAnyReal) {
  Rng rng(3);
  for (int i = 0; i < 20'000; ++i)
    if (const double value = std::bit_cast<double>(rng()); std::isfinite(value)) {
      EXPECT_EQ(std::get<double>(*valueFromJson(valueJson(value))), value);
      EXPECT_EQ(readNumber(valueText(value)), value);
    }
}

TEST(ValueJson, RefusesWhatItCannotKeep) {
  for (const char* text : {"", "nan", "1 2", "[1", "'a'", "1000000000000000000000000000000",
                           "9223372036854775808", "1e400", "0x10", "012", "\"a"})
    EXPECT_FALSE(valueFromJson(text)) << text;
  EXPECT_FALSE(valueFromJson(std::string_view("[1]\0", 4))) << "a NUL byte, which no argument can have";
}

TEST(ValueJson, KeepsListsAsTheyWereWritten) {
  EXPECT_EQ(valueFromJson(" [1, 2.50, \"a b\", {\"k\" : 1e5}] "),
            Value(OpaqueValue{"[1,2.50,\"a b\",{\"k\":1e5}]"}));
}

TEST(ValueNumber, KnowsNumbersAndBools) {
  EXPECT_EQ(valueNumber(true), 1.0);
  EXPECT_EQ(valueNumber(std::int64_t{3}), 3.0);
  EXPECT_EQ(valueNumber(2.5), 2.5);
  EXPECT_FALSE(valueNumber(std::string("2")));
  EXPECT_FALSE(valueNumber({}));
}

} // namespace
} // namespace sweep
