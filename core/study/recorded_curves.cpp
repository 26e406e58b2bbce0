// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/recorded_curves.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace sweep {

namespace {

/// The largest over the smallest of a logarithmic range, at least.
constexpr double LogRatio = 100.0;

RecordedRun runOf(const Trial& trial, const RecordedCurves& curves) {
  RecordedRun run;
  for (const auto& name : curves.parameters) {
    const Value* value = trial.configuration.find(name);
    run.configuration.push_back(value ? valueText(*value) : std::string());
  }
  for (const auto& report : trial.reports) {
    if (run.points.empty() || report.step > run.points.back().step)
      run.points.push_back({report.step, {}, std::vector<std::optional<double>>(curves.metrics.size())});
    // Of what was said of a step again, the last counts; what comes too late is dropped.
    auto& point = run.points.back();
    if (report.step < point.step)
      continue;
    point.seconds = report.time;
    for (std::size_t i = 0; i < curves.metrics.size(); ++i)
      if (const auto found = report.metrics.find(curves.metrics[i]); found != report.metrics.end())
        point.values[i] = found->second;
  }
  if (trial.failure && mayBlameConfiguration(trial.failure->kind) &&
      trial.failure->kind != FailureClass::NotANumber)
    run.failure = trial.failure->message.str();
  run.seconds = trial.duration();
  return run;
}

Domain rangeOf(const std::set<double>& numbers) {
  const double low = *numbers.begin();
  const double high = *numbers.rbegin();
  const bool isLog = low > 0.0 && high / low >= LogRatio;
  const bool isWhole = std::ranges::all_of(
      numbers, [](double number) { return number == std::floor(number) && std::abs(number) < 0x1p53; });
  if (isWhole)
    return IntDomain{static_cast<std::int64_t>(low), static_cast<std::int64_t>(high), isLog, 1};
  return FloatDomain{low, high, isLog, {}};
}

Domain domainOf(const std::set<std::string>& texts) {
  std::set<double> numbers;
  bool allNumbers = true;
  for (const auto& text : texts) {
    const auto number = readNumber(text);
    allNumbers = allNumbers && number && std::isfinite(*number);
    if (allNumbers)
      numbers.insert(*number);
  }
  if (allNumbers && numbers.size() > 1)
    return rangeOf(numbers);
  const auto valueOf = [](const std::string& text) {
    const auto whole = readInteger(text);
    const auto number = readNumber(text);
    return whole ? Value(*whole) : number ? Value(*number) : Value(text);
  };
  if (texts.size() == 1 || allNumbers)
    return ConstantDomain{valueOf(*texts.begin())};
  CategoricalDomain choices;
  for (const auto& text : texts)
    choices.choices.push_back(valueOf(text));
  return choices;
}

} // namespace

RecordedCurves curvesOfTrials(const StudySpec& spec, std::span<const Trial> trials) {
  RecordedCurves curves;
  for (const auto& parameter : spec.space.parameters)
    curves.parameters.push_back(parameter.name);
  std::set<std::string> metrics;
  for (const auto& trial : trials)
    for (const auto& report : trial.reports)
      for (const auto& [name, value] : report.metrics)
        metrics.insert(name);
  curves.metrics.assign(metrics.begin(), metrics.end());
  for (const auto& trial : trials)
    if (auto run = runOf(trial, curves); !run.points.empty() || !run.failure.empty())
      curves.runs.push_back(std::move(run));
  return curves;
}

SpaceSpec spaceOf(const RecordedCurves& curves) {
  SpaceSpec space;
  for (std::size_t i = 0; i < curves.parameters.size(); ++i) {
    std::set<std::string> texts;
    for (const auto& run : curves.runs)
      if (!run.configuration[i].empty())
        texts.insert(run.configuration[i]);
    if (!texts.empty())
      space.parameters.push_back({curves.parameters[i], domainOf(texts), {}, {}, {}});
  }
  return space;
}

std::optional<StepRange> stepsOf(const RecordedCurves& curves) {
  std::optional<StepRange> range;
  for (const auto& run : curves.runs)
    if (!run.points.empty()) {
      const auto first = run.points.front().step;
      const auto last = run.points.back().step;
      range = range ? StepRange{std::min(range->first, first), std::max(range->last, last)}
                    : StepRange{first, last};
    }
  return range;
}

} // namespace sweep
