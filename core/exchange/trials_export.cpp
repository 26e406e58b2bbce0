// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/trials_export.h"

#include "core/base/text.h"
#include "core/exchange/csv_cells.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

namespace sweep {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 7> FixedColumns = {"number", "state",   "value", "seconds",
                                                          "budget", "failure", "origin"};

std::string numberCell(const std::optional<double>& number) {
  return number ? numberText(*number) : std::string();
}

std::set<std::string> allMetrics(const Snapshot& snapshot) {
  std::set<std::string> names;
  for (const auto& trial : snapshot.trials)
    for (const auto& report : trial->reports)
      for (const auto& [name, value] : report.metrics)
        names.insert(name);
  return names;
}

/// Metrics beside the objective, by name.
std::vector<std::string> otherMetrics(const Snapshot& snapshot) {
  auto names = allMetrics(snapshot);
  names.erase(snapshot.spec.objective().metric);
  return {names.begin(), names.end()};
}

std::optional<double> lastOf(const Trial& trial, const std::string& metric) {
  for (auto report = trial.reports.rbegin(); report != trial.reports.rend(); ++report)
    if (const auto found = report->metrics.find(metric); found != report->metrics.end())
      return found->second;
  return std::nullopt;
}

/// Names that are there already get a prefix.
std::string columnName(const std::string& name, const std::string& prefix, std::set<std::string>& taken) {
  const std::string column = taken.insert(name).second ? name : prefix + name;
  taken.insert(column);
  return column;
}

std::vector<std::string> valueCells(const Snapshot& snapshot, const Trial& trial, CellTexts texts) {
  std::vector<std::string> cells;
  for (const auto& parameter : snapshot.spec.space.parameters) {
    const Value* value = trial.configuration.find(parameter.name);
    cells.push_back(value ? valueCell(*value, texts) : std::string());
  }
  return cells;
}

std::string failureCell(const Trial& trial, CellTexts texts) {
  if (!trial.failure)
    return {};
  return textCell(std::string(failureClassName(trial.failure->kind)) + ": " + trial.failure->message.str(), texts);
}

std::vector<std::string> header(const Snapshot& snapshot, const std::vector<std::string>& metrics, CellTexts texts) {
  std::set<std::string> taken(FixedColumns.begin(), FixedColumns.end());
  std::vector<std::string> columns = {"number", "state", "value"};
  for (const auto& parameter : snapshot.spec.space.parameters)
    columns.push_back(textCell(columnName(parameter.name, "parameter ", taken), texts));
  for (const auto& metric : metrics)
    columns.push_back(textCell(columnName(metric, "metric ", taken), texts));
  columns.insert(columns.end(), {"seconds", "budget", "failure", "origin"});
  return columns;
}

std::vector<std::string> row(const Snapshot& snapshot, const Trial& trial,
                             const std::vector<std::string>& metrics, CellTexts texts) {
  std::vector<std::string> cells = {std::to_string(trial.number), std::string(stateName(trial.state)),
                                    numberCell(trial.value())};
  for (auto& cell : valueCells(snapshot, trial, texts))
    cells.push_back(std::move(cell));
  for (const auto& metric : metrics)
    cells.push_back(numberCell(lastOf(trial, metric)));
  cells.push_back(trial.attempts.empty() ? std::string() : numberText(trial.duration()));
  cells.push_back(numberCell(trial.budget));
  cells.push_back(failureCell(trial, texts));
  cells.push_back(textCell(trial.origin.str(), texts));
  return cells;
}

Json number(double value) {
  return std::isfinite(value) ? Json(value) : Json(numberText(value));
}

template <class T> Json optional(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json reportJson(const Report& report) {
  Json metrics = Json::object();
  for (const auto& [name, value] : report.metrics)
    metrics[name] = number(value);
  return {{"step", report.step}, {"seconds", number(report.time)}, {"metrics", metrics}};
}

Json failureJson(const Failure& failure) {
  return {
      {"class", failureClassName(failure.kind)}, {"message", failure.message.str()}, {"tail", failure.tail}};
}

Json resumedJson(const CheckpointSource& source) {
  return {{"trial", source.trial}, {"attempt", source.attempt}};
}

Json attemptJson(const Attempt& attempt) {
  return {{"number", attempt.number},
          {"command", attempt.command},
          {"started", attempt.started},
          {"ended", attempt.ended},
          {"exit_code", optional(attempt.exitCode)},
          {"signal", optional(attempt.signal)},
          {"wall_seconds", number(attempt.wallSeconds)},
          {"cpu_seconds", number(attempt.cpuSeconds)},
          {"peak_memory_bytes", attempt.peakMemoryBytes},
          {"worker", attempt.worker},
          {"seed", attempt.seed},
          {"failure", attempt.failure ? failureJson(*attempt.failure) : Json(nullptr)},
          {"interrupted", attempt.interrupted ? Json(interruptedRuleName(*attempt.interrupted)) : Json(nullptr)},
          {"resumed", attempt.resumed ? resumedJson(*attempt.resumed) : Json(nullptr)},
          {"budget", attempt.budget ? number(*attempt.budget) : Json(nullptr)},
          {"values", attempt.values},
          {"reason", attempt.reason.str()}};
}

Json trialJson(const Trial& trial) {
  Json json = {{"number", trial.number}, {"state", stateName(trial.state)}};
  json["value"] = trial.value() ? number(*trial.value()) : Json(nullptr);
  json["values"] = Json::array();
  for (const double value : trial.values)
    json["values"].push_back(number(value));
  json["configuration"] = Json::object();
  for (const auto& [name, value] : trial.configuration)
    json["configuration"][name] = Json::parse(valueJson(value), nullptr, false);
  json["budget"] = trial.budget ? number(*trial.budget) : Json(nullptr);
  json["bracket"] = optional(trial.bracket);
  json["verdict"] = trial.verdict.str();
  json["seed"] = trial.seed;
  json["origin"] = trial.origin.str();
  json["failure"] = trial.failure ? failureJson(*trial.failure) : Json(nullptr);
  json["seconds"] = number(trial.duration());
  json["reports"] = Json::array();
  for (const auto& report : trial.reports)
    json["reports"].push_back(reportJson(report));
  json["attempts"] = Json::array();
  for (const auto& attempt : trial.attempts)
    json["attempts"].push_back(attemptJson(attempt));
  return json;
}

} // namespace

std::string withoutFormula(const std::string& text) {
  static constexpr std::array<std::string_view, 11> beginnings = {
      "=", "+", "-", "@", "\t", "\r", "\n", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"};
  const bool formula = std::ranges::any_of(beginnings, [&](std::string_view begin) { return text.starts_with(begin); });
  return formula && !readNumber(text) ? "'" + text : text;
}

std::string withFormula(const std::string& cell) {
  const std::string text = cell.starts_with('\'') ? cell.substr(1) : cell;
  return withoutFormula(text) == cell ? text : cell;
}

std::string trialsCsv(const Snapshot& snapshot, CellTexts texts) {
  const auto metrics = otherMetrics(snapshot);
  std::string text = joined(header(snapshot, metrics, texts), ",") + "\r\n";
  for (const auto& trial : snapshot.trials)
    text += joined(row(snapshot, *trial, metrics, texts), ",") + "\r\n";
  return text;
}

std::string curvesCsv(const Snapshot& snapshot, CellTexts texts) {
  const auto metrics = allMetrics(snapshot);
  std::set<std::string> taken = {"run", "step", "seconds", "failure"};
  std::vector<std::string> columns = {"run"};
  for (const auto& parameter : snapshot.spec.space.parameters)
    columns.push_back(textCell(columnName(parameter.name, "parameter ", taken), texts));
  columns.emplace_back("step");
  for (const auto& metric : metrics)
    columns.push_back(textCell(columnName(metric, "metric ", taken), texts));
  columns.insert(columns.end(), {"seconds", "failure"});
  std::string text = joined(columns, ",") + "\r\n";
  for (const auto& trial : snapshot.trials) {
    std::vector<std::string> about = {std::to_string(trial->number)};
    for (auto& cell : valueCells(snapshot, *trial, texts))
      about.push_back(std::move(cell));
    const std::string begin = joined(about, ",") + ",";
    for (std::size_t i = 0; i < trial->reports.size(); ++i) {
      const auto& report = trial->reports[i];
      std::vector<std::string> cells = {std::to_string(report.step)};
      for (const auto& metric : metrics) {
        const auto found = report.metrics.find(metric);
        cells.push_back(found == report.metrics.end() ? std::string() : numberText(found->second));
      }
      cells.push_back(numberText(report.time));
      cells.push_back(i + 1 == trial->reports.size() ? failureCell(*trial, texts) : std::string());
      text += begin + joined(cells, ",") + "\r\n";
    }
  }
  return text;
}

std::string trialsJson(const Snapshot& snapshot) {
  Json all = Json::array();
  for (const auto& trial : snapshot.trials)
    all.push_back(trialJson(*trial));
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace sweep
