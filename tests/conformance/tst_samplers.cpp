// SPDX-License-Identifier: GPL-3.0-or-later
// What every row of samplers() keeps.
#include "tests/support/spaces.h"

#include <cctype>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <set>

namespace sweep {
namespace {

using namespace test;
using Parameters = std::vector<Parameter>;

double scoreOf(const Configuration& configuration) {
  double sum = 0.0;
  for (const auto& [name, value] : configuration)
    sum += std::tanh(valueNumber(value).value_or(0.3) - 0.4);
  return sum * sum;
}

/// A study without programs: every trial finishes at once, each `failEvery`-th one by failing.
class Bench {
public:
  Bench(StudySpec spec, int failEvery = 0) : m_spec(std::move(spec)), m_failEvery(failEvery) {
    m_space = SearchSpace::create(m_spec.space).value();
    m_sampler = newSampler();
  }

  /// A new sampler told the whole history at once.
  void reopen() {
    m_sampler = newSampler();
    m_sampler->observe(m_history);
  }

  /// False when the sampler has no more.
  bool step(std::size_t count = 1) {
    const auto answer = m_sampler->suggest({count, static_cast<int>(m_history.size())});
    std::vector<Trial> finished;
    for (const auto& item : answer.items) {
      EXPECT_TRUE(m_space.check(item.configuration).ok()) << m_space.check(item.configuration).error().str();
      EXPECT_FALSE(item.origin.empty());
      const int number = static_cast<int>(m_history.size() + finished.size());
      const bool fails = m_failEvery > 0 && number % m_failEvery == 0;
      finished.push_back(fails ? failed(number, item.configuration)
                               : completed(number, item.configuration, scoreOf(item.configuration)));
    }
    if (answer.items.size() < count) {
      EXPECT_FALSE(answer.reason.empty());
      EXPECT_TRUE(answer.exhausted || !answer.items.empty()) << "waits although nothing is running";
    }
    m_sampler->observe(finished);
    m_history.insert(m_history.end(), finished.begin(), finished.end());
    return !answer.exhausted;
  }

  const std::vector<Trial>& history() const { return m_history; }
  Sampler& sampler() { return *m_sampler; }

private:
  std::unique_ptr<Sampler> newSampler() const {
    auto sampler = createSampler(m_spec);
    EXPECT_TRUE(sampler.ok()) << (sampler.ok() ? "" : sampler.error().str());
    return std::move(sampler).value();
  }

