// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/base/text.h"

#include <bit>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace sweep {
namespace {

TEST(NumberText, IsShortestAndReadsBack) {
  EXPECT_EQ(numberText(0.001), "0.001");
  EXPECT_EQ(numberText(1e-9), "1e-09");
  EXPECT_EQ(numberText(std::nan("")), "nan");
  EXPECT_EQ(numberText(-std::numeric_limits<double>::infinity()), "-inf");
  Rng rng(2);
  for (int i = 0; i < 10'000; ++i)
    if (const double value = std::bit_cast<double>(rng()); std::isfinite(value)) {
      EXPECT_EQ(readNumber(numberText(value)), value);
    }
}

TEST(RoundedText, KeepsFewDigits) {
  EXPECT_EQ(roundedText(0.98123456), "0.9812");
  EXPECT_EQ(roundedText(2.5), "2.5");
}

TEST(ReadNumber, TakesWhatPeopleWrite) {
  EXPECT_EQ(readNumber("1e-4"), 1e-4);
  EXPECT_EQ(readNumber(" .5 "), 0.5);
  EXPECT_EQ(readNumber("10^-3"), 1e-3);
  EXPECT_EQ(readNumber("2^10"), 1024.0);
  EXPECT_EQ(readNumber("+3"), 3.0);
  EXPECT_EQ(readNumber("\xe2\x88\x92"
                       "2"),
            -2.0);
  EXPECT_EQ(readNumber("-inf"), -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(*readNumber("nan")));
}

TEST(ReadNumber, RefusesTheRest) {
  for (const char* text : {"", " ", "1,5", "0x10", "1 2", "abc", "1e", "--1", "+-1"})
    EXPECT_FALSE(readNumber(text)) << text;
}

TEST(ReadInteger, IsExact) {
  EXPECT_EQ(readInteger("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(readInteger(" +7 "), 7);
  for (const char* text : {"", "9223372036854775808", "1.0", "1e3", "0x10", "1_000"})
    EXPECT_FALSE(readInteger(text)) << text;
}

TEST(Text, TrimsSplitsAndJoins) {
  EXPECT_EQ(trimmed(" \ta b\n"), "a b");
  EXPECT_EQ(trimmed(" \n"), "");
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string>{"a", "", "b"}));
  EXPECT_EQ(split("", ','), (std::vector<std::string>{""}));
  EXPECT_EQ(joined({"a", "b"}, ", "), "a, b");
  EXPECT_EQ(joined({}, ", "), "");
}

TEST(Shell, WordsComeBackAsTheyWere) {
  EXPECT_EQ(shellQuoted("--lr=0.01"), "--lr=0.01");
  for (const std::string word : {"", "a b", "it's", "$HOME", "\"", "\\", "`x`", "a\nb", "*", "~", "ü", "#"}) {
    const auto words = shellWords("echo " + shellQuoted(word));
    ASSERT_TRUE(words) << word;
    EXPECT_EQ(*words, (std::vector<std::string>{"echo", word}));
  }
}

TEST(Shell, DividesAsAShell) {
  EXPECT_EQ(shellWords("a 'b c' d\\ e \"f \\\" g\" ''"),
            (std::vector<std::string>{"a", "b c", "d e", "f \" g", ""}));
  EXPECT_FALSE(shellWords("a 'b"));
  EXPECT_EQ(shellWords("  ")->size(), 0u);
}

TEST(ClosestTo, FindsSlipsOnly) {
  EXPECT_EQ(closestTo("optimzer", {"units", "optimizer"}), "optimizer");
  EXPECT_EQ(closestTo("colour", {"units", "optimizer"}), "");
  EXPECT_EQ(closestTo("mni", {"max", "min"}), "min") << "letters exchanged";
  EXPECT_EQ(closestTo("abc", {"cba"}), "");
}

} // namespace
} // namespace sweep
