// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/expression.h"

#include <cmath>
#include <gtest/gtest.h>

namespace sweep {
namespace {

double valueOf(const char* text) {
  const auto expression = Expression::compile(text, {"a", "b-1"});
  EXPECT_TRUE(expression.ok()) << text << ": " << expression.error().str();
  std::vector<double> values;
  for (const auto& name : expression->names())
    values.push_back(name == "a" ? 3.0 : 0.5);
  return expression->evaluate(values);
}

TEST(Expression, Calculates) {
  EXPECT_EQ(valueOf("a * a - b-1 / 2"), 8.75);
  EXPECT_EQ(valueOf("a > 2 ? 10 : 20"), 10.0);
  EXPECT_TRUE(std::isnan(valueOf("log(0 - a)")));
}

TEST(Expression, DrawsOnlyWhenItMay) {
  const auto refused = Expression::compile("normal()", {});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().str(), "There is no function “normal” (position 1).");
  EXPECT_TRUE(
      Expression::compile("normal() + uniform() + binomial(3, 0.5)", {}, Expression::Draws::Allowed).ok());
}

TEST(Expression, DrawsFromTheSourceThatItIsGiven) {
  const auto expression = Expression::compile("normal()", {}, Expression::Draws::Allowed);
  Rng first(7);
  Rng same(7);
  EXPECT_EQ(expression->evaluate({}, first), same.normal());
  EXPECT_EQ(expression->evaluate({}, first), same.normal());
}

TEST(Expression, DrawsBinomialNumbers) {
  const auto expression = Expression::compile("binomial(40, a)", {"a"}, Expression::Draws::Allowed);
  Rng rng(3);
  double sum = 0.0;
  double squares = 0.0;
  constexpr int Count = 20'000;
  for (int i = 0; i < Count; ++i) {
    const double drawn = expression->evaluate(std::vector{0.3}, rng);
    EXPECT_EQ(drawn, std::floor(drawn));
    sum += drawn;
    squares += drawn * drawn;
  }
  const double mean = sum / Count;
  EXPECT_NEAR(mean, 12.0, 0.1);
  EXPECT_NEAR(squares / Count - mean * mean, 8.4, 0.4);
  EXPECT_EQ(expression->evaluate(std::vector{-1.0}, rng), 0.0);
  EXPECT_EQ(expression->evaluate(std::vector{2.0}, rng), 40.0);
}

TEST(Expression, IsIndependentOfItsCopy) {
  const auto original = Expression::compile("a + uniform()", {"a"}, Expression::Draws::Allowed);
  const Expression copy = *original;
  Rng first(1);
  Rng second(1);
  EXPECT_EQ(original->evaluate(std::vector{1.0}, first), copy.evaluate(std::vector{1.0}, second));
}

} // namespace
} // namespace sweep
