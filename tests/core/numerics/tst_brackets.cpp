// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/brackets.h"
#include "places.h"

#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace sweep {
namespace {

using Json = nlohmann::json;
using testing::ElementsAre;

const Json& cases() {
  static const Json file = Json::parse(std::ifstream(TEST_DATA_DIR "/hyperband_brackets.json"));
  return file["cases"];
}

BudgetRange rangeOf(const Json& item) {
  return {1.0, item["R"].get<double>(), false};
}

TEST(Brackets, HalveAsOftenAsWholeNumbersSay) {
  for (const Json& item : cases())
    EXPECT_EQ(mostHalvings(rangeOf(item), item["eta"].get<int>()), item["s_max_exact_integer"].get<int>());
  EXPECT_EQ(mostHalvings({1, 242, true}, 3), 4);
  EXPECT_EQ(mostHalvings({1, 243, true}, 3), 5);
  EXPECT_EQ(mostHalvings({1, 1000, true}, 10), 3);
  EXPECT_EQ(mostHalvings({9, 729, true}, 3), 4);
  EXPECT_EQ(mostHalvings({0.1, 1.0, false}, 10), 1);
  EXPECT_EQ(mostHalvings({5, 5, true}, 2), 0);
}

TEST(Brackets, AreThoseOfThePaper) {
  for (const Json& item : cases()) {
    const auto brackets = hyperbandBrackets(rangeOf(item), item["eta"].get<int>(), BracketRounding::Up);
    const auto& expected = item["paper_algorithm1"];
    ASSERT_EQ(brackets.size(), expected.size());
    for (std::size_t b = 0; b < brackets.size(); ++b) {
      EXPECT_EQ(brackets[b].s, expected[b]["s"].get<int>());
      ASSERT_EQ(brackets[b].rungs.size(), expected[b]["rungs"].size());
      for (std::size_t i = 0; i < brackets[b].rungs.size(); ++i) {
        EXPECT_EQ(brackets[b].rungs[i].trials, expected[b]["rungs"][i]["n_i"].get<std::int64_t>());
        EXPECT_NEAR(brackets[b].rungs[i].budget, expected[b]["rungs"][i]["r_i"].get<double>(), 1e-9);
      }
      EXPECT_NEAR(costOf(brackets[b], false), expected[b]["resource_without_resume"].get<double>(), 1e-9);
    }
  }
}

TEST(Brackets, RoundedDownAreThoseOfHpBandSter) {
  for (const Json& item : cases()) {
    const auto brackets = hyperbandBrackets(rangeOf(item), item["eta"].get<int>(), BracketRounding::Down);
    const auto& expected = item["hpbandster_formula_exact_log"];
    ASSERT_EQ(brackets.size(), expected.size());
    for (std::size_t b = 0; b < brackets.size(); ++b)
      for (std::size_t i = 0; i < brackets[b].rungs.size(); ++i) {
        EXPECT_EQ(brackets[b].rungs[i].trials, expected[b]["num_configs"][i].get<std::int64_t>());
        EXPECT_NEAR(brackets[b].rungs[i].budget, expected[b]["budgets"][i].get<double>(), 1e-9);
      }
  }
}

TEST(Brackets, HaveWholeBudgetsThatAscend) {
  for (int max = 1; max <= 200; ++max)
    for (int min = 1; min <= max; min += 3)
      for (int eta = 2; eta <= 5; ++eta)
        for (const auto& bracket :
             hyperbandBrackets({double(min), double(max), true}, eta, BracketRounding::Up)) {
          double before = 0.0;
          std::int64_t trials = bracket.rungs.front().trials;
          ASSERT_EQ(bracket.rungs.back().budget, max);
          ASSERT_GE(bracket.rungs.front().budget, min);
          for (const auto& rung : bracket.rungs) {
            ASSERT_EQ(rung.budget, std::floor(rung.budget));
            ASSERT_GT(rung.budget, before);
            ASSERT_EQ(rung.trials, trials);
            ASSERT_GE(rung.trials, 1);
            before = rung.budget;
            trials /= eta;
          }
        }
}

TEST(Brackets, CostLessWhenTrialsGoOn) {
  const auto bracket = hyperbandBrackets({1, 81, true}, 3, BracketRounding::Up).front();
  EXPECT_EQ(costOf(bracket, false), 405.0);
  // 81·1 + 27·2 + 9·6 + 3·18 + 1·54
  EXPECT_EQ(costOf(bracket, true), 297.0);
}

TEST(Brackets, HalveDownToTheLargestBudget) {
  const BudgetRange range{1, 81, true};
  EXPECT_EQ(fullHalvingTrials(range, 3), 81);
  EXPECT_THAT(halvingBracket(range, 3, 81).rungs,
              ElementsAre(Rung{81, 1}, Rung{27, 3}, Rung{9, 9}, Rung{3, 27}, Rung{1, 81}));
  EXPECT_THAT(halvingBracket(range, 3, 10).rungs, ElementsAre(Rung{10, 9}, Rung{3, 27}, Rung{1, 81}));
  EXPECT_THAT(halvingBracket(range, 3, 1).rungs, ElementsAre(Rung{1, 81}));
  EXPECT_EQ(halvingBracket(range, 3, 1000).rungs.back(), (Rung{12, 81}));
}

TEST(Brackets, RungsLieEtaTimesFurther) {
  EXPECT_THAT(geometricRungs({1, 9, true}, 3), ElementsAre(1, 3, 9));
  EXPECT_THAT(geometricRungs({2, 16, true}, 2), ElementsAre(2, 4, 8, 16));
  EXPECT_THAT(geometricRungs({1, 100, true}, 4), ElementsAre(1, 4, 16, 64, 100));
  EXPECT_THAT(geometricRungs({7, 7, true}, 4), ElementsAre(7));
}

} // namespace
} // namespace sweep
