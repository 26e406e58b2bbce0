// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/yaml_scalar.h"

#include <cmath>
#include <cstdint>
#include <gmock/gmock.h>
#include <limits>

namespace sweep {
namespace {

using ::testing::HasSubstr;

ScalarReading reading(std::string_view text) {
  YamlNode scalar;
  scalar.text = text;
  return readScalar(scalar);
}
Value plain(std::string_view text) {
  return reading(text).value;
}

TEST(YamlScalar, TypesPlainTextAsYaml11) {
  EXPECT_EQ(plain("~"), Value());
  EXPECT_EQ(plain("null"), Value());
  EXPECT_EQ(plain("None"), Value("None"));
  EXPECT_EQ(plain("true"), Value(true));
  EXPECT_EQ(plain("False"), Value(false));
  EXPECT_EQ(plain("3"), Value(std::int64_t(3)));
  EXPECT_EQ(plain("-0"), Value(std::int64_t(0)));
  EXPECT_EQ(plain("3_000"), Value(std::int64_t(3000)));
  EXPECT_EQ(plain("0x10"), Value(std::int64_t(16)));
  EXPECT_EQ(plain("1.5"), Value(1.5));
  EXPECT_EQ(plain(".5"), Value(0.5));
  EXPECT_EQ(plain("5."), Value(5.0));
  EXPECT_EQ(plain(".inf"), Value(HUGE_VAL));
  EXPECT_EQ(plain("-.inf"), Value(-HUGE_VAL));
  EXPECT_TRUE(std::isnan(std::get<double>(plain(".nan"))));
  EXPECT_EQ(plain("09"), Value("09"));
  EXPECT_EQ(plain("1.2.3"), Value("1.2.3"));
  EXPECT_EQ(plain("_1"), Value("_1"));
  EXPECT_EQ(plain("-"), Value("-"));
  EXPECT_EQ(plain("e5"), Value("e5"));
}

TEST(YamlScalar, NumbersNeedNoDot) {
  EXPECT_EQ(plain("1e-4"), Value(1e-4));
  EXPECT_EQ(plain("5e3"), Value(5000.0));
  EXPECT_EQ(plain("1E+2"), Value(100.0));
  EXPECT_EQ(plain("1e"), Value("1e"));
}

TEST(YamlScalar, RemarksOnWhatPeopleMayMeanOtherwise) {
  for (const auto* text : {"yes", "No", "on", "OFF", "012", "1:30"})
    EXPECT_FALSE(reading(text).remark.empty()) << text;
  EXPECT_EQ(plain("no"), Value(false));
  EXPECT_EQ(plain("012"), Value(std::int64_t(10)));
  EXPECT_EQ(plain("1:30"), Value(std::int64_t(90)));
  for (const auto* text : {"true", "3", "1e-4", "3_000", "Norway"})
    EXPECT_TRUE(reading(text).remark.empty()) << text;
}

TEST(YamlScalar, QuotesMakeTexts) {
  YamlNode scalar;
  scalar.text = "no";
  scalar.plain = false;
  EXPECT_EQ(readScalar(scalar).value, Value("no"));
}

TEST(YamlScalar, WholeNumbersAreExactOrRefused) {
  EXPECT_EQ(plain("9223372036854775807"), Value(std::numeric_limits<std::int64_t>::max()));
  EXPECT_EQ(plain("-9223372036854775808"), Value(std::numeric_limits<std::int64_t>::min()));
  EXPECT_EQ(plain("9007199254740993"), Value(std::int64_t(9007199254740993)));
  EXPECT_THROW(plain("9223372036854775808"), YamlError);
  EXPECT_THROW(plain("1000000000000000000000000000000"), YamlError);
  EXPECT_THROW(plain("1e400"), YamlError);
}

TEST(YamlScalar, WritesWhatReadsBack) {
  const std::vector<Value> values = {Value(),
                                     true,
                                     false,
                                     std::int64_t(0),
                                     std::int64_t(-7),
                                     std::numeric_limits<std::int64_t>::min(),
                                     0.0,
                                     1.0,
                                     -0.0,
                                     0.1,
                                     1e-9,
                                     1e22,
                                     -1.5e300,
                                     5e-324,
                                     HUGE_VAL,
                                     std::string(),
                                     "plain",
                                     "true",
                                     "no",
                                     "y",
                                     "~",
                                     "12",
                                     "1e-4",
                                     ".5",
                                     "1:30",
                                     "with space",
                                     " lead",
                                     "trail ",
                                     "a: b",
                                     "# no comment",
                                     "- item",
                                     "it's",
                                     "say \"hi\"",
                                     "back\\slash",
                                     "two\nlines",
                                     "tab\t",
                                     "\x01\x7f",
                                     "größe",
                                     "日本語",
                                     "\xc2\x85",
                                     "\xe2\x80\xa8",
                                     "\xef\xbb\xbf",
                                     "\xf0\x9f\x98\x80",
                                     "{a}",
                                     "[b]",
                                     "a,b",
                                     "*x",
                                     "&y",
                                     "!z",
                                     "%d",
                                     "@at",
                                     "`tick",
                                     "<<",
                                     "---",
                                     "...",
                                     "null",
                                     "=",
                                     "012",
                                     "?",
                                     "${args}"};
  for (const auto& value : values) {
    const auto document = parseYaml("[" + yamlText(value) + "]");
    ASSERT_TRUE(document) << yamlText(value) << ": " << document.error().str();
    ASSERT_EQ(document->items.size(), 1u) << yamlText(value);
    const Value back = readScalar(document->items[0]).value;
    EXPECT_EQ(back, value) << yamlText(value);
    if (const auto* real = std::get_if<double>(&value)) {
      EXPECT_EQ(std::signbit(std::get<double>(back)), std::signbit(*real));
    }
  }
}

TEST(YamlScalar, NumbersAreNumbersForYaml11Too) {
  EXPECT_EQ(yamlNumber(1e-4), "0.0001");
  EXPECT_EQ(yamlNumber(1e-9), "1.0e-09");
  EXPECT_EQ(yamlNumber(2.5e-9), "2.5e-09");
  EXPECT_EQ(yamlNumber(1e20), "1.0e+20");
  EXPECT_EQ(yamlNumber(3), "3.0");
}

} // namespace
} // namespace sweep
