// SPDX-License-Identifier: GPL-3.0-or-later
// What samplers believed at moments of a study: told again, never computed otherwise.
#include "core/analysis/calibration.h"
#include "core/analysis/gp_view.h"
#include "core/analysis/tpe_view.h"
#include "core/base/text.h"
#include "core/sampler/gp_sampler.h"
#include "core/sampler/registry.h"
#include "tests/support/played_study.h"

#include <algorithm>
#include <cmath>
#include <gmock/gmock.h>
#include <numeric>

namespace sweep {
namespace {

using namespace test;
using testing::HasSubstr;

/// One at a time, so that what was known when a trial began is what its suggestion knew.
SnapshotPtr studyOf(const char* sampler, int trials = 24) {
  auto spec = trainingSpec(sampler, "full", trials);
  spec.limits.parallel = 1;
  return playedStudy(spec);
}

TEST(HistoryAt, KnowsNoResultBeforeItsTime) {
  auto spec = trainingSpec("random", "full", 20);
  const auto snapshot = playedStudy(spec);
  for (int trial = 0; trial < 20; ++trial) {
    const auto history = historyAt(*snapshot, trial);
    ASSERT_EQ(history.size(), static_cast<std::size_t>(trial));
    const auto begin = snapshot->trials[static_cast<std::size_t>(trial)]->attempts.front().started;
    for (const auto& known : history) {
      const auto& whole = *snapshot->trials[static_cast<std::size_t>(known.number)];
      EXPECT_EQ(isFinished(known.state), whole.attempts.back().ended <= begin);
      EXPECT_EQ(known.value().has_value(), isFinished(known.state));
    }
  }
  EXPECT_EQ(historyAt(*snapshot, 20).back(), *snapshot->trials.back());
}

TEST(HistoryAt, KeepsResultsOfSmallerBudgets) {
  const auto snapshot = playedStudy(trainingSpec("random", "hyperband", 40));
  bool some = false;
  for (const auto& known : historyAt(*snapshot, 30))
    some = some || (!isFinished(known.state) && lastReached(known));
  EXPECT_TRUE(some);
}

/// A sampler that is told the history again suggests what the study's own did.
TEST(RetoldSampler, SuggestsWhatWasSuggestedThen) {
  for (const char* id : {"gp", "tpe", "cma-es"}) {
    const auto snapshot = studyOf(id, 18);
    RetoldSampler sampler;
    for (const int trial : {3, 12, 15, 17, 13}) {
      const auto next = sampler.at(*snapshot, trial)->suggest({1, trial});
      ASSERT_EQ(next.items.size(), 1u);
      EXPECT_EQ(next.items[0].configuration, snapshot->trials[static_cast<std::size_t>(trial)]->configuration) << id << " " << trial;
    }
  }
}

TEST(RetoldSampler, IsNullForASamplerThatCannotBeMade) {
  Snapshot snapshot;
  snapshot.spec.method.sampler = "none of ours";
  RetoldSampler sampler;
  EXPECT_EQ(sampler.at(snapshot, 0), nullptr);
}

/// The slice passes through what the trial's origin says.
TEST(GpView, PredictsWhatTheSuggestionSaid) {
  const auto snapshot = studyOf("gp");
  RetoldSampler sampler;
  int compared = 0;
  for (int trial = 12; trial < 24; ++trial) {
    const auto& suggested = *snapshot->trials[static_cast<std::size_t>(trial)];
    if (suggested.origin.text.find("predicted %1") == std::string::npos)
      continue;
    const auto view = gpView(*snapshot, {trial, "lr", "", 401}, sampler);
    ASSERT_TRUE(view) << view.error().str();
    EXPECT_EQ(view->observations, static_cast<std::size_t>(trial));
    const double lr = *valueNumber(*suggested.configuration.find("lr"));
    const auto nearest = std::ranges::min_element(view->x, {}, [&](double x) { return std::abs(std::log(x / lr)); });
    const auto i = static_cast<std::size_t>(nearest - view->x.begin());
    const double mean = *readNumber(suggested.origin.arguments[0]);
    const double deviation = *readNumber(suggested.origin.arguments[1]);
    EXPECT_NEAR(view->mean[i], mean, 0.3 * deviation + 0.01) << trial;
    EXPECT_NEAR(view->deviation[i], deviation, 0.3 * deviation + 0.005) << trial;
    EXPECT_EQ(view->centre.has_value(), suggested.origin.text.starts_with("near"));
    ++compared;
  }
  EXPECT_GE(compared, 6);
}

TEST(GpView, WorthIsAShareOfTheMost) {
  const auto snapshot = studyOf("gp");
  RetoldSampler sampler;
  for (const char* acquisition : {"log-ei", "ei", "pi", "ucb"}) {
    auto other = std::make_shared<Snapshot>(*snapshot);
    other->spec.method.samplerOptions.set("acquisition", std::string(acquisition));
    const auto view = gpView(*other, {24, "momentum", "units", 31}, sampler);
    ASSERT_TRUE(view) << acquisition << ": " << view.error().str();
    EXPECT_EQ(view->worth.size(), view->x.size() * view->y.size());
    EXPECT_EQ(view->mean.size(), view->worth.size());
    const auto [least, most] = std::ranges::minmax(view->worth);
    EXPECT_GE(least, 0.0);
    EXPECT_NEAR(most, 1.0, 1e-12);
    EXPECT_TRUE(std::ranges::is_sorted(view->y));
    for (const double units : view->y)
      EXPECT_EQ(units, std::round(units)) << "whole numbers only";
  }
}

TEST(GpView, SaysWhyThereIsNothingToSee) {
  const auto snapshot = studyOf("gp");
  RetoldSampler sampler;
  EXPECT_THAT(gpView(*snapshot, {4, "lr", "", 21}, sampler).error().str(), HasSubstr("start-up"));
  EXPECT_THAT(gpView(*snapshot, {20, "nothing", "", 21}, sampler).error().str(), HasSubstr("no parameter “nothing”"));
  EXPECT_THAT(gpView(*studyOf("random"), {20, "lr", "", 21}, sampler).error().str(), HasSubstr("Only Bayesian optimisation"));
  EXPECT_TRUE(gpView(*snapshot, {20, "lr", "", 21}, sampler, [] { return true; }).error().empty());
}

TEST(TpeView, DensitiesAreDensities) {
  const auto snapshot = studyOf("tpe", 40);
  RetoldSampler sampler;
  const auto view = tpeView(*snapshot, {40, "lr", 2001}, sampler);
  ASSERT_TRUE(view) << view.error().str();
  for (const auto* density : {&view->good, &view->bad})
    EXPECT_NEAR(std::accumulate(density->begin(), density->end(), 0.0) / static_cast<double>(density->size()), 1.0, 0.02);
  for (std::size_t i = 0; i < view->x.size(); ++i)
    EXPECT_NEAR(view->ratio[i], view->good[i] / view->bad[i], 1e-9 * view->ratio[i]);
  EXPECT_EQ(view->trials.size(), 40u);
  EXPECT_EQ(view->goodCount, 4u);
  EXPECT_EQ(std::ranges::count_if(view->trials, &TpeView::Seen::isGood), 4);
  // The good ones are the best.
  double worstGood = 1.0, bestOther = 0.0;
  for (const auto& seen : view->trials) {
    const double value = *snapshot->trials[static_cast<std::size_t>(seen.trial)]->value();
    seen.isGood ? worstGood = std::min(worstGood, value) : bestOther = std::max(bestOther, value);
  }
  EXPECT_GE(worstGood, bestOther);
}

TEST(TpeView, GivesChancesOfWholeNumbersAndSaysWhyThereIsNothing) {
  const auto snapshot = studyOf("tpe", 30);
  RetoldSampler sampler;
  const auto view = tpeView(*snapshot, {30, "units", 1000}, sampler);
  ASSERT_TRUE(view) << view.error().str();
  EXPECT_GT(view->x.size(), 100u);
  double all = 0.0;
  for (std::size_t i = 0; i < view->x.size(); ++i) {
    EXPECT_EQ(view->x[i], std::round(view->x[i]));
    EXPECT_TRUE(i == 0 || view->x[i] > view->x[i - 1]);
    all += view->good[i];
  }
  EXPECT_LE(all, 1.0 + 1e-9);
  EXPECT_THAT(tpeView(*snapshot, {3, "lr", 11}, sampler).error().str(), HasSubstr("start-up"));
  EXPECT_THAT(tpeView(*studyOf("random"), {9, "lr", 11}, sampler).error().str(), HasSubstr("Only TPE"));
}

TrialPtr predicted(int number, double mean, double deviation, double observed, TrialState state = TrialState::Complete) {
  auto trial = std::make_shared<Trial>();
  trial->number = number;
  trial->state = state;
  trial->values = {observed};
  trial->origin = Message("near trial %5: predicted %1 ± %2 against %3 so far, expected improvement %4",
                          {roundedText(mean), roundedText(deviation), "1", "0", "3"});
  return trial;
}

/// An automatic study shows the model that was asked at the moment, whichever it was, and predicts what the suggestion said.
TEST(AutomaticViews, ShowTheModelThatWasAsked) {
  const auto snapshot = studyOf("automatic", 24);
  RetoldSampler sampler;
  int compared = 0;
  for (int trial = 12; trial < 24; ++trial) {
    const auto& suggested = *snapshot->trials[static_cast<std::size_t>(trial)];
    const bool isModelled = suggested.origin.str().starts_with("Gaussian process");
    const auto gp = gpView(*snapshot, {trial, "lr", "", 101}, sampler);
    const auto tpe = tpeView(*snapshot, {trial, "lr", 101}, sampler);
    EXPECT_EQ(gp.ok(), isModelled) << suggested.origin.str();
    EXPECT_EQ(tpe.ok(), suggested.origin.str().starts_with("TPE")) << suggested.origin.str();
    if (gp) {
      EXPECT_EQ(gp->observations, static_cast<std::size_t>(trial));
      ++compared;
    } else {
      EXPECT_THAT(gp.error().str(), HasSubstr("asks for something else than a Gaussian process"));
    }
  }
  EXPECT_GE(compared, 6);
}

TEST(Calibration, CountsWhatLiesInTheBands) {
  Snapshot snapshot;
  auto without = std::make_shared<Trial>();
  without->state = TrialState::Complete;
  without->values = {1.0};
  without->origin = Message("a uniform draw");
  snapshot.trials = {without,
                     predicted(1, 1.0, 0.1, 1.06),
                     predicted(2, 1.0, 0.1, 0.86),
                     predicted(3, 1.0, 0.1, 0.5),
                     predicted(4, 1.0, 0.1, 1.16),
                     predicted(5, 1.0, 0.1, 1.0, TrialState::Pruned)};
  const auto figure = calibration(snapshot);
  ASSERT_EQ(figure.predictions.size(), 4u);
  EXPECT_EQ(figure.predictions[0].trial, 1);
  EXPECT_EQ(figure.within50, 0.25);
  EXPECT_EQ(figure.within90, 0.75);
}

TEST(Calibration, ReadsAPredictionWithinAnAutomaticOrigin) {
  const auto snapshot = studyOf("automatic", 30);
  EXPECT_GE(calibration(*snapshot).predictions.size(), 8u);
}

TEST(Calibration, ReadsTheOriginsThatTheSamplerWrites) {
  const auto snapshot = studyOf("gp", 30);
  // Steps of the quadratic predict without a deviation.
  EXPECT_GE(calibration(*snapshot).predictions.size(), 8u);
}

} // namespace
} // namespace sweep
