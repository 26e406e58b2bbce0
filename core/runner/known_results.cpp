// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/known_results.h"

#include "core/base/text.h"
#include "core/runner/replay_loading.h"
#include "core/storage/sqlite_storage.h"
#include "core/study/recorded_configurations.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <utility>

namespace sweep {

namespace {

using CurvesPtr = std::shared_ptr<const RecordedCurves>;

Result<CurvesPtr> earlierTrials(const std::string& path) {
  auto storage = readSqliteStudy(path);
  if (!storage)
    return storage.error();
  auto study = (*storage)->load();
  if (!study)
    return study.error();
  std::erase_if(study->trials, [](const Trial& trial) { return trial.state != TrialState::Complete; });
  if (study->trials.empty())
    return Error(SWEEP_TEXT("%1 has no complete trials."), {path});
  return CurvesPtr(std::make_shared<const RecordedCurves>(curvesOfTrials(study->spec, study->trials)));
}

Result<CurvesPtr> tableFor(const std::string& path, const StudySpec& spec) {
  if (std::filesystem::path(path).extension() == ".sweep")
    return earlierTrials(path);
  return loadCurves(path, columnsOf(spec));
}

Reports reportsOf(const RecordedCurves& curves, const RecordedRun& run) {
  Reports reports;
  for (const auto& point : run.points) {
    Report report;
    report.step = point.step;
    report.time = point.seconds.value_or(0.0);
    for (std::size_t i = 0; i < point.values.size(); ++i)
      if (point.values[i])
        report.metrics.emplace(curves.metrics[i], *point.values[i]);
    if (!report.metrics.empty())
      reports.push_back(std::move(report));
  }
  return reports;
}

Result<std::vector<double>> valuesOf(const Reports& reports, const std::vector<Objective>& objectives) {
  std::vector<double> values;
  for (const auto& objective : objectives) {
    const auto value = objective.valueOf(reports);
    if (!value)
      return Error(SWEEP_TEXT("It has no %1."), {objective.metric});
    if (!std::isfinite(*value))
      return Error(SWEEP_TEXT("Its %1 is %2."), {objective.metric, numberText(*value)});
    values.push_back(*value);
  }
  return values;
}

Result<KnownResult> knownFrom(const RecordedCurves& curves, const RecordedRun& run, const RecordedConfigurations& reader,
                              const StudySpec& spec) {
  if (!run.failure.empty())
    return Error(SWEEP_TEXT("It failed: %1"), {run.failure});
  auto configuration = reader.read(run);
  if (!configuration)
    return configuration.error();
  KnownResult known;
  known.configuration = *std::move(configuration);
  known.reports = reportsOf(curves, run);
  if (spec.budget && (run.points.empty() || static_cast<double>(run.points.back().step) < spec.budget->max))
    return Error(SWEEP_TEXT("It came to %1 of %2 (%3)."),
                 {run.points.empty() ? "0" : std::to_string(run.points.back().step), numberText(spec.budget->max), spec.budget->unit});
  auto values = valuesOf(known.reports, spec.objectives);
  if (!values)
    return values.error();
  known.values = *std::move(values);
  return known;
}

} // namespace

Result<KnownResults> loadKnownResults(const std::string& path, const StudySpec& spec) {
  auto space = SearchSpace::create(spec.space);
  if (!space)
    return space.error();
  const auto curves = tableFor(path, spec);
  if (!curves)
    return curves.error();
  for (const auto& objective : spec.objectives)
    if (std::ranges::find((*curves)->metrics, objective.metric) == (*curves)->metrics.end())
      return Error(SWEEP_TEXT("%1 has no metric “%2”. Its metrics are: %3."),
                   {path, objective.metric, joined((*curves)->metrics, ", ")});
  const auto reader = RecordedConfigurations::create(*std::move(space), (*curves)->parameters);
  if (!reader)
    return reader.error();
  KnownResults known;
  const std::string name = std::filesystem::path(path).filename().string();
  for (std::size_t i = 0; i < (*curves)->runs.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    auto result = knownFrom(**curves, (*curves)->runs[i], *reader, spec);
    if (result) {
      result->origin = Message(SWEEP_TEXT("Known result: run %1 of %2"), {number, name});
      known.results.push_back(*std::move(result));
      continue;
    }
    ++known.leftOut;
    if (known.reasons.size() < KnownResults::MostReasons)
      known.reasons.push_back(Message(SWEEP_TEXT("Run %1 is left out: %2"), {number, result.error().str()}));
  }
  return known;
}

std::vector<Message> reasonsOf(const KnownResults& known) {
  auto lines = known.reasons;
  if (known.leftOut > lines.size())
    lines.push_back(Message(SWEEP_TEXT("… and %1 more."), {std::to_string(known.leftOut - lines.size())}));
  return lines;
}

Message summaryOf(const KnownResults& known, const std::string& path) {
  const std::string name = std::filesystem::path(path).filename().string();
  const std::string count = std::to_string(known.results.size());
  if (known.leftOut == 0)
    return Message(SWEEP_TEXT("Results known from %2: %1."), {count, name});
  return Message(SWEEP_TEXT("Results known from %2: %1. Runs of it that are left out: %3."),
                 {count, name, std::to_string(known.leftOut)});
}

} // namespace sweep
