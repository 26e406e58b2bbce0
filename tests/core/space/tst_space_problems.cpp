// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/search_space.h"
#include "tests/support/spaces.h"

#include <gtest/gtest.h>

namespace sweep {
namespace {

using namespace test;

std::string problemIn(std::vector<Parameter> parameters, std::vector<std::string> constraints = {}) {
  const auto space = SearchSpace::create({std::move(parameters), std::move(constraints)});
  return space.ok() ? "" : space.error().str();
}

bool mentions(const std::string& sentence, const char* words) {
  return sentence.find(words) != std::string::npos;
}

TEST(SpaceProblems, AllowsNamesThatPeopleUse) {
  for (const char* name : {"lr", "_x", "batch-size", "optimizer.lr", "Layers2", "loss", "PATH", "id", "seed"})
    EXPECT_TRUE(problemOfName(name).empty()) << name;
}

TEST(SpaceProblems, RefusesOtherNames) {
  const std::string names[] = {"",
                               "1st",
                               ".x",
                               "-x",
                               "a b",
                               "a\nb",
                               "a=b",
                               "größe",
                               "gro\xcc\x88\xc3\x9f"
                               "e",
                               "\xe2\x80\xae"
                               "abc",
                               "😀",
                               "\xd0\xb0",
                               std::string(10'000, 'a'),
                               "a\"b",
                               "a/b",
                               "${x}"};
  for (const auto& name : names)
    EXPECT_FALSE(problemOfName(name).empty()) << name;
  EXPECT_FALSE(mentions(problemOfName("\xe2\x80\xae"
                                      "abc")
                            .str(),
                        "\xe2\x80\xae"))
      << "a bidi control is shown escaped";
}

TEST(SpaceProblems, RefusesReservedNames) {
  for (const char* name : {"program", "args", "trial", "budget", "dir", "checkpoint", "resume",
                           "study_dir", "env", "interpreter", "TRIAL", "study-dir"})
    EXPECT_TRUE(mentions(problemOfName(name).str(), "reserved")) << name;
}

TEST(SpaceProblems, RefusesTwins) {
  EXPECT_TRUE(mentions(problemIn({real("a", 0, 1), real("a", 0, 1)}), "twice"));
  EXPECT_TRUE(mentions(problemIn({real("Lr", 0, 1), real("lr", 0, 1)}), "capitals"));
  EXPECT_TRUE(mentions(problemIn({real("a.b", 0, 1), real("a_b", 0, 1)}), "environment variable"));
}

TEST(SpaceProblems, NamesTheParameter) {
  EXPECT_TRUE(mentions(problemIn({real("good", 0, 1), real("bad", 2, 1)}), "“bad”"));
}

TEST(SpaceProblems, ShowsTheCircle) {
  EXPECT_TRUE(mentions(
      problemIn({onlyWhen(integer("a", 0, 1), "b", {whole(1)}), onlyWhen(integer("b", 0, 1), "c", {whole(1)}),
                 onlyWhen(integer("c", 0, 1), "a", {whole(1)})}),
      "a → b → c → a"));
  EXPECT_TRUE(mentions(problemIn({onlyWhen(integer("a", 0, 1), "a", {whole(1)})}), "a → a"));
}

TEST(SpaceProblems, FindsConditionsThatCannotHold) {
  EXPECT_TRUE(mentions(
      problemIn({onlyWhen(integer("a", 0, 1), "optimzer", {whole(1)}), choice("optimizer", {whole(1)})}),
      "did you mean “optimizer”"));
  EXPECT_TRUE(mentions(problemIn({integer("a", 0, 1), onlyWhen(integer("b", 0, 1), "a", {whole(2)})}),
                       "never take part"));
  EXPECT_TRUE(mentions(
      problemIn({integer("a", 0, 1), onlyWhen(integer("b", 0, 1), "a", {whole(2)}, Relation::AtLeast)}),
      "never reaches"));
  EXPECT_TRUE(mentions(
      problemIn({choice("a", {text("x")}), onlyWhen(integer("b", 0, 1), "a", {whole(2)}, Relation::AtMost)}),
      "not a range"));
  EXPECT_FALSE(problemIn({integer("a", 0, 1), onlyWhen(integer("b", 0, 1), "a", {})}).empty());
  EXPECT_FALSE(problemIn({integer("a", 0, 1),
                          onlyWhen(integer("b", 0, 1), "a", {whole(0), whole(1)}, Relation::AtMost)})
                   .empty());
}

TEST(SpaceProblems, ChecksDefaultsAndLevels) {
  auto parameter = integer("a", 0, 4);
  parameter.defaultValue = whole(5);
  EXPECT_TRUE(mentions(problemIn({parameter}), "default 5"));
  parameter.defaultValue.reset();
  parameter.gridLevels = {whole(1), whole(9)};
  EXPECT_TRUE(mentions(problemIn({parameter}), "level 9"));
  parameter.gridLevels = {whole(1), whole(1)};
  EXPECT_TRUE(mentions(problemIn({parameter}), "twice"));
}

TEST(SpaceProblems, SaysWhereTheyAre) {
  const auto problems =
      problemsOf({{real("a", 0, 1), real("b", 2, 1), real("a", 0, 1)}, {"a < 1", "nonsense > 1"}});
  ASSERT_EQ(problems.size(), 3u);
  EXPECT_EQ(problems[0].index, 2u);
  EXPECT_EQ(problems[0].field, Field::Name);
  EXPECT_EQ(problems[1].index, 1u);
  EXPECT_EQ(problems[1].field, Field::Low);
  EXPECT_EQ(problems[2].index, 1u);
  EXPECT_TRUE(problems[2].inConstraint);
}

TEST(SpaceProblems, LetsConstraintsUseChoicesThatAreNumbers) {
  EXPECT_EQ(problemIn({choice("batch", {whole(16), whole(32)}), constant("k", whole(3)), integer("n", 1, 9)},
                      {"batch * k > n"}),
            "");
  EXPECT_FALSE(problemIn({choice("kind", {text("x")})}, {"kind > 1"}).empty());
}

} // namespace
} // namespace sweep
