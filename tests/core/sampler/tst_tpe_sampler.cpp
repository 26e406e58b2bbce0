// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/tpe_sampler.h"
#include "tests/support/spaces.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <set>

namespace sweep {
namespace {

using namespace test;

double x(const Configuration& configuration, const char* name = "x") {
  return *valueNumber(*configuration.find(name));
}

std::vector<Parameter> square() {
  return {real("x", 0.0, 1.0), real("y", 0.0, 1.0)};
}

double bowl(const Configuration& c) {
  return std::pow(x(c) - 0.3, 2) + std::pow(x(c, "y") - 0.6, 2);
}

/// One trial after the other.
template <class Score> std::vector<Trial> play(const StudySpec& spec, int count, Score score) {
  std::vector<Trial> history;
  const auto sampler = createSampler(spec).value();
  for (int i = 0; i < count; ++i) {
    auto answer = sampler->suggest({1, i});
    if (answer.items.empty())
      break;
    history.push_back(completed(i, answer.items[0].configuration, score(answer.items[0].configuration)));
    history.back().origin = answer.items[0].origin;
    sampler->observe(std::span(&history.back(), 1));
  }
  return history;
}

double bestOf(const std::vector<Trial>& history) {
  double best = INFINITY;
  for (const auto& trial : history)
    best = std::min(best, *trial.value());
  return best;
}

TEST(TpeSampler, ComesCloserThanRandomSearch) {
  for (const bool multivariate : {true, false}) {
    double random = 0.0;
    double tpe = 0.0;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      StudySpec spec = studyOf(square(), "tpe", {{"multivariate", Value(multivariate)}});
      spec.seed = seed;
      tpe += std::log10(bestOf(play(spec, 100, bowl))) / 5;
      spec = studyOf(square(), "random");
      spec.seed = seed;
      random += std::log10(bestOf(play(spec, 100, bowl))) / 5;
    }
    EXPECT_LT(tpe, random - 0.5) << multivariate;
  }
}

TEST(TpeSampler, JudgesABranchByItsOwnResults) {
  const auto spec = studyOf({choice("c", {text("a"), text("b")}), onlyWhen(real("x", 0.0, 1.0), "c", {text("a")}),
                             onlyWhen(real("y", 0.0, 1.0), "c", {text("b")})},
                            "tpe");
  TpeSampler sampler(samplerContext(spec).value());
  std::vector<Trial> history;
  for (int i = 0; i < 60; ++i) {
    const double u = (i + 0.5) / 60;
    // Whatever y is, the other branch is better.
    history.push_back(i % 2 == 0 ? completed(i, {{"c", text("a")}, {"x", u}}, 0.1 * u)
                                 : completed(i, {{"c", text("b")}, {"y", u}}, 1.0 + std::abs(u - 0.7)));
  }
  sampler.observe(history);
  const auto& groups = sampler.groups();
  const auto ofY = std::find_if(groups.begin(), groups.end(), [](const TpeGroup& group) { return group.parameters() == std::vector<std::size_t>{2}; });
  ASSERT_NE(ofY, groups.end());
  EXPECT_EQ(ofY->good().ids(), (std::vector<int>{39, 41, 43}));
}

TEST(TpeSampler, FindsTheGoodCategory) {
  const auto history = play(
      studyOf({choice("c", {text("a"), text("b"), text("c"), text("d"), text("e")}), real("x", 0.0, 1.0)},
              "tpe"),
      80,
      [](const Configuration& c) { return (*c.find("c") == text("d") ? 0.0 : 1.0) + std::abs(x(c) - 0.5); });
  const auto good = std::count_if(history.end() - 30, history.end(), [](const Trial& trial) {
    return *trial.configuration.find("c") == text("d");
  });
  EXPECT_GE(good, 12); // by chance 6
}

TEST(TpeSampler, SaysWhereASuggestionComesFrom) {
  const auto history = play(studyOf(square(), "tpe"), 30, bowl);
  EXPECT_EQ(history[3].origin.str(), "start-up, 3 of 10 trials have results: a point of a Sobol sequence");
  const std::string modelled = history[25].origin.str();
  EXPECT_NE(modelled.find("the best of 24 draws like the best 3 of 25 trials: log l "), std::string::npos)
      << modelled;
  EXPECT_NE(modelled.find(", l/g "), std::string::npos) << modelled;
}

TEST(TpeSampler, GivesTheSameWhenToldAllAtOnceAndInAnyOrder) {
  StudySpec spec =
      studyOf({real("x", 0.0, 1.0), real("y", 0.0, 1.0), integer("n", 1, 40, true),
               choice("c", {text("a"), text("b")}), onlyWhen(real("z", 0.0, 1.0), "c", {text("a")})},
              "tpe", {{"newest", whole(50)}});
  const auto history = play(spec, 400, bowl);
  for (const int told : {40, 150, 399}) {
    auto part = std::vector<Trial>(history.begin(), history.begin() + told);
    std::reverse(part.begin(), part.end());
    const auto sampler = createSampler(spec).value();
    sampler->observe(part);
    const auto answer = sampler->suggest({1, told});
    EXPECT_EQ(answer.items[0].configuration, history[static_cast<std::size_t>(told)].configuration) << told;
    EXPECT_EQ(answer.items[0].origin, history[static_cast<std::size_t>(told)].origin) << told;
  }
}

TEST(TpeSampler, TreatsWhatItJustSuggestedAsRunning) {
  const StudySpec spec = studyOf(square(), "tpe");
  const auto history = play(spec, 30, bowl);
  const auto together = createSampler(spec).value();
  together->observe(history);
  const auto both = together->suggest({3, 30});
  const auto alone = createSampler(spec).value();
  alone->observe(history);
  for (int i = 0; i < 3; ++i) {
    const auto one = alone->suggest({1, 30 + i});
    EXPECT_EQ(one.items[0].configuration, both.items[static_cast<std::size_t>(i)].configuration) << i;
    alone->observe(std::vector{running(30 + i, one.items[0].configuration)});
  }
}

/// The distances between suggestions made at a time, summed over studies of several seeds.
double spread(const Configuration& options) {
  double sum = 0.0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    StudySpec spec = studyOf(square(), "tpe", options);
    spec.seed = seed;
    const auto history = play(spec, 40, bowl);
    const auto sampler = createSampler(spec).value();
    sampler->observe(history);
    const auto items = sampler->suggest({12, 40}).items;
    for (const auto& a : items)
      for (const auto& b : items)
        sum += std::hypot(x(a.configuration) - x(b.configuration),
                          x(a.configuration, "y") - x(b.configuration, "y"));
  }
  return sum;
}

