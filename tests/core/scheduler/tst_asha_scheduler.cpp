// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "places.h"
#include "tests/core/scheduler/schedules.h"

#include <cmath>
#include <fstream>
#include <gmock/gmock.h>
#include <limits>
#include <nlohmann/json.hpp>

namespace sweep {
namespace {

using namespace test;
using Json = nlohmann::json;
using testing::HasSubstr;
using Kind = Verdict::Kind;

const Json& cases() {
  static const Json file = Json::parse(std::ifstream(TEST_DATA_DIR "/asha.json"));
  return file["cases"];
}

StudySpec specOf(const Json& item) {
  auto spec = budgetSpec("asha", item["min_resource"].get<double>(), item["max_resource"].get<double>(),
                         BudgetWay::StopInFlight);
  spec.method.schedulerOptions = {{"eta", item["eta"].get<std::int64_t>()}};
  return spec;
}

/// Shows the events of a golden to a scheduler with this rule, and expects its decisions.
void followEvents(const Json& item, const char* rule, std::size_t column) {
  auto spec = specOf(item);
  spec.method.schedulerOptions.set("rule", std::string(rule));
  const auto scheduler = createScheduler(spec).value();
  std::map<int, Trial> trials;
  for (const auto& event : item["events"]) {
    const auto expected = event[column].get<std::string>();
    auto& trial = trials[event[0].get<int>()];
    if (trial.state == TrialState::Pruned)
      continue;
    trial.number = event[0].get<int>();
    trial.state = TrialState::Running;
    trial.reports.push_back({event[1].get<std::int64_t>(), {{"loss", event[2].get<double>()}}, 0.0});
    const auto verdict = scheduler->judge(trial);
    EXPECT_EQ(verdict.kind, expected == "stop" ? Kind::Stop : Kind::GoOn) << rule << ": " << event;
    EXPECT_EQ(verdict.reason.empty(), expected != "stop");
    if (expected == "stop") {
      trial.state = TrialState::Pruned;
      scheduler->observe(trial);
    }
  }
}

TEST(AshaScheduler, StopsAsOtherProgramsDo) {
  int followed = 0;
  for (const auto& item : cases()) {
    if (item["variant"] != "stopping")
      continue;
    followEvents(item, "count", 3);
    followEvents(item, "rank", 4);
    followEvents(item, "quantile", 5);
    ++followed;
  }
  EXPECT_EQ(followed, 2);
}

/// Who runs what, told by the golden's log of starts and ends.
class PromotionLog {
public:
  explicit PromotionLog(const Json& item) : m_item(item) {
    auto spec = specOf(item);
    spec.budget->way = BudgetWay::Continue;
    spec.method.schedulerOptions.set("variant", std::string("promotion"));
    m_scheduler = createScheduler(spec).value();
  }

  void follow() {
    for (const auto& entry : m_item["log"]) {
      const int number = entry[1].get<int>();
      const auto rung = entry[2].get<std::size_t>();
      if (entry[0] == "start")
        start(number, rung, entry[3].get<double>());
      else
        finish(m_trials[number], entry[3].get<double>());
    }
  }

private:
  void start(int number, std::size_t rung, double budget) {
    const bool isFull = static_cast<int>(m_trials.size()) >= m_item["max_configs"].get<int>();
    const auto step = m_scheduler->next(isFull ? NewTrials::Never : NewTrials::Now);
    auto& trial = m_trials[number];
    if (rung == 0) {
      ASSERT_TRUE(std::holds_alternative<StartNew>(step)) << number;
      trial.number = number;
      trial.bracket = m_scheduler->place(number).bracket;
      EXPECT_EQ(m_scheduler->place(number).budget, budget);
    } else {
      const auto* more = std::get_if<ContinueTrial>(&step);
      ASSERT_TRUE(more) << number;
      EXPECT_EQ(more->trial, number);
      EXPECT_EQ(more->budget, budget);
    }
    trial.state = TrialState::Running;
    trial.budget = budget;
    trial.attempts.emplace_back().budget = budget;
    m_scheduler->observe(trial);
  }

  void finish(Trial& trial, double value) {
    trial.attempts.back().values = {value};
    const auto verdict = m_scheduler->reached(trial);
    const bool isEnd = trial.budget == m_item["max_resource"].get<double>();
    EXPECT_EQ(verdict.kind, isEnd ? Kind::GoOn : Kind::Pause);
    trial.state = isEnd ? TrialState::Complete : TrialState::Paused;
    m_scheduler->observe(trial);
  }

