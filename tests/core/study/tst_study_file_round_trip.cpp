// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/study/study_file.h"

#include <cmath>
#include <gtest/gtest.h>
#include <set>

namespace sweep {
namespace {

/// Studies of every shape that a study file can hold.
class SpecMaker {
public:
  explicit SpecMaker(std::uint64_t seed) : m_rng(seed) {}

  StudySpec spec() {
    StudySpec spec;
    spec.name = text();
    spec.description = maybe() ? text() : "";
    spec.program = program();
    if (maybe())
      spec.replay = replay();
    spec.space = space();
    spec.objectives = objectives();
    if (maybe())
      spec.metricSource = maybe() ? MetricSource{"regex", text()}
                                  : MetricSource{"file", {}, text(), pick<std::string>({"", "json", "csv"})};
    spec.method.sampler = pick<std::string>({"random", "grid", "gp", "tpe"});
    spec.method.samplerOptions = options();
    spec.method.scheduler = pick<std::string>({"full", "hyperband", "wandb-hyperband"});
    spec.method.schedulerOptions = spec.method.scheduler == "wandb-hyperband" ? earlyOptions() : options();
    if (maybe())
      spec.budget = budget();
    spec.limits = limits();
    spec.failures = {retries(), count(9), static_cast<InterruptedRule>(count(3))};
    spec.seed = m_rng();
    return spec;
  }

private:
  template <class T> T pick(std::vector<T> items) { return items[m_rng.below(items.size())]; }
  bool maybe() { return m_rng.below(2) == 0; }
  int count(int most) { return static_cast<int>(m_rng.below(static_cast<std::uint64_t>(most) + 1)); }

  std::string text() {
    static const std::vector<std::string> pieces = {
        "a", "lr", "=", ": ", " #",      "\"",   "'", "\\", "\n", "\t", "ä", "😀", "-", "1", "e",   "{",
        "}", "[",  "]", ",",  "${args}", "true", "~", " ",  "%",  "&",  "*", "!", "|", ">", "\x01"};
    std::string result;
    for (int i = count(6); i >= 0; --i)
      result += pick(pieces);
    return result;
  }

  Replay replay() {
    Replay replay;
    if (maybe())
      replay.table = text();
    for (int i = count(2); i > 0; --i)
      replay.formulas.emplace_back(text() + std::to_string(i), text());
    replay.steps = count(100) + 1;
    replay.reportEvery = count(9) + 1;
    if (maybe())
      replay.secondsPerStep = text();
    return replay;
  }

  double real() {
    switch (m_rng.below(4)) {
    case 0:
      return static_cast<double>(count(1000)) - 500;
    case 1:
      return std::ldexp(m_rng.uniform(-1, 1), static_cast<int>(m_rng.below(200)) - 100);
    case 2:
      return std::pow(10.0, count(30) - 20);
    default:
      return m_rng.uniform(-10, 10);
    }
  }

  std::int64_t whole() { return maybe() ? count(1000) - 500 : static_cast<std::int64_t>(m_rng()); }

  Value value() {
    switch (m_rng.below(6)) {
    case 0:
      return Value();
    case 1:
      return maybe();
    case 2:
      return whole();
    case 3:
      return real();
    case 4:
      return text();
    default:
      return pick<OpaqueValue>({{"[1,2.5,\"x\"]"}, {"{\"a\":[true,null],\"b\":\"c: d\"}"}, {"[]"}, {"{}"}});
    }
  }

  Configuration options() {
    Configuration chosen;
    for (int i = count(2); i > 0; --i)
      chosen.set("option" + std::to_string(i), value());
    return chosen;
  }

  Configuration earlyOptions() {
    Configuration chosen;
    for (const char* name : {"min_iter", "max_iter", "s", "eta", "strict", "other"})
      if (maybe())
        chosen.set(name, value());
    return chosen;
  }

  RetryRule retries() {
    RetryRule rule{count(3), {}, maybe()};
    for (const auto kind : retriableClasses())
      if (maybe())
        rule.classes.insert(kind);
    if (maybe())
      rule.classes = likelyPassingClasses();
    return rule;
  }

  Budget budget() {
    const double min = std::abs(real());
    return {text(), min, min + std::abs(real()),
            pick<BudgetWay>({BudgetWay::StopInFlight, BudgetWay::Continue, BudgetWay::StartOver})};
  }

  std::vector<Value> values(int most) {
    std::vector<Value> list;
    for (int i = count(most); i >= 0; --i)
      list.push_back(value());
    return list;
  }