TEST(TpeSampler, KeepsRunningTrialsApart) {
  EXPECT_GT(spread({}), 1.05 * spread({{"pending", text("ignored")}}));
}

TEST(TpeSampler, KeepsAwayFromFailures) {
  // Everything with x > 0.5 fails; the best that works lies at the edge of it.
  const auto share = [](const Configuration& options) {
    StudySpec spec = studyOf(square(), "tpe", options);
    const auto sampler = createSampler(spec).value();
    int failures = 0;
    for (int i = 0; i < 120; ++i) {
      const auto configuration = sampler->suggest({1, i}).items[0].configuration;
      const bool fails = x(configuration) > 0.5;
      failures += fails && i >= 40 ? 1 : 0;
      sampler->observe(std::vector{fails ? failed(i, configuration)
                                         : completed(i, configuration, std::abs(x(configuration) - 0.55))});
    }
    return failures;
  };
  EXPECT_LT(share({}), share({{"failures", text("ignored")}}));
}

TEST(TpeSampler, DoesNotBlameTheConfigurationForAMachinesFailure) {
  const StudySpec spec = studyOf(square(), "tpe");
  const auto history = play(spec, 20, bowl);
  const auto without = createSampler(spec).value();
  without->observe(history);
  const auto with = createSampler(spec).value();
  with->observe(history);
  Trial lost = failed(20, history[0].configuration);
  lost.failure->kind = FailureClass::Lost;
  with->observe(std::vector{lost});
  EXPECT_EQ(with->suggest({1, 21}).items[0].configuration,
            without->suggest({1, 21}).items[0].configuration);
}

TEST(TpeSampler, LearnsFromPrunedTrials) {
  // Only pruned trials: those near x = 0.8 went farthest.
  const StudySpec spec = studyOf(square(), "tpe");
  const auto sampler = createSampler(spec).value();
  std::vector<Trial> history;
  for (int i = 0; i < 60; ++i) {
    Trial trial = completed(i, sampler->suggest({1, i}).items[0].configuration, 0.0);
    trial.state = TrialState::Pruned;
    trial.values.clear();
    trial.reports = {
        {static_cast<std::int64_t>(100 - 100 * std::abs(x(trial.configuration) - 0.8)), {{"loss", 1.0}}}};
    sampler->observe(std::span(&trial, 1));
    history.push_back(std::move(trial));
  }
  const auto near = std::count_if(history.end() - 20, history.end(), [](const Trial& trial) {
    return std::abs(x(trial.configuration) - 0.8) < 0.1;
  });
  EXPECT_GE(near, 8); // by chance 4
}

