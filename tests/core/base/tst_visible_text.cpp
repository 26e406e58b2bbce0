// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/visible_text.h"

#include <gtest/gtest.h>

namespace sweep {
namespace {

TEST(VisibleText, LeavesWhatPeopleWrite) {
  for (const char* text : {"", "loss", "Größe", "日本語", "שלום", "😀", "a\u200db", "e\u0301", "two\nlines\tand a tab"})
    EXPECT_EQ(visibleText(text), text);
  for (const char* text : {"", "loss", "Größe", "日本語", "שלום", "😀"})
    EXPECT_FALSE(hasHiddenCharacters(text)) << text;
}

TEST(VisibleText, WritesOutWhatNobodySees) {
  EXPECT_EQ(visibleText("abc\u202egpj.exe"), "abc\\u202egpj.exe");
  EXPECT_EQ(visibleText("a\u2066b\u2069"), "a\\u2066b\\u2069");
  EXPECT_EQ(visibleText("\u200fx\u061c\ufeff\u200b"), "\\u200fx\\u061c\\ufeff\\u200b");
  EXPECT_EQ(visibleText("\x1b]0;title\x07"), "\\x1b]0;title\\x07");
  EXPECT_EQ(visibleText("\u009b2J"), "\\x9b2J");
  EXPECT_EQ(visibleText("a\rb\x7f"), "a\\x0db\\x7f");
  EXPECT_EQ(visibleText(std::string("a\0b", 3)), "a\\x00b");
  for (const char* text : {"a\u202e", "\x1b", "a\nb", "\xff"})
    EXPECT_TRUE(hasHiddenCharacters(text)) << text;
}

TEST(VisibleText, WritesOutBytesThatAreNoText) {
  EXPECT_EQ(visibleText("caf\xe9!"), "caf\\xe9!");
  EXPECT_EQ(visibleText("\xe2\x80"), "\\xe2\\x80");
  EXPECT_EQ(visibleText("\xed\xa0\x80"), "\\xed\\xa0\\x80");
}

} // namespace
} // namespace sweep
