// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/constraint.h"

#include <gtest/gtest.h>

namespace sweep {
namespace {

const std::vector<std::string> Names = {"units", "layers", "lr", "opt.beta-1", "min", "flag"};

bool holdsFor(const char* expression, const Configuration& configuration) {
  auto constraint = Constraint::compile(expression, Names);
  EXPECT_TRUE(constraint.ok()) << expression << ": " << constraint.error().str();
  return constraint.ok() && constraint->satisfied(configuration);
}

std::string errorOf(const char* expression) {
  const auto constraint = Constraint::compile(expression, Names);
  EXPECT_FALSE(constraint.ok()) << expression;
  return constraint.ok() ? "" : constraint.error().str();
}

TEST(Constraint, Calculates) {
  const Configuration c = {
      {"units", std::int64_t{256}}, {"layers", std::int64_t{4}}, {"lr", 0.01}, {"flag", true}};
  EXPECT_TRUE(holdsFor("units * layers <= 1024", c));
  EXPECT_FALSE(holdsFor("units * layers < 1024", c));
  EXPECT_TRUE(holdsFor("units % 3 == 1 && !(layers > 4) || lr != 0.01", c));
  EXPECT_TRUE(holdsFor("units/layers == 64 and lr < 1e-1", c));
  EXPECT_TRUE(holdsFor("units-layers == 252", c));
  EXPECT_TRUE(holdsFor("log(_e) == 1 && max(units, layers) == 256 && pow(2, layers) == 16", c));
  EXPECT_TRUE(holdsFor("flag == 1 && not (flag == 0)", c));
  EXPECT_FALSE(holdsFor("layers / 0 - units / 0 > 0", c));
}

TEST(Constraint, TakesNamesWithDotsAndHyphensAndNamesOfFunctions) {
  const Configuration c = {{"opt.beta-1", 0.9}, {"min", 3.0}};
  EXPECT_TRUE(holdsFor("opt.beta-1 > 0.5", c));
  EXPECT_TRUE(holdsFor("opt.beta-1 - 1 < 0", c));
  EXPECT_TRUE(holdsFor("min(min, 5) == 3", c));
}

TEST(Constraint, SpeaksOnlyOfWhatIsThere) {
  EXPECT_TRUE(holdsFor("units > 5", {{"layers", std::int64_t{1}}}));
}

TEST(Constraint, KnowsWhichParametersItMentions) {
  const auto constraint = Constraint::compile("lr * units < layers + lr", Names);
  EXPECT_EQ(constraint->names(), (std::vector<std::string>{"lr", "units", "layers"}));
  EXPECT_EQ(constraint->expression(), "lr * units < layers + lr");
}

TEST(Constraint, IsIndependentOfItsCopy) {
  const auto original = Constraint::compile("units > 5", Names);
  const Constraint copy = *original;
  EXPECT_TRUE(copy.satisfied({{"units", 9.0}}));
  EXPECT_FALSE(original->satisfied({{"units", 1.0}}));
  EXPECT_TRUE(copy.satisfied({{"units", 9.0}}));
}

TEST(Constraint, SaysWhatIsWrong) {
  EXPECT_NE(errorOf("unit > 3").find("did you mean “units”"), std::string::npos);
  EXPECT_NE(errorOf("units = 3").find("=="), std::string::npos);
  EXPECT_NE(errorOf("units > frobnicate(3)").find("function “frobnicate”"), std::string::npos);
  EXPECT_NE(errorOf("1 < units < 5").find("&&"), std::string::npos);
  EXPECT_NE(errorOf("units == \"a\"").find("Texts"), std::string::npos);
  EXPECT_NE(errorOf("units > 3 é").find("é"), std::string::npos);
  EXPECT_NE(errorOf("  ").find("empty"), std::string::npos);
  for (const char* broken : {"units >", "(units > 3", "units > 3)", "units units", "units > 0x10", "* 3"})
    EXPECT_NE(errorOf(broken).find("position"), std::string::npos) << broken;
}

} // namespace
} // namespace sweep
