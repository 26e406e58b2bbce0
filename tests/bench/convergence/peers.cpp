// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/convergence/peers.h"

#include "tests/convergence/problems.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

namespace sweep::test {

namespace {

Result<nlohmann::json> readResults() {
  const auto path = peersFolder() / "results.json";
  std::ifstream file(path);
  if (!file)
    return Error("The recorded results of other programs are not at %1: ours stand alone.", {path.string()});
  const auto json = nlohmann::json::parse(file, nullptr, false);
  if (json.is_discarded())
    return Error("%1 is not JSON: ours stand alone.", {path.string()});
  return json;
}

PeerRow::Quartiles quartilesIn(const nlohmann::json& cell) {
  return {cell["q25"], cell["median"], cell["q75"]};
}

} // namespace

Result<std::vector<PeerRow>> readPeers() {
  const auto json = readResults();
  if (!json)
    return json.error();
  std::vector<PeerRow> rows;
  for (const auto& item : (*json)["blackbox"]) {
    PeerRow row{item["peer"], item["function"], item["distinct_trajectories"] == 1, {}};
    for (const auto& [evaluations, cell] : item["regret"].items())
      row.regret[std::stoi(evaluations)] = quartilesIn(cell);
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<std::vector<BudgetPeerRow>> readBudgetPeers() {
  const auto json = readResults();
  if (!json)
    return json.error();
  std::vector<BudgetPeerRow> rows;
  for (const auto& item : (*json)["multi_fidelity"]) {
    BudgetPeerRow row{item["peer"], item["function"], item["charge"] != "continuation", 0, {}};
    for (const auto& [multiple, cell] : item["regret_at_budget"].items()) {
      row.seeds = cell["seeds"];
      row.regret[std::stoi(multiple)] = quartilesIn(cell);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<std::vector<CostPeerRow>> readCostPeers() {
  const auto json = readResults();
  if (!json)
    return json.error();
  std::vector<CostPeerRow> rows;
  for (const auto& item : (*json)["suggest_cost"])
    if (item["storage"] == "mem")
      rows.push_back({item["sampler"], item["n"], item["cpu_ms"]});
  return rows;
}

Aim aimOf(std::string_view sampler) {
  if (sampler == "automatic")
    return {{}, 0.8, 10.0};
  if (sampler == "gp")
    return {{"optuna-gp"}, 1.0, 0.0};
  if (sampler == "tpe")
    return {{"optuna-tpe", "optuna-tpe-uni"}, 0.8, 0.0};
  if (sampler == "cma-es")
    return {{"optuna-cmaes"}, 0.0, 0.0};
  if (sampler == "random")
    return {{"optuna-random"}, 0.0, 0.0};
  return {};
}

double compared(double regret) {
  return std::max(regret, Exact);
}

} // namespace sweep::test
