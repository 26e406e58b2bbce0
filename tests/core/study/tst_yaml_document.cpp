// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/yaml_document.h"

#include <gmock/gmock.h>

namespace sweep {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string errorOf(std::string_view text) {
  const auto document = parseYaml(text);
  return document ? "(read)" : document.error().str();
}

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i)
    all += text;
  return all;
}

TEST(YamlDocument, KeepsOrderMarksAndQuotes) {
  const auto document = parseYaml("b: 1\na:\n  - \"2\"\n  - x\n");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->keys[0].text, "b");
  EXPECT_EQ(document->keys[1].text, "a");
  EXPECT_EQ(document->keys[1].mark.line, 2);
  const auto* list = document->find("a");
  ASSERT_TRUE(list && list->isList());
  EXPECT_FALSE(list->items[0].plain);
  EXPECT_TRUE(list->items[1].plain);
  EXPECT_EQ(list->items[1].mark.line, 4);
  EXPECT_EQ(list->items[1].mark.column, 5);
  EXPECT_EQ(document->find("missing"), nullptr);
}

TEST(YamlDocument, RefusesDuplicateKeysWithTheirPlace) {
  EXPECT_THAT(errorOf("a: 1\nb: 2\na: 3\n"), StartsWith("line 3, column 1: “a” is there twice"));
  EXPECT_THAT(errorOf("p: {x: 1, x: 2}\n"), StartsWith("line 1, column 11: “x” is there twice"));
}

TEST(YamlDocument, RefusesTags) {
  EXPECT_THAT(errorOf("a: !!python/object/apply:os.system [\"true\"]\n"), HasSubstr("tag"));
  EXPECT_THAT(errorOf("a: !!binary aGVsbG8=\n"), HasSubstr("tag"));
  EXPECT_THAT(errorOf("a: !mine {b: 1}\n"), HasSubstr("tag"));
}

TEST(YamlDocument, FillsInAliasesAndMergeKeys) {
  const auto document = parseYaml("base: &base {lr: 1, mu: 2}\nother:\n  <<: *base\n  lr: 3\ncopy: *base\n");
  ASSERT_TRUE(document) << document.error().str();
  const auto* other = document->find("other");
  EXPECT_EQ(other->find("lr")->text, "3");
  EXPECT_EQ(other->find("mu")->text, "2");
  EXPECT_EQ(other->find("<<"), nullptr);
  EXPECT_EQ(document->find("copy")->find("mu")->text, "2");
}

TEST(YamlDocument, AnAliasBombEndsAtTheBudget) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    bomb +=
        "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + repeated(last + ", ", 8) + last + "]\n";
  }
  EXPECT_THAT(errorOf(bomb), HasSubstr("100,000 entries"));
}

TEST(YamlDocument, RefusesAnchorsThatContainThemselves) {
  EXPECT_THAT(errorOf("a: &a [1, *a]\n"), HasSubstr("alias"));
  EXPECT_THAT(errorOf("&a {b: *a}\n"), HasSubstr("alias"));
}

TEST(YamlDocument, RefusesUnknownAliases) {
  EXPECT_THAT(errorOf("a: *nobody\n"), StartsWith("line 1"));
}

TEST(YamlDocument, RefusesDepthBeforeTheStackSuffers) {
  constexpr int Deep = 100'000;
  EXPECT_THAT(errorOf(repeated("[", Deep) + repeated("]", Deep)), HasSubstr("64 levels"));
  EXPECT_THAT(errorOf(repeated("{a: ", Deep) + repeated("}", Deep)), HasSubstr("64 levels"));
  EXPECT_THAT(errorOf(repeated("[", Deep)), StartsWith("line 1"));
  EXPECT_THAT(errorOf(repeated("{a: ", Deep)), StartsWith("line 1"));
  EXPECT_THAT(errorOf(repeated("- ", Deep)), HasSubstr("64 levels"));
  EXPECT_THAT(errorOf(repeated("? ", Deep)), HasSubstr("key"));
  std::string steps;
  for (int i = 0; i < 300; ++i)
    steps += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  EXPECT_THAT(errorOf(steps), HasSubstr("64 levels"));
}

TEST(YamlDocument, SixtyFourLevelsAreRead) {
  EXPECT_TRUE(parseYaml(repeated("[", 64) + repeated("]", 64)));
  EXPECT_FALSE(parseYaml(repeated("[", 65) + repeated("]", 65)));
}

TEST(YamlDocument, RefusesManyNodes) {
  EXPECT_THAT(errorOf("[" + repeated("1,", 100'001) + "1]"), HasSubstr("100,000 entries"));
}

TEST(YamlDocument, RefusesLargeFiles) {
  EXPECT_THAT(errorOf(std::string((4 << 20) + 1, '#')), HasSubstr("4 MiB"));
}

TEST(YamlDocument, RefusesSecondDocuments) {
  EXPECT_THAT(errorOf("a: 1\n---\nb: 2\n---\nc: 3\n"), HasSubstr("second document"));
  EXPECT_TRUE(parseYaml("---\na: 1\n...\n"));
}

TEST(YamlDocument, RefusesWhatIsNoText) {
  EXPECT_THAT(errorOf(std::string_view("\xff\xfe"
                                       "a\0",
                                       4)),
              HasSubstr("UTF-16"));
  EXPECT_THAT(errorOf("a: 1\nb: \xe9\n"), StartsWith("line 2, column 4: there are bytes"));
  EXPECT_THAT(errorOf(std::string_view("a: \0b", 5)), HasSubstr("not text"));
  EXPECT_THAT(errorOf("\xed\xa0\x80"), HasSubstr("not text"));
  EXPECT_THAT(errorOf("\xc0\xaf"), HasSubstr("not text"));
}

TEST(YamlDocument, ReadsByteOrderMarksAndWindowsLines) {
  const auto document = parseYaml("\xef\xbb\xbf"
                                  "a: 1\r\nb: x\r\n");
  ASSERT_TRUE(document) << document.error().str();
  EXPECT_EQ(document->keys[0].text, "a");
  EXPECT_EQ(document->find("b")->text, "x");
}

TEST(YamlDocument, NamesTabsAndBrokenText) {
  EXPECT_THAT(errorOf("a:\n\tb: 1\n"), HasSubstr("tab"));
  EXPECT_THAT(errorOf("a: [1, 2\n"), StartsWith("line "));
  EXPECT_THAT(errorOf("a: 1\nb: \"open\nc: 2\n"), StartsWith("line 2, column 4: the quote"));
  EXPECT_THAT(errorOf("ä: &x 'it''s open\n"), HasSubstr("the quote"));
  EXPECT_TRUE(parseYaml("a: \"closed \\\" \"\nb: 'it''s'\n"));
  EXPECT_TRUE(parseYaml("a: |\n  \"not a quote\n"));
  EXPECT_THAT(errorOf("a: b: c\n"), StartsWith("line 1"));
  EXPECT_THAT(errorOf(""), HasSubstr("empty"));
  EXPECT_THAT(errorOf("# only a comment\n"), HasSubstr("empty"));
  EXPECT_THAT(errorOf("{[a, b]: 1}\n"), HasSubstr("key"));
}

} // namespace
} // namespace sweep
