// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/parzen_space.h"
#include "tests/support/spaces.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace sweep {
namespace {

using namespace test;
constexpr auto Largest = std::numeric_limits<std::int64_t>::max();
constexpr auto Smallest = std::numeric_limits<std::int64_t>::min();

SearchSpace allKinds() {
  return spaceOf({real("x", -2.0, 3.0), real("rate", 1e-6, 1.0, true), stepped("step", 0.1, 0.95, 0.1),
                  integer("n", -3, 8), integer("units", 1, 300, true), integer("even", 2, 20, false, 2),
                  choice("kind", {text("a"), whole(1), Value(1.0)}), constant("fixed", text("f")),
                  integer("one", 4, 4), integer("wide", Smallest, Largest),
                  integer("widelog", 1, Largest, true),
                  onlyWhen(real("inner", 0.0, 1.0), "kind", {whole(1)})});
}

TEST(ParzenSpace, PutsEveryValueOfAGridIntoACellOfItsOwn) {
  const SearchSpace space = allKinds();
  const ParzenSpace axes(space);
  for (std::size_t p = 0; p < axes.size(); ++p) {
    const Domain& domain = space.parameters()[p].domain;
    const auto count = sizeOf(domain);
    if (!axes.isSearched(p) || !isNumeric(domain) || !count || *count > 1000)
      continue;
    double edge = 0.0;
    for (std::uint64_t i = 0; i < *count; ++i) {
      const Value value = valueAt(domain, i);
      const auto cell = axes.coordinate(p, value).value();
      EXPECT_NEAR(cell.middle - cell.width / 2, edge, 1e-12);
      edge = cell.middle + cell.width / 2;
      EXPECT_EQ(axes.value(p, cell.at), value);
      EXPECT_EQ(axes.value(p, cell.middle + 0.49 * cell.width), value);
    }
    EXPECT_NEAR(edge, 1.0, 1e-12);
  }
}

TEST(ParzenSpace, GoesThereAndBack) {
  const SearchSpace space = allKinds();
  const ParzenSpace axes(space);
  for (std::size_t p = 0; p < axes.size(); ++p) {
    if (!axes.isSearched(p))
      continue;
    for (double u = 0.0; u <= 1.0; u += 0.0625) {
      const bool categorical = axes.axis(p).kind == ParzenAxis::Kind::Categorical;
      const Value value = axes.value(p, categorical ? std::floor(u * 2.9) : u);
      const auto coordinate = axes.coordinate(p, value);
      ASSERT_TRUE(coordinate);
      EXPECT_GE(coordinate->at, 0.0);
      EXPECT_LE(coordinate->at, categorical ? 2.0 : 1.0);
      EXPECT_EQ(coordinate->width > 0.0, axes.axis(p).kind == ParzenAxis::Kind::Stepped);
      if (categorical || sizeOf(space.parameters()[p].domain).value_or(~0ull) < 1000) {
        EXPECT_EQ(axes.value(p, coordinate->at), value);
      }
    }
  }
}

TEST(ParzenSpace, KnowsWhatIsNotThere) {
  const SearchSpace space = allKinds();
  const ParzenSpace axes(space);
  EXPECT_FALSE(axes.isSearched(7));
  EXPECT_FALSE(axes.isSearched(8));
  const auto positions =
      axes.positions({{"x", 7.0}, {"n", whole(2)}, {"kind", text("no such")}, {"one", whole(4)}});
  EXPECT_TRUE(std::isnan(positions[0]));
  EXPECT_DOUBLE_EQ(positions[3], 5.5 / 12);
  EXPECT_TRUE(std::isnan(positions[6]));
  EXPECT_TRUE(std::isnan(positions[8]));
  EXPECT_TRUE(std::isnan(positions[11]));
  EXPECT_EQ(axes.coordinate(6, Value(1.0))->at, 2.0);
}

TEST(ParzenSpace, TakesTheWeightsOfCategoriesAsThePrior) {
  const SearchSpace space =
      spaceOf({{"kind", CategoricalDomain{{text("a"), text("b"), text("c")}, {1.0, 3.0, 0.0}}, {}, {}, {}}});
  EXPECT_EQ(ParzenSpace(space).axis(0).prior, (std::vector{0.25, 0.75, 0.0}));
}

} // namespace
} // namespace sweep
