// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/domain.h"
#include "places.h"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

namespace sweep {
namespace {

using Json = nlohmann::json;
constexpr auto Largest = std::numeric_limits<std::int64_t>::max();
constexpr auto Smallest = std::numeric_limits<std::int64_t>::min();
constexpr double Huge = std::numeric_limits<double>::max();

Value whole(std::int64_t value) {
  return value;
}

const Json& cases() {
  static const Json file = Json::parse(std::ifstream(TEST_DATA_DIR "/parameter_transforms.json"));
  return file["cases"];
}

Domain domainOf(const Json& parameter) {
  if (parameter["type"] == "int")
    return IntDomain{parameter["low"], parameter["high"], parameter["log"], parameter["step"]};
  FloatDomain domain{parameter["low"], parameter["high"], parameter["log"], {}};
  if (!parameter["step"].is_null())
    domain.step = parameter["step"].get<double>();
  return domain;
}

Value valueOf(const Domain& domain, const Json& number) {
  return std::holds_alternative<IntDomain>(domain) ? Value(number.get<std::int64_t>())
                                                   : Value(number.get<double>());
}

TEST(Domain, TransformsAsTheReference) {
  int checked = 0;
  for (const auto& item : cases()) {
    if (item["parameter"]["type"] == "categorical")
      continue;
    const Domain domain = domainOf(item["parameter"]);
    const auto& toUnits = item["gp_value_to_unit"];
    for (std::size_t i = 0; i < toUnits[0].size(); ++i, ++checked)
      EXPECT_NEAR(toUnit(domain, valueOf(domain, toUnits[0][i])), toUnits[1][i].get<double>(), 1e-12)
          << item["name"];
    if (!item.contains("gp_unit_to_rounded_unit"))
      continue;
    for (std::size_t i = 0; i < item["gp_unit_to_rounded_unit"][0].size(); ++i) {
      const double unit = item["gp_unit_to_rounded_unit"][0][i];
      const Value value = fromUnit(domain, unit);
      EXPECT_TRUE(contains(domain, value));
      EXPECT_NEAR(*valueNumber(value), item["gp_rounded_unit_to_value"][i].get<double>(), 1e-12)
          << item["name"] << unit;
      EXPECT_NEAR(toUnit(domain, value), item["gp_unit_to_rounded_unit"][1][i].get<double>(), 1e-12)
          << item["name"];
    }
  }
  EXPECT_GE(checked, 30);
}

TEST(Domain, DrawsAsTheReference) {
  int checked = 0;
  for (const auto& item : cases())
    if (item.contains("random_sampler")) {
      const Domain domain = domainOf(item["parameter"]);
      const auto& draws = item["random_sampler"];
      const double low = draws["encoded_low"];
      const double high = draws["encoded_high"];
      for (std::size_t i = 0; i < draws["encoded"].size(); ++i, ++checked) {
        const double unit = (draws["encoded"][i].get<double>() - low) / (high - low);
        EXPECT_NEAR(*valueNumber(fromUnit(domain, unit)), draws["value"][i].get<double>(), 1e-12)
            << item["name"] << unit;
      }
    }
  EXPECT_GE(checked, 60);
}

TEST(Domain, GivesEachCategoryItsSlice) {
  const Domain domain = CategoricalDomain{{whole(0), whole(1), whole(2)}, {}};
  for (const auto& item : cases()) {
    if (item["name"] != "categorical3")
      continue;
    for (std::size_t i = 0; i < 10; ++i)
      EXPECT_EQ(*valueNumber(fromUnit(domain, item["gp_unit_to_index_floor"][0][i])),
                item["gp_unit_to_index_floor"][1][i].get<double>());
  }
  const Domain weighted = CategoricalDomain{{whole(0), whole(1), whole(2)}, {1.0, 0.0, 3.0}};
  EXPECT_EQ(fromUnit(weighted, 0.24), whole(0));
  EXPECT_EQ(fromUnit(weighted, 0.25), whole(2));
  EXPECT_EQ(fromUnit(weighted, 1.0), whole(2));
  EXPECT_NEAR(toUnit(weighted, whole(2)), 0.625, 1e-12);
}

TEST(Domain, HasValuesWithoutRoundingNoise) {
  const Domain domain = FloatDomain{0.0, 1.0, false, 0.1};
  EXPECT_EQ(valueAt(domain, 3), Value(0.3));
  EXPECT_EQ(valueAt(domain, 7), Value(0.7));
  EXPECT_EQ(nearestValue(domain, 0.26), Value(0.3));
  EXPECT_TRUE(contains(domain, 0.1 + 0.2));
  EXPECT_FALSE(contains(domain, 0.35));
  EXPECT_FALSE(contains(domain, whole(1)));
}

TEST(Domain, EndsAtTheLastStepInside) {
  EXPECT_EQ(sizeOf(FloatDomain{0.0, 1.0, false, 0.3}), 4u);
  EXPECT_EQ(fromUnit(FloatDomain{0.0, 1.0, false, 0.3}, 1.0), Value(0.9));
  EXPECT_EQ(sizeOf(FloatDomain{0.1, 0.7, false, 0.1}), 7u);
  EXPECT_EQ(sizeOf(IntDomain{0, 10, false, 4}), 3u);
  EXPECT_EQ(fromUnit(IntDomain{0, 10, false, 4}, 1.0), whole(8));
  EXPECT_FALSE(contains(IntDomain{0, 10, false, 4}, whole(10)));
}

TEST(Domain, RoundsTiesUpwards) {
  EXPECT_EQ(nearestValue(IntDomain{0, 100, false, 20}, 30.0), whole(40));
  EXPECT_EQ(nearestValue(IntDomain{0, 100, false, 20}, 29.7), whole(20));
  EXPECT_EQ(nearestValue(IntDomain{0, 100, false, 5}, 2.5), whole(5));
  EXPECT_EQ(nearestValue(IntDomain{-10, 10}, -2.5), whole(-2));
  EXPECT_EQ(nearestValue(FloatDomain{0.0, 1.0, false, 0.5}, 0.25), Value(0.5));
  EXPECT_EQ(nearestValue(FloatDomain{0.0, 1.0, false, {}}, std::nan("")), Value(0.0));
}

TEST(Domain, ReachesTheWidestRanges) {
  const Domain ints = IntDomain{Smallest, Largest};
  EXPECT_EQ(fromUnit(ints, 0.0), whole(Smallest));
  EXPECT_EQ(fromUnit(ints, 1.0), whole(Largest));
  EXPECT_EQ(fromUnit(ints, 0.5), whole(0));
  EXPECT_EQ(nearestValue(ints, 1e300), whole(Largest));
  EXPECT_EQ(nearestValue(ints, -1e300), whole(Smallest));
  EXPECT_EQ(sizeOf(ints), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(sizeOf(IntDomain{Smallest, Largest - 1}), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(fromUnit(IntDomain{1, Largest, true}, 1.0), whole(Largest));
  EXPECT_EQ(fromUnit(IntDomain{1, Largest, true}, 0.0), whole(1));
  const Domain reals = FloatDomain{-Huge, Huge, false, {}};
  EXPECT_EQ(fromUnit(reals, 0.0), Value(-Huge));
  EXPECT_EQ(fromUnit(reals, 1.0), Value(Huge));
  EXPECT_EQ(toUnit(reals, 0.0), 0.5);
  const Domain log = FloatDomain{1e-300, 1e300, true, {}};
  EXPECT_EQ(fromUnit(log, 0.0), Value(1e-300));
  EXPECT_EQ(fromUnit(log, 1.0), Value(1e300));
  EXPECT_NEAR(std::get<double>(fromUnit(log, 0.5)), 1.0, 1e-9);
}

TEST(Domain, ClampsTheUnit) {
  const Domain domain = FloatDomain{2.0, 4.0, false, {}};
  EXPECT_EQ(fromUnit(domain, -3.0), Value(2.0));
  EXPECT_EQ(fromUnit(domain, std::nan("")), Value(2.0));
  EXPECT_EQ(fromUnit(domain, 7.0), Value(4.0));
}

TEST(Domain, GivesEachWholeNumberAnEqualSlice) {
  const Domain domain = IntDomain{-2, 3};
  std::map<std::int64_t, int> counts;
  for (int i = 0; i < 6000; ++i)
    ++counts[std::get<std::int64_t>(fromUnit(domain, (i + 0.5) / 6000))];
  EXPECT_EQ(counts.size(), 6u);
  for (const auto& [value, count] : counts)
    EXPECT_EQ(count, 1000) << value;
}

Field fieldOf(const Domain& domain) {
  const auto problems = problemsOf(domain);
  EXPECT_FALSE(problems.empty());
  return problems.empty() ? Field::Whole : problems.front().field;
}

TEST(DomainProblems, FindsWhatCannotBeSearched) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(fieldOf(FloatDomain{nan, 1.0, false, {}}), Field::Low);
  EXPECT_EQ(fieldOf(FloatDomain{0.0, infinity, false, {}}), Field::High);
  EXPECT_EQ(fieldOf(FloatDomain{2.0, 1.0, false, {}}), Field::Low);
  EXPECT_EQ(fieldOf(FloatDomain{0.0, 1.0, true, {}}), Field::Low);
  EXPECT_EQ(fieldOf(FloatDomain{0.1, 1.0, true, 0.1}), Field::Step);
  for (const double step : {0.0, -1.0, nan, 2.0, 1e-300})
    EXPECT_EQ(fieldOf(FloatDomain{0.0, 1.0, false, step}), Field::Step) << step;
  EXPECT_EQ(fieldOf(IntDomain{3, 2}), Field::Low);
  EXPECT_EQ(fieldOf(IntDomain{0, 2, true}), Field::Low);
  EXPECT_EQ(fieldOf(IntDomain{1, 9, true, 2}), Field::Step);
  for (const std::int64_t step : {0, -1, 11})
    EXPECT_EQ(fieldOf(IntDomain{0, 10, false, step}), Field::Step) << step;
  EXPECT_EQ(fieldOf(CategoricalDomain{}), Field::Choices);
  EXPECT_EQ(fieldOf(CategoricalDomain{{whole(1), whole(1)}, {}}), Field::Choices);
  EXPECT_EQ(fieldOf(CategoricalDomain{{whole(1), whole(2)}, {1.0}}), Field::Choices);
  EXPECT_EQ(fieldOf(CategoricalDomain{{whole(1), whole(2)}, {1.0, -1.0}}), Field::Choices);
  EXPECT_EQ(fieldOf(CategoricalDomain{{whole(1), whole(2)}, {0.0, 0.0}}), Field::Choices);
  EXPECT_EQ(fieldOf(CategoricalDomain{{Value(infinity)}, {}}), Field::Choices);
  EXPECT_EQ(fieldOf(ConstantDomain{std::string("a\xff")}), Field::Choices);
  EXPECT_EQ(fieldOf(ConstantDomain{std::string("a\0b", 3)}), Field::Choices);
}

TEST(DomainProblems, AllowsWhatCanBeSearched) {
  const CategoricalDomain mixed{{whole(1), Value(1.0), std::string("1"), true, Value()}, {}};
  for (const Domain& domain :
       {Domain(mixed), Domain(FloatDomain{-Huge, Huge, false, {}}),
        Domain(FloatDomain{1e-300, 1e300, true, {}}), Domain(IntDomain{Smallest, Largest}),
        Domain(IntDomain{3, 3}), Domain(FloatDomain{0.0, 1.0, false, 0.3}), Domain(ConstantDomain{})})
    EXPECT_TRUE(problemsOf(domain).empty());
}

} // namespace
} // namespace sweep
