// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/pbt_explore.h"
#include "tests/core/scheduler/pbt_golden.h"

#include <cmath>
#include <gtest/gtest.h>
#include <set>

namespace sweep {
namespace {

using test::pbtGolden;


Parameter real(const char* name, double low, double high, bool log = false) {
  return {name, FloatDomain{low, high, log, {}}, {}, {}, {}};
}

TEST(PbtExplore, PerturbsAsRayTuneDoes) {
  int compared = 0;
  const auto item = pbtGolden("explore_ray_rule");
  for (const auto& row : item["rows"]) {
    if (row["result"] == "resample")
      continue;
    const bool up = row["u_direction"].get<double>() > 0.5;
    if (row.contains("choices")) {
      CategoricalDomain domain;
      for (const auto& choice : row["choices"])
        domain.choices.emplace_back(choice.get<std::int64_t>());
      EXPECT_EQ(perturbed(domain, Value(row["value"].get<std::int64_t>()), up, 0.2),
                Value(row["result"].get<std::int64_t>()))
          << row;
    } else if (row.value("integer", false)) {
      EXPECT_EQ(perturbed(IntDomain{1, 100, false, 1}, Value(row["value"].get<std::int64_t>()), up, 0.2),
                Value(row["result"].get<std::int64_t>()))
          << row;
    } else {
      const auto result =
          perturbed(FloatDomain{0.0, 100.0, false, {}}, Value(row["value"].get<double>()), up, 0.2);
      EXPECT_NEAR(std::get<double>(result), row["result"].get<double>(), 1e-10) << row;
    }
    ++compared;
  }
  EXPECT_GT(compared, 15);
}

TEST(PbtExplore, StaysOnItsDomain) {
  EXPECT_EQ(perturbed(FloatDomain{0.0, 1.0, false, {}}, Value(0.9), true, 0.2), Value(1.0));
  EXPECT_EQ(perturbed(FloatDomain{0.5, 1.0, false, {}}, Value(0.5), false, 0.2), Value(0.5));
  EXPECT_EQ(perturbed(IntDomain{8, 64, false, 8}, Value(std::int64_t{40}), true, 0.2),
            Value(std::int64_t{48}));
  EXPECT_EQ(perturbed(IntDomain{8, 64, false, 8}, Value(std::int64_t{64}), true, 0.2),
            Value(std::int64_t{64}));
  EXPECT_EQ(perturbed(CategoricalDomain{{std::string("a"), std::string("b")}, {}}, Value(std::string("a")),
                      false, 0.2),
            Value(std::string("a")));
  EXPECT_EQ(perturbed(ConstantDomain{Value(3.0)}, Value(3.0), true, 0.2), Value(3.0));
}

TEST(PbtExplore, AlwaysMovesAWholeNumber) {
  for (const bool up : {false, true})
    for (std::int64_t value = 2; value < 20; ++value)
      EXPECT_NE(perturbed(IntDomain{1, 20, false, 1}, Value(value), up, 0.01), Value(value))
          << value << " " << up;
}

TEST(PbtExplore, LeavesZeroAndCrossesIt) {
  EXPECT_EQ(perturbed(FloatDomain{0.0, 1.0, false, {}}, Value(0.0), true, 0.2), Value(0.2));
  EXPECT_NEAR(std::get<double>(perturbed(FloatDomain{-1.0, 1.0, false, {}}, Value(0.1), false, 0.2)), -0.3,
              1e-12);
}

TEST(PbtExplore, ChangesByTheFactorsOrDrawsAnew) {
  const auto space = SearchSpace::create({{real("lr", 1e-6, 1e6, true)}, {}}).value();
  int up = 0, down = 0, anew = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    Rng rng(seed);
    const auto result = explored(space, {{"lr", 1.0}}, {}, rng);
    const double value = std::get<double>(*result.configuration.find("lr"));
    ++(std::abs(value - 1.2) < 1e-12 ? up : std::abs(value - 0.8) < 1e-12 ? down : anew);
    EXPECT_FALSE(result.changes.empty());
  }
  EXPECT_NEAR(up, 750, 100);
  EXPECT_NEAR(down, 750, 100);
  EXPECT_NEAR(anew, 500, 90);
}

TEST(PbtExplore, OnlyDrawsAnewWhenItDoesNotPerturb) {
  const auto space = SearchSpace::create({{real("a", 0.0, 1.0), real("b", 0.0, 1.0)}, {}}).value();
  int kept = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Rng rng(seed);
    const auto result = explored(space, {{"a", 0.5}, {"b", 0.5}}, {0.2, 0.5, false}, rng);
    kept += result.configuration == Configuration{{"a", 0.5}, {"b", 0.5}};
  }
  EXPECT_NEAR(kept, 100, 35);
}

TEST(PbtExplore, KeepsConditionsAndConstraints) {
  Parameter kind{"kind", CategoricalDomain{{std::string("sgd"), std::string("adam")}, {}}, {}, {}, {}};
  auto momentum = real("momentum", 0.0, 0.9);
  momentum.condition = Condition{"kind", Relation::OneOf, {std::string("sgd")}};
  const auto space = SearchSpace::create({{momentum, kind, real("lr", 0.1, 1.0), real("decay", 0.1, 1.0)},
                                          {"lr + decay <= 1.2"}})
                         .value();
  std::set<std::string> kinds;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Rng rng(seed);
    const Configuration start{{"kind", std::string("adam")}, {"lr", 0.6}, {"decay", 0.6}};
    const auto result = explored(space, start, {}, rng);
    EXPECT_TRUE(space.check(result.configuration)) << result.configuration.json();
    kinds.insert(std::get<std::string>(*result.configuration.find("kind")));
  }
  EXPECT_EQ(kinds.size(), 2u);
}

TEST(PbtExplore, KeepsAConfigurationThatCannotBeVaried) {
  const auto space = SearchSpace::create({{real("a", 0.0, 1.0)}, {"a >= 0.5", "a <= 0.5"}}).value();
  Rng rng(1);
  const auto result = explored(space, {{"a", 0.5}}, {}, rng);
  EXPECT_EQ(result.configuration, (Configuration{{"a", 0.5}}));
  EXPECT_TRUE(result.changes.empty());
}

} // namespace
} // namespace sweep