  Domain domain() {
    switch (m_rng.below(4)) {
    case 0: {
      FloatDomain domain;
      domain.low = real();
      domain.high = domain.low + std::abs(real());
      if (maybe() && domain.low > 0)
        domain.log = true;
      else if (maybe())
        domain.step = pick<double>({0.1, 0.25, 1.0, 3.0, std::abs(real()) + 1e-12});
      if (domain.step && maybe()) {
        domain.low = *domain.step * (count(10) - 5);
        domain.high = domain.low + *domain.step * (1 + count(20));
      }
      return domain;
    }
    case 1: {
      IntDomain domain;
      domain.low = count(2000) - 1000;
      domain.high = domain.low + count(5000);
      if (domain.low >= 1 && maybe())
        domain.log = true;
      else if (maybe())
        domain.step = 1 + count(20);
      if (!domain.log && maybe()) {
        domain.low = domain.step * (count(10) - 5);
        domain.high = domain.low + domain.step * (1 + count(20));
      }
      return domain;
    }
    case 2: {
      CategoricalDomain domain{values(4), {}};
      if (maybe())
        for (std::size_t i = 0; i < domain.choices.size(); ++i)
          domain.weights.push_back(m_rng.uniform());
      return domain;
    }
    default:
      return ConstantDomain{value()};
    }
  }

  Value valueOf(const Domain& domain) {
    if (std::holds_alternative<FloatDomain>(domain))
      return real();
    return std::holds_alternative<IntDomain>(domain) ? Value(whole()) : value();
  }

  Condition condition() {
    const Relation relation = pick<Relation>({Relation::OneOf, Relation::AtLeast, Relation::AtMost});
    return {text(), relation,
            relation == Relation::OneOf ? values(3)
                                        : std::vector<Value>{maybe() ? Value(real()) : Value(whole())}};
  }

  SpaceSpec space() {
    SpaceSpec space;
    std::set<std::string> names;
    for (int i = count(6); i > 0; --i) {
      Parameter parameter;
      parameter.name = text();
      if (parameter.name == "<<" || !names.insert(parameter.name).second)
        continue;
      parameter.domain = domain();
      if (maybe())
        parameter.defaultValue = valueOf(parameter.domain);
      if (maybe())
        parameter.condition = condition();
      if (maybe())
        parameter.gridLevels = {valueOf(parameter.domain), valueOf(parameter.domain)};
      space.parameters.push_back(parameter);
    }
    for (int i = count(2); i > 0; --i)
      space.constraints.push_back(text());
    return space;
  }

  Program program() {
    Program program;
    program.program = text();
    if (maybe())
      program.command = {"${env}", "${interpreter}", "${program}", "${args}"};
    else if (maybe())
      program.command = {text(), text(), text()};
    program.workingDirectory = maybe() ? text() : "";
    if (maybe())
      program.environment = {{"A", text()}, {"B", "1"}, {"C", ""}};
    if (maybe())
      program.secrets = {"HF_TOKEN", text()};
    return program;
  }

  std::vector<Objective> objectives() {
    std::vector<Objective> all;
    for (int i = count(2); i >= 0; --i) {
      Objective objective;
      objective.metric = text();
      objective.direction = maybe() ? Direction::Maximise : Direction::Minimise;
      objective.reduction = pick<Reduction>({Reduction::Last, Reduction::Best, Reduction::MeanOfLast});
      objective.lastCount = objective.reduction == Reduction::MeanOfLast ? 1 + count(20) : 1;
      if (maybe())
        objective.target = real();
      all.push_back(objective);
    }
    return all;
  }

  Limits limits() {
    Limits limits;
    limits.trials = maybe() ? std::optional(1 + count(1000)) : std::nullopt;
    limits.parallel = 1 + count(1023);
    limits.trialTime = maybe() ? std::optional(std::abs(real())) : std::nullopt;
    limits.studyTime = maybe() ? std::optional(std::abs(real())) : std::nullopt;
    limits.silence = maybe() ? std::optional(std::abs(real())) : std::nullopt;
    limits.trialMemory = maybe() ? std::optional(std::int64_t(1) << count(40)) : std::nullopt;
    limits.grace = std::abs(real());
    if (maybe())
      limits.resources = resources();
    limits.checkpoints = {static_cast<CheckpointRule::Keep>(count(2)), 1 + count(99)};
    return limits;
  }

  Resources resources() {
    Resources resources;
    if (maybe())
      resources.devices = {"0", text()};
    resources.trialsPerDevice = 1 + count(7);
    resources.deviceVariable = maybe() ? text() : "";
    resources.processors = maybe() ? std::optional(1 + count(63)) : std::nullopt;
    resources.niceness = count(19);
    return resources;
  }

  Rng m_rng;
};

TEST(StudyFileRoundTrip, WrittenStudiesReadBackEqualAndWithoutNotes) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const StudySpec spec = SpecMaker(seed).spec();
    const std::string text = writeStudyFile(spec);
    const auto file = readStudyFile(text);
    ASSERT_TRUE(file) << "seed " << seed << ": " << file.error().str() << "\n" << text;
    ASSERT_EQ(file->spec, spec) << "seed " << seed << "\n" << text << "\n---\n" << writeStudyFile(file->spec);
    ASSERT_TRUE(file->notes.empty()) << "seed " << seed << ": " << file->notes.front().message.str() << "\n"
                                     << text;
  }
}

TEST(StudyFileRoundTrip, DefaultsAreEqualToo) {
  const StudySpec spec;
  const auto file = readStudyFile(writeStudyFile(spec));
  ASSERT_TRUE(file) << file.error().str();
  EXPECT_EQ(file->spec, spec);
  EXPECT_TRUE(file->notes.empty());
}

} // namespace
} // namespace sweep
