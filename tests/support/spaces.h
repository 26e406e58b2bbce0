// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/registry.h"
#include "core/space/search_space.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// Short ways to write down what tests need.
namespace sweep::test {

inline Value whole(std::int64_t value) {
  return Value(value);
}
inline Value text(std::string value) {
  return Value(std::move(value));
}

inline Parameter real(std::string name, double low, double high, bool log = false) {
  return {std::move(name), FloatDomain{low, high, log, {}}, {}, {}, {}};
}
inline Parameter stepped(std::string name, double low, double high, double step) {
  return {std::move(name), FloatDomain{low, high, false, step}, {}, {}, {}};
}
inline Parameter integer(std::string name, std::int64_t low, std::int64_t high, bool log = false,
                         std::int64_t step = 1) {
  return {std::move(name), IntDomain{low, high, log, step}, {}, {}, {}};
}
inline Parameter choice(std::string name, std::vector<Value> choices) {
  return {std::move(name), CategoricalDomain{std::move(choices), {}}, {}, {}, {}};
}
inline Parameter constant(std::string name, Value value) {
  return {std::move(name), ConstantDomain{std::move(value)}, {}, {}, {}};
}

/// The parameter, active only while the parent has one of the values.
inline Parameter onlyWhen(Parameter parameter, std::string parent, std::vector<Value> values,
                          Relation relation = Relation::OneOf) {
  parameter.condition = Condition{std::move(parent), relation, std::move(values)};
  return parameter;
}

/// For specs that are known to be right.
inline SearchSpace spaceOf(std::vector<Parameter> parameters, std::vector<std::string> constraints = {}) {
  return SearchSpace::create({std::move(parameters), std::move(constraints)}).value();
}

inline StudySpec studyOf(std::vector<Parameter> parameters, std::string sampler, Configuration options = {}) {
  StudySpec spec;
  spec.space.parameters = std::move(parameters);
  spec.method.sampler = std::move(sampler);
  spec.method.samplerOptions = std::move(options);
  return spec;
}

inline Trial completed(int number, Configuration configuration, double value) {
  Trial trial;
  trial.number = number;
  trial.configuration = std::move(configuration);
  trial.state = TrialState::Complete;
  trial.values = {value};
  return trial;
}

inline Trial running(int number, Configuration configuration) {
  Trial trial;
  trial.number = number;
  trial.configuration = std::move(configuration);
  trial.state = TrialState::Running;
  return trial;
}

/// Has come to a budget and waits to go on.
inline Trial paused(int number, Configuration configuration, double budget, double value) {
  Trial trial = running(number, std::move(configuration));
  trial.state = TrialState::Paused;
  trial.budget = budget;
  auto& attempt = trial.attempts.emplace_back();
  attempt.budget = budget;
  attempt.values = {value};
  return trial;
}

inline Trial failed(int number, Configuration configuration) {
  Trial trial;
  trial.number = number;
  trial.configuration = std::move(configuration);
  trial.state = TrialState::Failed;
  trial.failure = Failure{};
  return trial;
}

} // namespace sweep::test