  StudySpec m_spec;
  int m_failEvery;
  SearchSpace m_space;
  std::unique_ptr<Sampler> m_sampler;
  std::vector<Trial> m_history;
};

std::vector<std::string> keysOf(const std::vector<Trial>& trials) {
  std::vector<std::string> keys;
  for (const auto& trial : trials)
    keys.push_back(trial.configuration.json());
  return keys;
}

Parameters mixedSpace() {
  return {real("x", -1.0, 2.0),
          integer("n", 1, 64, true),
          choice("kind", {text("a"), text("b"), whole(1), Value(1.0), Value(true)}),
          onlyWhen(stepped("rate", 0.0, 1.0, 0.1), "kind", {text("b"), whole(1)}),
          onlyWhen(integer("deep", 0, 3), "rate", {Value(0.5)}, Relation::AtLeast),
          constant("fixed", text("c"))};
}

class EverySampler : public testing::TestWithParam<std::string> {
protected:
  StudySpec study(Parameters parameters) const {
    StudySpec spec = studyOf(std::move(parameters), GetParam());
    spec.limits.trials.reset();
    return spec;
  }
  bool isGrid() const { return GetParam().starts_with("grid"); }
};

TEST_P(EverySampler, StaysInsideAMixedConditionalSpace) {
  Bench bench(study(mixedSpace()));
  for (int i = 0; i < 20 && bench.step(3); ++i) {
  }
  EXPECT_GE(bench.history().size(), 40u);
}

TEST_P(EverySampler, KeepsConstraints) {
  StudySpec spec = study({integer("a", 1, 30), integer("b", 1, 30), real("c", 0.0, 1.0)});
  spec.space.constraints = {"a * b <= 60", "a > b || c < 0.5"};
  Bench bench(spec);
  for (int i = 0; i < 15 && bench.step(2); ++i) {
  }
  EXPECT_GE(bench.history().size(), 10u);
}

TEST_P(EverySampler, EndsWithASentenceWhenNothingSatisfiesTheConstraints) {
  StudySpec spec = study({real("a", 0.0, 1.0)});
  spec.space.constraints = {"a > 2"};
  const auto answer = createSampler(spec).value()->suggest({1, 0});
  EXPECT_TRUE(answer.items.empty());
  EXPECT_TRUE(answer.exhausted);
  EXPECT_FALSE(answer.reason.empty());
}

TEST_P(EverySampler, DoesNotRepeatPendingTrials) {
  Bench bench(study({integer("a", 0, 3), integer("b", 0, 3)}));
  std::set<std::string> keys;
  for (int number = 0; number < 16; ++number) {
    const auto answer = bench.sampler().suggest({1, number});
    ASSERT_EQ(answer.items.size(), 1u);
    EXPECT_TRUE(keys.insert(answer.items[0].configuration.json()).second);
    bench.sampler().observe(std::vector{running(number, answer.items[0].configuration)});
  }
  const auto answer = bench.sampler().suggest({1, 16});
  EXPECT_TRUE(answer.items.empty());
  EXPECT_FALSE(answer.reason.empty());
}

TEST_P(EverySampler, GoesOnAfterFailures) {
  Bench bench(study({real("a", 0.0, 1.0), real("b", 0.0, 1.0)}), 3);
  for (int i = 0; i < 30 && bench.step(); ++i) {
  }
  EXPECT_GE(bench.history().size(), 16u);
}

TEST_P(EverySampler, EndsWhenEveryTrialFails) {
  Bench bench(study({integer("a", 0, 3), choice("b", {text("x"), text("y")})}), 1);
  int steps = 0;
  while (bench.step() && steps < 100)
    ++steps;
  EXPECT_EQ(bench.history().size(), 8u);
}

TEST_P(EverySampler, TriesEachConfigurationOfAFiniteSpaceOnceAndEnds) {
  Bench bench(study({integer("a", 0, 2), choice("b", {text("x"), text("y")}),
                     onlyWhen(integer("c", 1, 3), "b", {text("y")}), constant("d", whole(7))}));
  int steps = 0;
  while (bench.step(2) && steps < 100)
    ++steps;
  const auto keys = keysOf(bench.history());
  EXPECT_EQ(keys.size(), 12u);
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), 12u);
}

TEST_P(EverySampler, HasOneConfigurationForOneValuedParameters) {
  Bench bench(study(
      {integer("a", 5, 5), real("b", 0.25, 0.25), real("c", 2.0, 2.0, true), choice("d", {text("only")})}));
  while (bench.step()) {
  }
  ASSERT_EQ(bench.history().size(), 1u);
  EXPECT_EQ(*bench.history()[0].configuration.find("b"), Value(0.25));
}

TEST_P(EverySampler, ReachesExtremesWithoutOverflow) {
  constexpr auto largest = std::numeric_limits<std::int64_t>::max();
  constexpr auto smallest = std::numeric_limits<std::int64_t>::min();
  constexpr double huge = std::numeric_limits<double>::max();
  Bench bench(study({real("tiny", 1e-300, 1e300, true), real("wide", -huge, huge),
                     integer("int", smallest, largest), integer("logint", 1, largest, true)}));
  for (int i = 0; i < 60 && bench.step(); ++i) {
  }
  EXPECT_EQ(bench.history().size(), 60u);
}

