// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/gp_sampler.h"

#include "tests/support/spaces.h"

#include <gmock/gmock.h>

#include <cmath>
#include <functional>

namespace sweep {
namespace {

using namespace test;
using testing::HasSubstr;

using Function = std::function<std::optional<double>(const Configuration&)>;

double number(const Configuration& configuration, const char* name) { return *valueNumber(*configuration.find(name)); }

Trial finishedAs(int trial, Suggestion suggestion, std::optional<double> loss) {
  Trial finished;
  finished.number = trial;
  finished.configuration = std::move(suggestion.configuration);
  finished.origin = std::move(suggestion.origin);
  finished.state = loss ? TrialState::Complete : TrialState::Failed;
  if (loss)
    finished.values = {*loss};
  else
    finished.failure = Failure{FailureClass::ExitCode, Message("Ended with exit code 1."), {}};
  return finished;
}

/// One trial after the other; a function without a value is a trial that fails.
std::vector<Trial> play(const StudySpec& spec, int count, const Function& function) {
  auto sampler = createSampler(spec).value();
  std::vector<Trial> history;
  for (int i = 0; i < count; ++i) {
    auto answer = sampler->suggest({1, i});
    auto suggestion = std::move(answer.items.at(0));
    const auto loss = function(suggestion.configuration);
    history.push_back(finishedAs(i, std::move(suggestion), loss));
    sampler->observe({&history.back(), 1});
  }
  return history;
}

double lowest(const std::vector<Trial>& history) {
  double best = INFINITY;
  for (const auto& trial : history)
    best = std::min(best, trial.value().value_or(INFINITY));
  return best;
}

std::optional<double> bowl(const Configuration& at) {
  return std::pow(number(at, "x") - 0.3, 2) + std::pow(number(at, "y") - 0.6, 2);
}

StudySpec square(Configuration options = {}) {
  return studyOf({real("x", 0.0, 1.0), real("y", 0.0, 1.0)}, "gp", std::move(options));
}

TEST(GpSampler, FindsTheBottomOfABowl) { EXPECT_LT(lowest(play(square(), 30, bowl)), 1e-4); }

TEST(GpSampler, ASamplerToldTheHistoryGoesOnAsTheOneThatMadeIt) {
  const auto spec = square();
  const auto history = play(spec, 25, bowl);
  for (const std::size_t known : {0u, 5u, 12u, 21u}) {
    auto sampler = createSampler(spec).value();
    sampler->observe(std::span(history).first(known));
    EXPECT_EQ(sampler->suggest({1, static_cast<int>(known)}).items.at(0).configuration, history[known].configuration) << known;
  }
}

TEST(GpSampler, LooksWithinTheSpaceWhereTheBestTrialsLieOutside) {
  const auto wide = studyOf({real("x", 0.0, 1.0), choice("kind", {text("a"), text("b"), text("gone")})}, "gp");
  const auto history = play(wide, 24, [](const Configuration& at) {
    return number(at, "x") + (*at.find("kind") == text("gone") ? -5.0 : 5.0);
  });
  const auto narrow = studyOf({real("x", 0.5, 1.0), choice("kind", {text("a"), text("b")})}, "gp");
  const auto space = SearchSpace::create(narrow.space).value();
  auto sampler = createSampler(narrow).value();
  sampler->observe(history);
  for (int i = 24; i < 34; ++i)
    EXPECT_TRUE(space.check(sampler->suggest({1, i}).items.at(0).configuration)) << i;
}

TEST(GpSampler, EverySuggestionSaysWhereItCameFrom) {
  const auto history = play(square(), 16, bowl);
  EXPECT_EQ(history[0].origin.str(), "start-up, 0 of 10 trials have results: a point of a Sobol sequence");
  EXPECT_THAT(history[11].origin.str(), HasSubstr("near trial"));
  EXPECT_THAT(history[12].origin.str(), HasSubstr("anywhere: predicted"));
  EXPECT_THAT(history[14].origin.str(), HasSubstr("taking values as exact"));
  for (const std::size_t i : {10u, 12u, 14u})
    EXPECT_THAT(history[i].origin.str(), HasSubstr("expected improvement")) << i;
}

TEST(GpSampler, LocalStepsAndNoiseCanBeSwitchedOff) {
  for (const auto& trial : play(square({{"local", Value(false)}}), 20, bowl))
    EXPECT_EQ(trial.origin.str().find("near trial"), std::string::npos);
  for (const auto& trial : play(square({{"deterministic", Value(true)}}), 20, bowl))
    EXPECT_EQ(trial.origin.str().find("taking values as exact"), std::string::npos);
}

TEST(GpSampler, KeepsOutOfARegionWhereTrialsFail) {
  const auto history = play(square(), 50, [](const Configuration& at) { return number(at, "x") > 0.5 ? std::nullopt : bowl(at); });
  const auto failures = std::count_if(history.begin() + 25, history.end(), [](const Trial& trial) { return trial.failure.has_value(); });
  // Half of the space fails.
  EXPECT_LT(failures, 10);
  EXPECT_LT(lowest(history), 1e-4);
}

TEST(GpSampler, DoesNotGoOnTryingWhatFailsWhereTheOptimumLiesAtTheBorderOfIt) {
  const auto history = play(square(), 60, [](const Configuration& at) {
    return number(at, "x") > 0.5 ? std::nullopt : std::optional(std::pow(number(at, "x") - 0.8, 2) + std::pow(number(at, "y") - 0.6, 2));
  });
  const auto failures = std::count_if(history.begin() + 35, history.end(), [](const Trial& trial) { return trial.failure.has_value(); });
  EXPECT_LE(failures, 15);
  EXPECT_LT(lowest(history), 0.3 * 0.3 + 0.01);
}

TEST(GpSampler, DescendsExactlyWhereTheObjectiveIsSmooth) {
  const auto history = play(square(), 40, [](const Configuration& at) {
    return *bowl(at) + 0.5 * std::pow(number(at, "x") - 0.3, 3) + 0.3 * (number(at, "x") - 0.3) * (number(at, "y") - 0.6);
  });
  EXPECT_LT(lowest(history), 1e-10);
  EXPECT_TRUE(std::any_of(history.begin(), history.end(), [](const Trial& trial) {
    return trial.origin.str().find("lowest point of a quadratic") != std::string::npos;
  }));
}

TEST(GpSampler, LooksElsewhereWhenNothingIsLeftToGain) {
  const auto history = play(square(), 50, bowl);
  EXPECT_TRUE(std::any_of(history.begin(), history.end(), [](const Trial& trial) {
    return trial.origin.str().find("a quadratic finds nothing left to gain") != std::string::npos;
  }));
}

TEST(GpSampler, TakesNoQuadraticForNoise) {
  const auto history = play(square(), 40, [i = 0](const Configuration&) mutable {
    ++i;
    return std::optional(std::fmod(7919.0 * i * i, 101.0));
  });
  EXPECT_LT(std::count_if(history.begin(), history.end(), [](const Trial& trial) {
    return trial.origin.str().find("lowest point of a quadratic") != std::string::npos;
  }), 4);
}

TEST(GpSampler, RunningTrialsAreNotProposedAgain) {
  const auto spec = square();
  const auto history = play(spec, 15, bowl);
  auto sampler = createSampler(spec).value();
  sampler->observe(history);
  const auto answer = sampler->suggest({6, 15});
  ASSERT_EQ(answer.items.size(), 6u);
  for (std::size_t i = 0; i < 6; ++i)
    for (std::size_t k = 0; k < i; ++k)
      EXPECT_NE(answer.items[i].configuration, answer.items[k].configuration);
}

TEST(GpSampler, KeepsToConstraints) {
  auto spec = square();
  spec.space.constraints = {"x + y <= 0.7"};
  const auto history = play(spec, 30, bowl);
  for (const auto& trial : history)
    EXPECT_LE(number(trial.configuration, "x") + number(trial.configuration, "y"), 0.7);
  // The best allowed place lies on the edge, at (0.2, 0.5).
  EXPECT_NEAR(lowest(history), 0.02, 1e-3);
}

TEST(GpSampler, EndsAFiniteSpace) {
  const auto spec = studyOf({integer("a", 1, 3), choice("b", {text("s"), text("t")})}, "gp");
  auto sampler = createSampler(spec).value();
  std::vector<Trial> history;
  for (int i = 0; i < 6; ++i) {
    auto answer = sampler->suggest({1, i});
    ASSERT_EQ(answer.items.size(), 1u) << i;
    history.push_back(finishedAs(i, std::move(answer.items[0]), i));
    sampler->observe({&history.back(), 1});
  }
  EXPECT_TRUE(sampler->suggest({1, 6}).exhausted);
}

TEST(GpSampler, RefusesWhatItCannotDo) {
  auto spec = square();
  spec.objectives.resize(2);
  EXPECT_THAT(createSampler(spec).error().str(), HasSubstr("one objective"));
  EXPECT_THAT(createSampler(square({{"acquisition", text("ucb")}, {"per-second", Value(true)}})).error().str(), HasSubstr("per second"));
}

} // namespace
} // namespace sweep
