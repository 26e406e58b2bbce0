// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/schedule_export.h"

#include "core/base/text.h"
#include "core/exchange/csv_cells.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace sweep {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 5> FixedColumns = {"from", "to", "value", "trial", "seed"};

std::string headerCell(const std::string& name, CellTexts texts) {
  const bool isTaken = std::ranges::find(FixedColumns, std::string_view(name)) != FixedColumns.end();
  return textCell(isTaken ? "parameter " + name : name, texts);
}

} // namespace

std::string scheduleCsv(const StudySpec& spec, const std::vector<LineageStep>& steps, CellTexts texts) {
  std::vector<std::string> header = {"from", "to"};
  for (const auto& parameter : spec.space.parameters)
    header.push_back(headerCell(parameter.name, texts));
  header.insert(header.end(), {"value", "trial", "seed"});
  std::string text = joined(header, ",") + "\r\n";
  for (const auto& step : steps) {
    std::vector<std::string> cells = {numberText(step.from), numberText(step.to)};
    for (const auto& parameter : spec.space.parameters) {
      const Value* value = step.configuration.find(parameter.name);
      cells.push_back(value ? valueCell(*value, texts) : std::string());
    }
    cells.insert(cells.end(), {numberText(step.value), std::to_string(step.by.trial), std::to_string(step.seed)});
    text += joined(cells, ",") + "\r\n";
  }
  return text;
}

std::string scheduleJson(const StudySpec& spec, const std::vector<LineageStep>& steps) {
  Json rows = Json::array();
  for (const auto& step : steps) {
    Json parameters = Json::object();
    for (const auto& [name, value] : step.configuration)
      parameters[name] = Json::parse(valueJson(value), nullptr, false);
    rows.push_back({{"from", step.from},
                    {"to", step.to},
                    {"parameters", std::move(parameters)},
                    {"value", step.value},
                    {"trial", step.by.trial},
                    {"seed", step.seed}});
  }
  const Json object = {{"unit", spec.budget ? spec.budget->unit : std::string()},
                       {"metric", spec.objective().metric},
                       {"schedule", std::move(rows)}};
  return object.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace sweep
