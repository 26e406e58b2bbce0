// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/tpe_ranking.h"
#include "places.h"
#include "tests/support/spaces.h"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <limits>
#include <nlohmann/json.hpp>

namespace sweep {
namespace {

using namespace test;
using Json = nlohmann::json;

double numberIn(const Json& value) {
  return value.is_string() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
}

Trial trialOf(const Json& item) {
  Trial trial = completed(item["number"], {}, item.value("value", 0.0));
  if (item["state"] == "pruned") {
    trial.state = TrialState::Pruned;
    trial.values.clear();
    if (!item["last_step"].is_null())
      trial.reports = {{0, {{"loss", 5.0}}}, {item["last_step"], {{"loss", numberIn(item["last_value"])}}}};
  }
  return trial;
}

double violationOf(const Json& item) {
  double sum = 0.0;
  if (item.contains("constraints"))
    for (const double constraint : item["constraints"])
      sum += std::max(constraint, 0.0);
  return sum;
}

TEST(TpeRanking, SplitsAsTheReference) {
  const Json file = Json::parse(std::ifstream(TEST_DATA_DIR "/tpe_split.json"));
  ASSERT_EQ(file["cases"].size(), 3u);
  for (const auto& item : file["cases"]) {
    Objective objective;
    objective.direction = item["direction"] == "maximize" ? Direction::Maximise : Direction::Minimise;
    TpeRanking ranking({objective});
    for (const auto& trial : item["trials"])
      if (trial["state"] != "running")
        ranking.put(trialOf(trial), violationOf(trial));
    EXPECT_EQ(ranking.size(), item["n_not_running"].get<std::size_t>());
    EXPECT_EQ(ranking.best(item["n_below"]), item["below"].get<std::vector<int>>());
  }
}

TEST(TpeRanking, CountsAsManyGoodAsTheReference) {
  const Json file = Json::parse(std::ifstream(TEST_DATA_DIR "/tpe.json"));
  for (const auto& row : file["gamma_table"])
    EXPECT_EQ(tpeGoodCount(row[0], 0.1, 25), row[1].get<std::size_t>()) << row;
  EXPECT_EQ(tpeGoodCount(1000, 0.1, 1000), 100u);
}

Trial twoValued(int number, double a, double b) {
  Trial trial = completed(number, {}, a);
  trial.values.push_back(b);
  return trial;
}

TEST(TpeRanking, TakesSeveralObjectivesFrontByFront) {
  std::vector<Objective> objectives(2);
  objectives[1].direction = Direction::Maximise;
  TpeRanking ranking(objectives);
  // 3, 1 and 4 are not dominated; 0 is by 1 alone; 2 by most.
  ranking.put(twoValued(0, 2.0, 4.0), 0.0);
  ranking.put(twoValued(1, 1.5, 5.0), 0.0);
  ranking.put(twoValued(2, 9.0, 1.0), 0.0);
  ranking.put(twoValued(3, 1.0, 3.0), 0.0);
  ranking.put(twoValued(4, 4.0, 6.0), 0.0);
  EXPECT_EQ(ranking.best(3), (std::vector{1, 3, 4}));
  EXPECT_EQ(ranking.best(4), (std::vector{0, 1, 3, 4}));
  EXPECT_EQ(ranking.best(9).size(), 5u);
  EXPECT_EQ(ranking.best(1).size(), 1u);
}

} // namespace
} // namespace sweep