TEST_P(EverySampler, WorksWithTenThousandCategories) {
  std::vector<Value> choices;
  for (std::int64_t i = 0; i < 10'000; ++i)
    choices.emplace_back(i);
  Bench bench(study({choice("c", choices), integer("d", 0, 1)}));
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(bench.step());
}

TEST_P(EverySampler, WorksWithTwoHundredParametersOrSaysWhyNot) {
  Parameters parameters;
  for (int i = 0; i < 200; ++i)
    parameters.push_back(real("p" + std::to_string(i), 0.0, 1.0));
  const StudySpec spec = study(parameters);
  if (auto sampler = createSampler(spec); !sampler) {
    EXPECT_TRUE(isGrid());
    EXPECT_NE(sampler.error().str().find("points is too large"), std::string::npos) << sampler.error().str();
    return;
  }
  Bench bench(spec);
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(bench.step());
}

TEST_P(EverySampler, GivesTheSameForTheSameSeedAndHistory) {
  Bench one(study(mixedSpace()));
  Bench other(study(mixedSpace()));
  for (int i = 0; i < 10; ++i) {
    one.step(2);
    other.step(2);
  }
  EXPECT_EQ(keysOf(one.history()), keysOf(other.history()));
}

TEST_P(EverySampler, ContinuesAfterAnInterruptionAsWithoutOne) {
  const Parameters parameters = {real("x", 0.0, 1.0), integer("n", 1, 100, true)};
  Bench whole(study(parameters), 5);
  Bench interrupted(study(parameters), 5);
  for (int i = 0; i < 45; ++i) {
    whole.step();
    if (i % 7 == 3)
      interrupted.reopen();
    interrupted.step();
  }
  EXPECT_EQ(keysOf(whole.history()), keysOf(interrupted.history()));
}

TEST_P(EverySampler, KnowsWhatItWasToldOfBudgetsWhetherStepByStepOrAtOnce) {
  const StudySpec spec = study({real("x", 0.0, 1.0), integer("n", 1, 100, true)});
  const auto followed = createSampler(spec).value();
  std::vector<Trial> trials;
  for (int number = 0; number < 40; ++number) {
    const auto answer = followed->suggest({1, number});
    if (answer.items.empty())
      break;
    const auto& configuration = answer.items[0].configuration;
    followed->observe(std::vector{running(number, configuration)});
    trials.push_back(paused(number, configuration, 1.0, scoreOf(configuration) + 0.1));
    followed->observe(std::span(&trials.back(), 1));
    if (number % 3 != 0)
      continue;
    auto& attempt = trials.back().attempts.emplace_back(trials.back().attempts.back());
    trials.back().budget = attempt.budget = 3.0;
    attempt.values = {scoreOf(configuration)};
    if (number % 2 == 0) {
      trials.back().state = TrialState::Complete;
      trials.back().values = attempt.values;
    }
    followed->observe(std::span(&trials.back(), 1));
  }
  EXPECT_GE(trials.size(), 16u);
  const auto reopened = createSampler(spec).value();
  reopened->observe(trials);
  const auto expected = followed->suggest({2, 40});
  const auto answer = reopened->suggest({2, 40});
  ASSERT_EQ(answer.items.size(), expected.items.size());
  for (std::size_t i = 0; i < expected.items.size(); ++i)
    EXPECT_EQ(answer.items[i].configuration, expected.items[i].configuration);
}

TEST_P(EverySampler, RefusesUnknownSettings) {
  StudySpec spec = study({real("x", 0.0, 1.0)});
  spec.method.samplerOptions.set("no-such-setting", whole(1));
  EXPECT_FALSE(createSampler(spec).ok());
}

TEST_P(EverySampler, KnowsItsCountWhereItEnds) {
  const StudySpec spec = study({integer("a", 0, 2), integer("b", 0, 2)});
  const auto planned = plannedTrialCount(spec);
  ASSERT_TRUE(planned.ok());
  Bench bench(spec);
  while (bench.step()) {
  }
  if (*planned) {
    EXPECT_GE(**planned, bench.history().size());
  }
}

TEST(Samplers, ThatDoNotLearnSuggestAheadWhatTheyWouldSuggestLater) {
  int count = 0;
  for (const auto& entry : samplers()) {
    if (entry.learns)
      continue;
    SCOPED_TRACE(entry.id);
    ++count;
    const StudySpec spec = studyOf(mixedSpace(), std::string(entry.id));
    const auto ahead = createSampler(spec).value()->suggest({12, 0});
    Bench bench(spec, 3);
    while (bench.history().size() < ahead.items.size() && bench.step()) {
    }
    ASSERT_GE(ahead.items.size(), 10u);
    ASSERT_EQ(bench.history().size(), ahead.items.size());
    for (std::size_t i = 0; i < ahead.items.size(); ++i)
      EXPECT_EQ(ahead.items[i].configuration, bench.history()[i].configuration) << i;
  }
  EXPECT_GE(count, 4);
}

std::vector<std::string> ids() {
  std::vector<std::string> all;
  for (const auto& entry : samplers())
    all.emplace_back(entry.id);
  return all;
}

std::string testName(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  for (char& c : name)
    c = std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Samplers, EverySampler, testing::ValuesIn(ids()), testName);

} // namespace
} // namespace sweep
