// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"

#include <gmock/gmock.h>

namespace sweep {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string errorOf(std::string_view text) {
  const auto table = readCsv(text);
  EXPECT_FALSE(table.ok());
  return table.ok() ? "" : table.error().str();
}

TEST(Csv, ReadsRowsAndHeader) {
  const auto table = readCsv("a,b\n1,2\n\n3, x y \n");
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->header, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(table->rows, (Rows{{"1", "2"}, {"3", "x y"}}));
}

TEST(Csv, ReadsQuotesOtherLineEndsAndAByteOrderMark) {
  const auto table = readCsv("\xef\xbb\xbf\"a\",b\r\n\"1,\"\"2\"\"\r\n3\", 4 \r\n\"\",5");
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->header, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(table->rows, (Rows{{"1,\"2\"\r\n3", "4"}, {"", "5"}}));
}

TEST(Csv, FindsTheSeparator) {
  EXPECT_EQ(readCsv("a;b;c,d\n1;2;3,5\n")->rows, (Rows{{"1", "2", "3,5"}}));
  EXPECT_EQ(readCsv("a\tb\n1\t2\n")->rows, (Rows{{"1", "2"}}));
}

TEST(Csv, FillsShortLines) {
  EXPECT_EQ(readCsv("a,b,c\n1\n1,2,\n")->rows, (Rows{{"1", "", ""}, {"1", "2", ""}}));
}

TEST(Csv, SaysWhatIsWrong) {
  EXPECT_EQ(errorOf(""), "There is nothing in it.");
  EXPECT_EQ(errorOf("a,b\n1,2\n1,2,3\n"), "Line 3 has 3 cells, but the first line names only 2 columns.");
  EXPECT_EQ(errorOf("a,b\n\"x\ny\",2\n\"1,2\n"), "Line 4: a quote is not closed.");
  EXPECT_EQ(errorOf("a,,b\n"), "Column 2 has no name in the first line.");
  EXPECT_EQ(errorOf("a,b,a\n"), "Two columns have the name “a”.");
}

} // namespace
} // namespace sweep
