// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/terminal_text.h"
#include "core/executor/output_tail.h"

#include <QString>
#include <gtest/gtest.h>

using namespace sweep;

namespace {

std::string tailOf(std::string_view text, std::size_t piece = 1000) {
  OutputTail tail;
  for (std::size_t i = 0; i < text.size(); i += piece)
    tail.write(text.substr(i, piece));
  return tail.text();
}

} // namespace

TEST(OutputTail, IsShortOutputWhole) {
  EXPECT_EQ(tailOf(""), "");
  EXPECT_EQ(tailOf("one\ntwo"), "one\ntwo");
  EXPECT_EQ(tailOf("one\n\n  two\n \n\n"), "one\n\n  two");
}

TEST(OutputTail, KeepsTwentyLines) {
  std::string text;
  for (int i = 1; i <= 100; ++i)
    text += "line " + std::to_string(i) + "\n";
  for (const std::size_t piece : {1U, 10U, 5000U}) {
    EXPECT_TRUE(tailOf(text, piece).starts_with("line 81\n"));
    EXPECT_TRUE(tailOf(text, piece).ends_with("line 100"));
  }
}

TEST(OutputTail, KeepsFourKibibytesOfALongLine) {
  std::string text(1'000'000, 'x');
  text += "end";
  for (const std::size_t piece : {100U, 8192U, 1'000'003U}) {
    const std::string tail = tailOf(text, piece);
    EXPECT_LE(tail.size(), 4096U);
    EXPECT_GE(tail.size(), 4000U);
    EXPECT_TRUE(tail.ends_with("xend"));
  }
}

TEST(OutputTail, IsValidTextWhateverTheBytes) {
  std::string bytes;
  for (int i = 0; i < 20'000; ++i)
    bytes += static_cast<char>(i * 31 % 256);
  const std::string tail = tailOf(bytes);
  EXPECT_LE(tail.size(), 4096U);
  EXPECT_EQ(QString::fromUtf8(tail.data()).toStdString(), tail);
  EXPECT_EQ(tailOf("ok \xff\xfe end"), "ok \xef\xbf\xbd\xef\xbf\xbd end");
}

TEST(TerminalText, LosesItsEscapes) {
  EXPECT_EQ(withoutEscapes("\x1b[1;32mgreen\x1b[0m"), "green");
  EXPECT_EQ(withoutEscapes("\x1b]0;title\a text"), " text");
  EXPECT_EQ(withoutEscapes("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\"), "link");
  EXPECT_EQ(withoutEscapes("a\x1b(Bb\x1b[2Kc\x1b=d"), "abcd");
  EXPECT_EQ(withoutEscapes(std::string_view("n\0u\bl\tt\r\n\x7f", 10)), "nul\tt\r\n");
  EXPECT_EQ(withoutEscapes("open \x1b["), "open ");
  EXPECT_EQ(withoutEscapes("open \x1b"), "open ");
  EXPECT_EQ(withoutEscapes("\xe2\x88\x92" "1"), "\xe2\x88\x92" "1");
}
