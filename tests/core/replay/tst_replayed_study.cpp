// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/replay/replayed_study.h"
#include "core/runner/methods.h"
#include "core/scheduler/registry.h"
#include "tests/support/replay_spec.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <fstream>
#include <gmock/gmock.h>

namespace sweep {
namespace {

using namespace test;

std::unique_ptr<ReplayedStudy> studyOfSpec(const StudySpec& spec, const std::string& folder = "/") {
  auto study = ReplayedStudy::create(spec, folder);
  EXPECT_TRUE(study.ok()) << study.error().str();
  return study ? std::move(*study) : nullptr;
}

/// Everything that a study did, in words.
std::vector<std::string> courseOf(const StudySpec& spec, const std::string& folder = "/") {
  auto study = studyOfSpec(spec, folder);
  study->run();
  EXPECT_EQ(study->engine().state(), StudyState::Finished) << study->notice().str();
  std::vector<std::string> course;
  for (const auto& trial : study->ledger().all()) {
    std::string text = std::string(stateName(trial.state)) + " " + trial.configuration.json();
    for (const auto& attempt : trial.attempts)
      text += " " + std::to_string(attempt.started) + "-" + std::to_string(attempt.ended) + "@" +
              roundedText(attempt.budget.value_or(0.0)) + "/" + std::to_string(attempt.worker);
    for (const auto& report : trial.reports)
      text += " " + std::to_string(report.step) + ":" + numberText(report.metrics.begin()->second);
    course.push_back(text);
  }
  return course;
}

constexpr const char* Declining = "x + 1 / step";

TEST(ReplayedStudy, TakesAsLongAsItsWorkersNeed) {
  auto spec = formulaSpec("x", 10, 4);
  spec.replay->steps = 5;
  auto study = studyOfSpec(spec);
  study->run();
  EXPECT_EQ(study->engine().state(), StudyState::Finished);
  EXPECT_EQ(study->engine().progress().complete, 10);
  EXPECT_DOUBLE_EQ(study->now(), 15.0);
  EXPECT_DOUBLE_EQ(study->executor().busySeconds(), 50.0);
  EXPECT_DOUBLE_EQ(study->executor().trainedSteps(), 50.0);
  EXPECT_DOUBLE_EQ(study->engine().runSeconds(), 15.0);
  double best = 1.0;
  for (const auto& trial : study->ledger().all())
    best = std::min(best, *valueNumber(*trial.configuration.find("x")));
  EXPECT_EQ(study->engine().progress().bestValue, best);
}

TEST(ReplayedStudy, EndsWithEverySchedulerAndWorkerCountAndTakesTheSameCourseAgain) {
  for (const auto& scheduler : schedulers())
    for (const int workers : {1, 7, 200}) {
      auto spec =
          budgetedFormulaSpec("x + n / 100 / step + 0.1 * normal()", 60, workers, std::string(scheduler.id));
      spec.replay->secondsPerStep = "1 + n / 50";
      const auto course = courseOf(spec);
      EXPECT_GT(course.size(), 8u) << scheduler.id;
      for (const auto& trial : course)
        EXPECT_FALSE(trial.starts_with("running") || trial.starts_with("paused")) << trial;
      EXPECT_EQ(course, courseOf(spec)) << scheduler.id << ", " << workers << " workers";
    }
}

TEST(ReplayedStudy, StopsInFlightAndStartsOver) {
  for (const auto way : {BudgetWay::StopInFlight, BudgetWay::StartOver})
    for (const auto* scheduler : {"asha", "median", "hyperband", "successive-halving"}) {
      auto study = studyOfSpec(budgetedFormulaSpec(Declining, 40, 5, scheduler, way));
      study->run();
      EXPECT_EQ(study->engine().state(), StudyState::Finished) << scheduler;
      const auto progress = study->engine().progress();
      EXPECT_GT(progress.complete, 0) << scheduler;
      EXPECT_GT(progress.pruned, 0) << scheduler;
      EXPECT_EQ(progress.failed, 0) << scheduler;
    }
}

TEST(ReplayedStudy, TrainsNoStepTwiceWhenTrialsGoOn) {
  auto study = studyOfSpec(budgetedFormulaSpec(Declining, 30, 3, "successive-halving"));
  study->run();
  double steps = 0.0;
  for (const auto& trial : study->ledger().all())
    steps += static_cast<double>(trial.reports.back().step);
  EXPECT_DOUBLE_EQ(study->executor().trainedSteps(), steps);
}

TEST(ReplayedStudy, KeepsThousandsOfWorkersBusy) {
  auto spec = budgetedFormulaSpec(Declining, 20'000, 2'000, "asha");
  spec.method.schedulerOptions = {{"variant", std::string("promotion")}};
  auto study = studyOfSpec(spec);
  study->run([&] { return study->now() < 8.0; });
  EXPECT_GT(study->executor().busySeconds(), 0.999 * 2'000 * study->now());
}

TEST(ReplayedStudy, EndsWithItsTimeAndItsTarget) {
  auto spec = formulaSpec("x", 1000, 2);
  spec.limits.studyTime = 50.0;
  spec.replay->steps = 10;
  auto study = studyOfSpec(spec);
  study->run();
  EXPECT_EQ(study->engine().state(), StudyState::Finished);
  EXPECT_EQ(study->engine().progress().complete, 10);
  spec.limits.studyTime.reset();
  spec.objectives[0].target = 0.05;
  study = studyOfSpec(spec);
  study->run();
  EXPECT_LE(*study->engine().progress().bestValue, 0.05);
  EXPECT_LT(study->engine().progress().complete, 200);
}

class RecordedTable : public testing::Test {
protected:
  /// 40 runs of different lengths, some of which diverge.
  void SetUp() override {
    std::ofstream file(m_folder / "curves.csv");
    file << "x,n,epoch,loss,seconds\n";
    Rng rng(5);
    for (int run = 0; run < 40; ++run) {
      const double x = rng.uniform();
      const auto n = rng.below(100) + 1;
      const auto length = 9 + rng.below(19);
      double seconds = 0.0;
      for (std::uint64_t epoch = 1; epoch <= length; ++epoch)
        file << numberText(x) << ',' << n << ',' << epoch << ','
             << (run % 8 == 0 && epoch > 5 ? "nan" : numberText(x + 1.0 / static_cast<double>(epoch))) << ','
             << numberText(seconds += 1.0 + x) << '\n';
    }
  }

  StudySpec spec(std::string method, int trials, int parallel) const {
    const auto* entry = findMethod(method);
    auto spec = formulaSpec("", trials, parallel);
    spec.method.sampler = entry->sampler;
    spec.method.scheduler = entry->scheduler;
    spec.replay->formulas.clear();
    spec.replay->table = "curves.csv";
    spec.budget = Budget{"epoch", 1.0, 27.0, BudgetWay::Continue};
    return spec;
  }

  std::string folder() const { return m_folder.path().string(); }

  TemporaryFolder m_folder;
};

TEST_F(RecordedTable, EveryMethodEndsAndTriesRecordedConfigurationsOnceEach) {
  for (const auto& method : methods()) {
    if (method.id == "grid" || method.id == "grid-refinement" || method.id == "nsga-ii" || method.id == "pbt")
      continue;
    auto study = studyOfSpec(spec(std::string(method.id), 100, 4), folder());
    ASSERT_TRUE(study) << method.id;
    study->run();
    EXPECT_EQ(study->engine().state(), StudyState::Finished) << method.id;
    EXPECT_LE(study->ledger().size(), 40) << method.id;
    std::set<std::string> seen;
    for (const auto& trial : study->ledger().all()) {
      EXPECT_TRUE(isFinished(trial.state));
      EXPECT_TRUE(seen.insert(trial.configuration.json()).second) << method.id;
      if (trial.state == TrialState::Failed) {
        EXPECT_EQ(trial.failure->kind, FailureClass::NotANumber) << trial.failure->message.str();
      }
    }
  }
}

TEST_F(RecordedTable, ARandomSearchOfAllOfItIsTheTable) {
  auto study = studyOfSpec(spec("random", 100, 4), folder());
  study->run();
  EXPECT_EQ(study->ledger().size(), 40);
  EXPECT_EQ(study->engine().progress().failed, 5);
  EXPECT_THAT(study->notice().str(), testing::HasSubstr("All 40 recorded configurations have been tried."));
  for (const auto& trial : study->ledger().all())
    if (trial.state == TrialState::Complete) {
      const double x = *valueNumber(*trial.configuration.find("x"));
      const auto last = static_cast<double>(trial.reports.back().step);
      EXPECT_DOUBLE_EQ(*trial.value(), x + 1.0 / last);
      EXPECT_NEAR(trial.duration(), last * (1.0 + x), 1e-9);
    }
}

TEST_F(RecordedTable, PopulationBasedTrainingGoesOnAlongTheCurvesOfItsCopies) {
  auto study = studyOfSpec(spec("pbt", 8, 4), folder());
  study->run();
  EXPECT_EQ(study->engine().state(), StudyState::Finished) << study->notice().str();
  EXPECT_GT(study->engine().progress().complete, 0);
}

TEST_F(RecordedTable, RefusesAGridThatWasNotRecorded) {
  const auto study = ReplayedStudy::create(spec("grid", 100, 4), folder());
  ASSERT_FALSE(study.ok());
  EXPECT_THAT(study.error().str(), testing::HasSubstr("which was not recorded"));
}

TEST_F(RecordedTable, RefusesWhatIsNotThere) {
  auto wrong = spec("random", 10, 1);
  wrong.replay->table = "nowhere.csv";
  const auto study = ReplayedStudy::create(wrong, folder());
  ASSERT_FALSE(study.ok());
  EXPECT_THAT(study.error().str(), testing::HasSubstr("nowhere.csv cannot be read: No such file"));
  wrong.replay->table.clear();
  EXPECT_FALSE(ReplayedStudy::create(wrong, folder()).ok());
}

} // namespace
} // namespace sweep
