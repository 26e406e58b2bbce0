// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/bracket_plan.h"
#include "core/scheduler/registry.h"
#include "places.h"

#include <cmath>
#include <fstream>
#include <gmock/gmock.h>
#include <map>
#include <nlohmann/json.hpp>

namespace sweep {
namespace {

using Json = nlohmann::json;
using testing::ElementsAre;

StudySpec hyperbandStudy(double max, std::int64_t eta, const char* rounding = "up") {
  StudySpec spec;
  spec.space.parameters = {{"x", FloatDomain{0.0, 1.0, false, {}}, {}, {}, {}}};
  spec.method.scheduler = "hyperband";
  spec.method.schedulerOptions = {{"eta", eta}, {"rounding", std::string(rounding)}};
  spec.budget = Budget{"epoch", 1.0, max, BudgetWay::StartOver};
  return spec;
}

BracketPlan planned(const StudySpec& spec) {
  const auto plan = bracketPlan(spec);
  EXPECT_TRUE(plan.ok() && *plan);
  return plan.ok() && *plan ? **plan : BracketPlan();
}

TEST(BracketPlan, IsThatOfThePaperWithBothRoundings) {
  const Json file = Json::parse(std::ifstream(TEST_DATA_DIR "/hyperband_brackets.json"));
  int compared = 0;
  for (const Json& item : file["cases"]) {
    const auto spec = hyperbandStudy(item["R"].get<double>(), item["eta"].get<int>());
    // Budgets of a range with whole ends are whole.
    if (std::pow(item["eta"].get<double>(), item["s_max_exact_integer"].get<int>()) != item["R"].get<double>())
      continue;
    ++compared;
    const auto up = planned(spec);
    const auto& paper = item["paper_algorithm1"];
    ASSERT_EQ(up.brackets.size(), paper.size());
    double cost = 0.0;
    std::uint64_t trials = 0;
    for (std::size_t b = 0; b < paper.size(); ++b) {
      EXPECT_DOUBLE_EQ(up.costs[b], paper[b]["resource_without_resume"].get<double>());
      cost += up.costs[b];
      trials += paper[b]["n"].get<std::uint64_t>();
      for (const Json& rung : paper[b]["rungs"])
        EXPECT_EQ(trialsAt(up.brackets[b], rung["r_i"].get<double>()), rung["n_i"].get<std::int64_t>());
    }
    EXPECT_DOUBLE_EQ(up.cost, cost);
    EXPECT_DOUBLE_EQ(up.costInLargest(), cost / item["R"].get<double>());
    EXPECT_EQ(up.trials, trials);
    const auto down = planned(hyperbandStudy(item["R"].get<double>(), item["eta"].get<int>(), "down"));
    const auto& table = item["hpbandster_formula_exact_log"];
    for (std::size_t b = 0; b < table.size(); ++b)
      for (std::size_t i = 0; i < down.brackets[b].rungs.size(); ++i)
        EXPECT_EQ(down.brackets[b].rungs[i].trials, table[b]["num_configs"][i].get<std::int64_t>());
  }
  EXPECT_GT(compared, 0);
}

TEST(BracketPlan, CountsWhatContinuingSaves) {
  auto spec = hyperbandStudy(9.0, 3);
  const auto anew = planned(spec);
  // s = 2: 9 × 1, 3 × 3, 1 × 9; s = 1: 5 × 3, 1 × 9; s = 0: 3 × 9.
  EXPECT_THAT(anew.costs, ElementsAre(27.0, 24.0, 27.0));
  EXPECT_FALSE(anew.continues);
  spec.budget->way = BudgetWay::Continue;
  const auto on = planned(spec);
  EXPECT_THAT(on.costs, ElementsAre(9.0 + 3 * 2.0 + 6.0, 15.0 + 6.0, 27.0));
  EXPECT_TRUE(on.continues);
  EXPECT_DOUBLE_EQ(on.cost, 69.0);
  EXPECT_DOUBLE_EQ(on.costInLargest(), 69.0 / 9.0);
  // Ended in flight, a trial that waited at a rung has no process to go on with.
  spec.budget->way = BudgetWay::StopInFlight;
  EXPECT_DOUBLE_EQ(planned(spec).cost, anew.cost);
}

TEST(BracketPlan, SumsTrialsAtEachBudget) {
  const auto plan = planned(hyperbandStudy(9.0, 3));
  EXPECT_THAT(plan.budgets(), ElementsAre(1.0, 3.0, 9.0));
  EXPECT_EQ(plan.trialsAt(1.0), 9);
  EXPECT_EQ(plan.trialsAt(3.0), 3 + 5);
  EXPECT_EQ(plan.trialsAt(9.0), 1 + 1 + 3);
  EXPECT_EQ(plan.trialsAt(2.0), 0);
  EXPECT_EQ(trialsAt(plan.brackets[1], 1.0), std::nullopt);
  EXPECT_EQ(plan.trials, 17u);
}

TEST(BracketPlan, BeginsAsManyTrialsAsTheSchedulerDoes) {
  auto spec = hyperbandStudy(27.0, 3);
  spec.method.schedulerOptions.set("rounds", std::int64_t{2});
  const auto plan = planned(spec);
  EXPECT_EQ(plan.trials, 49u);
  EXPECT_EQ(plan.rounds, 2u);
  auto scheduler = createScheduler(spec);
  ASSERT_TRUE(scheduler.ok());
  std::map<double, std::uint64_t> begun;
  std::uint64_t trials = 0;
  while (std::holds_alternative<StartNew>((*scheduler)->next(NewTrials::Now)) && trials < 1000) {
    Trial trial;
    trial.number = static_cast<int>(trials++);
    const auto place = (*scheduler)->place(trial.number);
    trial.budget = place.budget;
    trial.bracket = place.bracket;
    ++begun[*place.budget];
    (*scheduler)->observe(trial);
  }
  EXPECT_EQ(trials, 2 * plan.trials);
  for (const auto& bracket : plan.brackets)
    EXPECT_EQ(begun[bracket.rungs.front().budget], static_cast<std::uint64_t>(2 * bracket.rungs.front().trials));
}

TEST(BracketPlan, IsThereForBracketsOnly) {
  auto spec = hyperbandStudy(81.0, 3);
  for (const auto& entry : schedulers()) {
    spec.method.scheduler = entry.id;
    spec.method.schedulerOptions = {};
    spec.budget->way = BudgetWay::Continue;
    const auto plan = bracketPlan(spec);
    ASSERT_TRUE(plan.ok()) << entry.id;
    EXPECT_EQ(plan->has_value(), entry.brackets != nullptr) << entry.id;
  }
  spec = hyperbandStudy(81.0, 3);
  spec.budget.reset();
  EXPECT_FALSE(bracketPlan(spec).ok());
  spec = hyperbandStudy(81.0, 3);
  spec.method.schedulerOptions.set("rounds", std::int64_t{0});
  EXPECT_EQ(planned(spec).rounds, std::nullopt);
}

} // namespace
} // namespace sweep
