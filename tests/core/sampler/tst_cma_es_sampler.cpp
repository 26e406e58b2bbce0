// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/cma_es_sampler.h"
#include "tests/support/spaces.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <gtest/gtest.h>
#include <limits>

namespace sweep {
namespace {

using namespace test;
using Score = std::function<double(const Configuration&)>;

StudySpec cmaStudy(std::vector<Parameter> parameters, Configuration options = {}) {
  StudySpec spec = studyOf(std::move(parameters), "cma-es", std::move(options));
  spec.seed = 3;
  return spec;
}

double at(const Configuration& configuration, std::string_view name) {
  return *valueNumber(*configuration.find(name));
}

struct Played {
  std::vector<Trial> history;
  std::vector<std::string> origins;

  double best() const {
    double lowest = std::numeric_limits<double>::infinity();
    for (const auto& trial : history)
      lowest = std::min(lowest, trial.value().value_or(lowest));
    return lowest;
  }
};

/// One trial at a time; a score of nan fails.
Played play(const StudySpec& spec, int trials, const Score& score) {
  Played played;
  const auto sampler = createSampler(spec).value();
  for (int number = 0; number < trials; ++number) {
    const auto answer = sampler->suggest({1, number});
    if (answer.items.empty())
      break;
    const auto& item = answer.items.front();
    const double value = score(item.configuration);
    played.origins.push_back(item.origin.str());
    played.history.push_back(std::isnan(value) ? failed(number, item.configuration)
                                               : completed(number, item.configuration, value));
    sampler->observe({&played.history.back(), 1});
  }
  return played;
}

/// Narrow and across the axes.
double valley(const Configuration& c) {
  const double along = at(c, "x") + at(c, "y") - 1.3;
  const double across = at(c, "x") - at(c, "y") + 0.2;
  return along * along + 100.0 * across * across + std::pow(at(c, "z") - 0.7, 2);
}

std::vector<Parameter> cube() {
  return {real("x", 0.0, 1.0), real("y", 0.0, 1.0), real("z", 0.0, 1.0)};
}

TEST(CmaEsSampler, ConvergesInANarrowValley) {
  EXPECT_LT(play(cmaStudy(cube()), 600, valley).best(), 1e-10);
}

TEST(CmaEsSampler, ClimbsWhenTheObjectiveIsToRise) {
  StudySpec spec = cmaStudy(cube());
  spec.objectives[0].direction = Direction::Maximise;
  const Played played = play(spec, 400, [](const Configuration& c) { return -valley(c); });
  double highest = -1e9;
  for (const auto& trial : played.history)
    highest = std::max(highest, *trial.value());
  EXPECT_GT(highest, -1e-5);
}

TEST(CmaEsSampler, FindsWholeNumbersFarFromWhereItBegins) {
  std::vector<Parameter> parameters;
  for (int i = 0; i < 5; ++i)
    parameters.push_back(integer("n" + std::to_string(i), 0, 9));
  const Played played = play(cmaStudy(parameters), 400, [](const Configuration& c) {
    double sum = 0.0;
    for (int i = 0; i < 5; ++i)
      sum += std::pow(at(c, "n" + std::to_string(i)) - (i % 2 ? 9.0 : 1.0), 2);
    return sum;
  });
  EXPECT_EQ(played.best(), 0.0);
}

TEST(CmaEsSampler, LearnsCategories) {
  const std::vector<Value> kinds = {text("a"), text("b"), text("c"), text("d")};
  const Played played = play(cmaStudy({choice("k", kinds), choice("l", kinds), real("x", 0.0, 1.0)}), 300,
                             [](const Configuration& c) {
                               return (*c.find("k") == text("c") ? 0.0 : 1.0) +
                                      (*c.find("l") == text("a") ? 0.0 : 1.0) + std::abs(at(c, "x") - 0.2);
                             });
  const auto good = std::count_if(played.history.end() - 100, played.history.end(), [](const Trial& trial) {
    return *trial.configuration.find("k") == text("c") && *trial.configuration.find("l") == text("a");
  });
  EXPECT_GT(good, 50);
}

TEST(CmaEsSampler, AvoidsWhatFails) {
  const Played played = play(cmaStudy(cube()), 240, [](const Configuration& c) {
    return at(c, "x") > 0.5 ? std::nan("") : valley(c);
  });
  const auto failures = [&](std::size_t from, std::size_t to) {
    return std::count_if(played.history.begin() + static_cast<std::ptrdiff_t>(from),
                         played.history.begin() + static_cast<std::ptrdiff_t>(to),
                         [](const Trial& trial) { return trial.state == TrialState::Failed; });
  };
  EXPECT_LT(failures(200, 240), failures(0, 40));
}

TEST(CmaEsSampler, LearnsNothingFromAGenerationThatFailsAltogether) {
  const Played played = play(cmaStudy(cube()), 21, [](const Configuration&) { return std::nan(""); });
  EXPECT_TRUE(played.origins.back().starts_with("generation 1,")) << played.origins.back();
}

TEST(CmaEsSampler, SaysWhichGenerationADrawBelongsTo) {
  const Played played = play(cmaStudy(cube()), 10, valley);
  EXPECT_EQ(played.origins[0], "generation 1, draw 1 of 7, step size 0.15 of the ranges");
  EXPECT_TRUE(played.origins[9].starts_with("generation 2, draw 3 of 7, step size 0.")) << played.origins[9];
}

TEST(CmaEsSampler, BeginsAnewWhenThereIsNothingMoreToFind) {
  const auto bowl = [](const Configuration& c) {
    return std::pow(at(c, "x") - 0.3, 2);
  };
  const Played played = play(cmaStudy({real("x", 0.0, 1.0)}), 500, bowl);
  EXPECT_NE(played.origins.back().find("; restart "), std::string::npos) << played.origins.back();
  const Played without = play(cmaStudy({real("x", 0.0, 1.0)}, {{"restarts", text("none")}}), 500, bowl);
  EXPECT_EQ(without.origins.back().find("; restart "), std::string::npos);
}

TEST(CmaEsSampler, BeginsAtTheDefaultsThatAreGiven) {
  auto parameters = cube();
  parameters[0].defaultValue = Value(0.05);
  const Played played = play(cmaStudy(parameters, {{"initial-step", Value(0.01)}}), 7, valley);
  for (const auto& trial : played.history)
    EXPECT_NEAR(at(trial.configuration, "x"), 0.05, 0.05);
}

TEST(CmaEsSampler, RefusesSeveralObjectives) {
  StudySpec spec = cmaStudy(cube());
  spec.objectives.resize(2);
  EXPECT_FALSE(createSampler(spec).ok());
}

/// Four at a time, the newest finishing first.
std::vector<Trial> playAhead(const StudySpec& spec, std::vector<Trial>& pending, int trials) {
  const auto sampler = createSampler(spec).value();
  std::vector<Trial> history;
  for (int number = 0; number < trials; ++number) {
    auto answer = sampler->suggest({1, number});
    pending.push_back(running(number, answer.items.at(0).configuration));
    sampler->observe({&pending.back(), 1});
    if (pending.size() < 4)
      continue;
    history.push_back(completed(number, pending.back().configuration, valley(pending.back().configuration)));
    pending.pop_back();
    sampler->observe({&history.back(), 1});
  }
  return history;
}

TEST(CmaEsSampler, ContinuesFromHistoryWithTrialsUnderWay) {
  const StudySpec spec = cmaStudy(cube());
  std::vector<Trial> pending;
  const auto history = playAhead(spec, pending, 60);
  std::vector<Trial> morePending;
  const auto more = playAhead(spec, morePending, 61);
  const auto reopened = createSampler(spec).value();
  reopened->observe(history);
  reopened->observe(pending);
  const auto answer = reopened->suggest({1, 60});
  ASSERT_EQ(answer.items.size(), 1u);
  EXPECT_EQ(answer.items[0].configuration.json(), more.back().configuration.json());
}

TEST(CmaEsSampler, RanksPrunedTrialsBehindCompleteOnes) {
  // Every trial with a large x is stopped early with a splendid value: the search must not go there.
  const StudySpec spec = cmaStudy(cube());
  const auto sampler = createSampler(spec).value();
  double sum = 0.0;
  for (int number = 0; number < 200; ++number) {
    const auto answer = sampler->suggest({1, number});
    Trial trial = completed(number, answer.items.at(0).configuration, valley(answer.items[0].configuration));
    if (at(trial.configuration, "x") > 0.6) {
      trial.state = TrialState::Pruned;
      trial.values = {-1000.0};
    }
    sampler->observe({&trial, 1});
    if (number >= 150)
      sum += at(trial.configuration, "x");
  }
  EXPECT_LT(sum / 50, 0.62);
}

TEST(CmaEsSampler, LearnsFromWhatIsQueuedByHand) {
  const StudySpec spec = cmaStudy(cube());
  const auto sampler = createSampler(spec).value();
  std::vector<Trial> known;
  for (int number = 0; number < 70; ++number) {
    const double near = 0.02 * (number % 5);
    const Configuration configuration{{"x", 0.9 + near / 2}, {"y", 0.1 + near}, {"z", 0.05 + near / 3}};
    known.push_back(completed(number, configuration, near));
    known.back().fromSampler = false;
  }
  sampler->observe(known);
  const auto answer = sampler->suggest({8, 70});
  for (const auto& item : answer.items) {
    EXPECT_GT(at(item.configuration, "x"), 0.6);
    EXPECT_LT(at(item.configuration, "y"), 0.5);
  }
}

} // namespace
} // namespace sweep