TEST(TpeSampler, FindsWhatATightConstraintLeaves) {
  StudySpec spec = studyOf({real("x", 0.0, 1.0), real("y", 0.0, 1.0)}, "tpe");
  spec.space.constraints = {"x + y >= 0.98", "x + y <= 1.02"};
  const auto history = play(spec, 60, bowl);
  ASSERT_EQ(history.size(), 60u);
  // The best there is 0.005, at (0.35, 0.65), less what the band allows.
  EXPECT_LT(bestOf(history), 0.01);
  EXPECT_NE(history.back().origin.str().find("draws like the best"), std::string::npos);
}

TEST(TpeSampler, SaysWhenItFallsBackToAUniformDraw) {
  StudySpec spec = studyOf({integer("x", 1, 300), integer("y", 1, 300)}, "tpe", {{"startup", whole(0)}});
  spec.space.constraints = {"x == 17", "y == 251"};
  const auto answer = createSampler(spec).value()->suggest({2, 0});
  ASSERT_EQ(answer.items.size(), 1u);
  EXPECT_EQ(answer.items[0].configuration.json(), R"({"x":17,"y":251})");
  EXPECT_EQ(answer.items[0].origin.str().find("a uniform draw, as what is likely"), 0u);
  EXPECT_TRUE(answer.exhausted);
}

TEST(TpeSampler, ModelsConditionalParametersWhereTheyAreActive) {
  const auto history =
      play(studyOf({choice("c", {text("a"), text("b")}), onlyWhen(real("x", 0.0, 1.0), "c", {text("a")}),
                    onlyWhen(real("y", 0.0, 1.0), "c", {text("b")})},
                   "tpe"),
           120, [](const Configuration& c) {
             return *c.find("c") == text("a") ? std::abs(x(c) - 0.9) : 0.3 + std::abs(x(c, "y") - 0.1);
           });
  EXPECT_LT(bestOf(history), 0.02);
  EXPECT_NE(history.back().origin.str().find("2 groups of parameters"), std::string::npos);
}

TEST(TpeSampler, FindsSeveralCompromises) {
  StudySpec spec = studyOf(square(), "tpe");
  spec.objectives.resize(2);
  spec.objectives[1].metric = "b";
  const auto sampler = createSampler(spec).value();
  int near = 0;
  for (int i = 0; i < 150; ++i) {
    Trial trial = completed(i, sampler->suggest({1, i}).items[0].configuration, 0.0);
    const double a = x(trial.configuration);
    const double b = x(trial.configuration, "y");
    // Optimal are 0.2 <= x <= 0.7 with y = 0.5.
    trial.values = {std::pow(a - 0.2, 2) + std::pow(b - 0.5, 2), std::pow(a - 0.7, 2) + std::pow(b - 0.5, 2)};
    near += i >= 100 && std::abs(b - 0.5) < 0.15 && a > 0.1 && a < 0.8 ? 1 : 0;
    sampler->observe(std::vector{trial});
  }
  // A uniform draw hits it with a chance of 0.21.
  EXPECT_GE(near, 25);
}

TEST(TpeGroups, FollowTheConditions) {
  const SearchSpace space = spaceOf(
      {real("a", 0, 1), choice("k", {text("p"), text("q")}), onlyWhen(real("b", 0, 1), "k", {text("p")}),
       onlyWhen(real("c", 0, 1), "k", {text("q")}), onlyWhen(integer("d", 1, 5), "k", {text("p")}),
       constant("e", whole(1)), onlyWhen(real("f", 0, 1), "d", {whole(3)}, Relation::AtLeast)});
  using Groups = std::vector<std::vector<std::size_t>>;
  const ParzenSpace axes(space);
  EXPECT_EQ(tpeGroups(space, axes, TpeGrouping::JointByCondition), (Groups{{0, 1}, {2, 4}, {3}, {6}}));
  EXPECT_EQ(tpeGroups(space, axes, TpeGrouping::JointUnconditional), (Groups{{0, 1}, {2}, {3}, {4}, {6}}));
  EXPECT_EQ(tpeGroups(space, axes, TpeGrouping::Independent).size(), 6u);
}

} // namespace
} // namespace sweep