  const Json& m_item;
  std::unique_ptr<Scheduler> m_scheduler;
  std::map<int, Trial> m_trials;
};

TEST(AshaScheduler, PromotesAsThePaperDoes) {
  int followed = 0;
  for (const auto& item : cases())
    if (item["variant"] == "promotion") {
      PromotionLog(item).follow();
      ++followed;
    }
  EXPECT_EQ(followed, 2);
}

class AshaTest : public testing::Test {
protected:
  Verdict report(Trial& trial, std::int64_t step, double value) {
    trial.state = TrialState::Running;
    trial.reports.push_back({step, {{"loss", value}}, 0.0});
    return scheduler->judge(trial);
  }
  Trial trial(int number) {
    Trial made;
    made.number = number;
    return made;
  }
  /// So many trials with losses 1, 2, … at the first rung.
  void fillFirstRung(int count) {
    for (int i = 1; i <= count; ++i) {
      auto one = trial(1000 + i);
      report(one, 1, i);
    }
  }

  StudySpec spec = [] {
    auto made = budgetSpec("asha", 1, 27, BudgetWay::StopInFlight);
    made.method.schedulerOptions = {{"eta", std::int64_t{3}}};
    return made;
  }();
  std::unique_ptr<Scheduler> scheduler = createScheduler(spec).value();
};

TEST_F(AshaTest, SaysWhyInWordsAndNumbers) {
  fillFirstRung(5);
  auto poor = trial(1);
  const auto verdict = report(poor, 1, 2.5);
  EXPECT_EQ(verdict.kind, Kind::Stop);
  EXPECT_EQ(verdict.reason.str(), "rung 1: 2.5 is worse than 2, the last of the best 2 of 6");
}

TEST_F(AshaTest, ShowsValuesAsTheyWereWhenMoreIsBetter) {
  spec.objectives.front().direction = Direction::Maximise;
  scheduler = createScheduler(spec).value();
  fillFirstRung(5);
  auto poor = trial(1);
  EXPECT_EQ(report(poor, 1, 3.5).reason.str(), "rung 1: 3.5 is worse than 4, the last of the best 2 of 6");
  auto good = trial(2);
  EXPECT_EQ(report(good, 1, 6.0).kind, Kind::GoOn);
}

TEST_F(AshaTest, FilesAReportThatSkippedRungsUnderEachOfThem) {
  fillFirstRung(6);
  auto late = trial(1);
  EXPECT_EQ(report(late, 10, 0.5).kind, Kind::GoOn);
  auto second = trial(2);
  EXPECT_EQ(report(second, 4, 0.6).kind, Kind::Stop);
  auto third = trial(3);
  EXPECT_EQ(report(third, 2, 0.1).kind, Kind::GoOn);
  // Behind the first one at rung 9, though not before.
  EXPECT_EQ(report(third, 3, 0.2).kind, Kind::GoOn);
  EXPECT_EQ(report(third, 9, 0.7).kind, Kind::Stop);
}

TEST_F(AshaTest, TakesNoNoticeOfLateAndRepeatedReports) {
  fillFirstRung(8);
  auto one = trial(1);
  EXPECT_EQ(report(one, 2, 0.5).kind, Kind::GoOn);
  EXPECT_EQ(report(one, 1, 100.0).kind, Kind::GoOn);
  EXPECT_EQ(report(one, 2, 100.0).kind, Kind::GoOn);
  one.reports.push_back({3, {{"accuracy", 0.1}}, 0.0});
  EXPECT_EQ(scheduler->judge(one).kind, Kind::GoOn);
  // The rung is reached with the first report that has the metric.
  EXPECT_EQ(report(one, 4, std::nan("")).kind, Kind::Stop);
}

TEST_F(AshaTest, StopsWhatIsNotANumberWithoutCountingIt) {
  auto broken = trial(1);
  const auto verdict = report(broken, 1, std::nan(""));
  EXPECT_EQ(verdict.kind, Kind::Stop);
  EXPECT_EQ(verdict.reason.str(), "rung 1: “loss” is not a number");
  auto infinite = trial(2);
  EXPECT_EQ(report(infinite, 1, std::numeric_limits<double>::infinity()).kind, Kind::GoOn);
  auto finite = trial(3);
  EXPECT_EQ(report(finite, 1, 1e300).kind, Kind::GoOn);
}

TEST_F(AshaTest, ForgetsWhatATrialReportedBeforeItWasPutBack) {
  auto one = trial(1);
  report(one, 1, 0.0);
  one.reports.clear();
  one.state = TrialState::Waiting;
  scheduler->observe(one);
  auto other = trial(2);
  EXPECT_EQ(report(other, 1, 5.0).kind, Kind::GoOn);
}

Threshold atRung(double budget, std::size_t results, std::optional<double> value) {
  return {0, budget, {}, results, value, Message("rung %1", {roundedText(budget)})};
}

TEST_F(AshaTest, TellsWhatEachRungAsksFor) {
  EXPECT_THAT(scheduler->thresholds(),
              testing::ElementsAre(atRung(1, 0, {}), atRung(3, 0, {}), atRung(9, 0, {}), atRung(27, 0, {})));
  fillFirstRung(7);
  auto good = trial(1);
  report(good, 3, 0.5);
  const auto thresholds = scheduler->thresholds();
  EXPECT_EQ(thresholds[0], atRung(1, 8, 1.0)) << "the best 2 of 8";
  EXPECT_EQ(thresholds[1], atRung(3, 1, 0.5));
}

TEST_F(AshaTest, TellsThresholdsOfItsOtherRules) {
  spec.method.schedulerOptions.set("rule", std::string("rank"));
  scheduler = createScheduler(spec).value();
  fillFirstRung(6);
  EXPECT_EQ(scheduler->thresholds().front().value, 3.0) << "two may be better";
  spec.method.schedulerOptions.set("rule", std::string("quantile"));
  scheduler = createScheduler(spec).value();
  fillFirstRung(4);
  EXPECT_EQ(scheduler->thresholds().front().value, 2.0);
  spec.method.schedulerOptions = {{"eta", std::int64_t{3}}, {"variant", std::string("promotion")}};
  spec.budget->way = BudgetWay::Continue;
  spec.objectives.front().direction = Direction::Maximise;
  VirtualStudy study(
      spec, 1, [](const Trial& trial, std::int64_t) { return std::vector<double>{trial.number * 1.0}; });
  study.limit = 2;
  study.run();
  EXPECT_EQ(study.scheduler().thresholds().front(), atRung(1, 2, {})) << "one of three goes on";
  study.limit = 7;
  study.renew(1);
  study.run();
  EXPECT_EQ(study.scheduler().thresholds().front(), atRung(1, 7, 5.0)) << "the best two of seven";
}

TEST(AshaPromotion, ClosesPausedTrialsWhenNothingCanRaiseThem) {
  auto spec = budgetSpec("asha", 1, 9, BudgetWay::Continue);
  spec.method.schedulerOptions = {{"eta", std::int64_t{3}}, {"variant", std::string("promotion")}};
  VirtualStudy study(
      spec, 3, [](const Trial& trial, std::int64_t) { return std::vector<double>{trial.number * 1.0}; });
  study.limit = 12;
  study.run();
  EXPECT_TRUE(study.isOver());
  std::map<TrialState, int> states;
  for (const auto& trial : study.trials()) {
    ++states[trial.state];
    if (trial.state == TrialState::Pruned) {
      EXPECT_FALSE(trial.verdict.empty());
    }
  }
  EXPECT_EQ(states[TrialState::Complete], 1);
  EXPECT_EQ(states[TrialState::Pruned], 11);
  EXPECT_THAT(study.trials().at(11).verdict.str(),
              HasSubstr("rung 1: 11 is worse than 3, the last of the best 4 of 12"));
}

TEST(AshaPromotion, PromotesFromTheHighestRungFirst) {
  auto spec = budgetSpec("asha", 1, 27, BudgetWay::Continue);
  spec.method.schedulerOptions = {{"eta", std::int64_t{3}}, {"variant", std::string("promotion")}};
  VirtualStudy study(spec, 1, decliningCurves);
  study.limit = 27;
  double highest = 0.0;
  study.onStep = [&](const NextStep& step) {
    if (const auto* more = std::get_if<ContinueTrial>(&step))
      highest = std::max(highest, more->budget);
  };
  study.run();
  EXPECT_EQ(highest, 27.0);
  EXPECT_TRUE(study.isOver());
}

TEST(AshaBrackets, SpreadTrialsOverTheLowestRungs) {
  auto spec = budgetSpec("asha", 1, 27, BudgetWay::Continue);
  spec.method.schedulerOptions = {
      {"eta", std::int64_t{3}}, {"variant", std::string("promotion")}, {"brackets", std::int64_t{3}}};
  const auto scheduler = createScheduler(spec).value();
  std::map<int, int> counts;
  for (int number = 0; number < 3000; ++number) {
    const auto placement = scheduler->place(number);
    ++counts[*placement.bracket];
    EXPECT_EQ(*placement.budget, std::pow(3.0, *placement.bracket));
  }
  // exp(4), exp(3), exp(2) of their sum.
  EXPECT_NEAR(counts[0] / 3000.0, 0.665, 0.03);
  EXPECT_NEAR(counts[1] / 3000.0, 0.245, 0.03);
}

} // namespace
} // namespace sweep
