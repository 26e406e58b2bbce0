// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/convergence/problems.h"
#include "tests/support/spaces.h"

#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <vector>

namespace sweep::test {

namespace {

double square(double x) {
  return x * x;
}

std::vector<Value> texts(std::initializer_list<const char*> words) {
  std::vector<Value> values;
  for (const char* word : words)
    values.emplace_back(std::string(word));
  return values;
}

double pick(const std::map<std::string, double>& table, const std::string& key) {
  return table.at(key);
}

/// Training a network as people tune it: three choices, two whole numbers, three numbers on a log scale.
double mix8Value(const Configuration& c) {
  const std::string opt = textOf(c, "opt");
  const std::string act = textOf(c, "act");
  const std::string sched = textOf(c, "sched");
  const double layers = numberOf(c, "layers");
  const double mu = pick({{"sgd", -1.2}, {"rmsprop", -4.0}, {"adam", -3.6}}, opt) +
                    (sched == "cosine" ? 0.3 : 0.0) - 0.05 * (layers - 1);
  const double z = std::log10(numberOf(c, "lr")) - mu;
  double f = pick({{"sgd", 0.15}, {"rmsprop", 0.25}, {"adam", 0.0}}, opt) +
             pick({{"relu", 0.05}, {"tanh", 0.30}, {"sigmoid", 0.8}, {"gelu", 0.0}}, act) +
             pick({{"cosine", 0.0}, {"const", 0.20}, {"step", 0.08}}, sched) + (z < 0 ? 0.6 : 1.5) * z * z +
             0.04 * square(layers - pick({{"relu", 4}, {"tanh", 2}, {"sigmoid", 1}, {"gelu", 6}}, act)) +
             0.125 * square(std::log2(numberOf(c, "units")) - (opt == "adam" ? 6 : 7));
  if (opt != "rmsprop")
    f += 0.1 * square(std::log10(numberOf(c, "wd")) - (opt == "adam" ? -5.5 : -3));
  if (layers >= 2)
    f += 0.2 * square(std::log10(numberOf(c, "drop")) - (-1 + 0.2 * (layers - 6)));
  return f;
}

std::vector<Parameter> mix8Parameters() {
  return {choice("opt", texts({"sgd", "rmsprop", "adam"})),
          choice("act", texts({"relu", "tanh", "sigmoid", "gelu"})),
          choice("sched", texts({"cosine", "const", "step"})),
          integer("layers", 1, 8),
          integer("units", 16, 512),
          real("lr", 1e-5, 1.0, true),
          real("wd", 1e-7, 1e-1, true),
          real("drop", 1e-4, 1.0, true)};
}

double branchesValue(const Configuration& c) {
  const std::string model = textOf(c, "model");
  if (model == "linear")
    return 0.30 + 0.02 * square(std::log10(numberOf(c, "reg")) + 1);
  if (model == "forest")
    return 0.12 + 0.04 * square(std::log10(numberOf(c, "trees")) - 2.6) +
           0.0005 * square(numberOf(c, "depth") - 20) + 0.3 * square(numberOf(c, "features") - 0.4);
  const double layers = numberOf(c, "layers");
  const bool adam = textOf(c, "optimiser") == "adam";
  double f = 0.05 * square(layers - 2) + 0.03 * square(std::log2(numberOf(c, "units1")) - 7) +
             (adam ? 0.0 : 0.04) + 0.15 * square(std::log10(numberOf(c, "lr")) - (adam ? -3 : -1.5));
  if (layers >= 2)
    f += 0.03 * square(std::log2(numberOf(c, "units2")) - 6);
  if (layers >= 3)
    f += 0.03 * square(std::log2(numberOf(c, "units3")) - 5);
  return adam ? f : f + 0.5 * square(numberOf(c, "momentum") - 0.9);
}

constexpr std::size_t TableSize = 25;
using ErrorTable = std::array<std::array<double, TableSize>, TableSize>;

Result<ErrorTable> readErrors(const std::filesystem::path& path) {
  std::ifstream file(path);
  ErrorTable table;
  for (auto& row : table) {
    std::string line;
    std::getline(file, line);
    std::istringstream cells(line);
    for (double& cell : row) {
      cells >> cell;
      cells.ignore();
    }
    if (!cells && !cells.eof())
      return Error("svc_digits needs its table of errors, which is not at %1.", {path.string()});
  }
  return table;
}

/// Bilinear, each coordinate in cells from 0 to 24.
double interpolated(const ErrorTable& table, double row, double column) {
  const auto cell = [](double t) {
    return std::min(static_cast<std::size_t>(t), TableSize - 2);
  };
  const std::size_t i = cell(row);
  const std::size_t j = cell(column);
  const double a = row - static_cast<double>(i);
  const double b = column - static_cast<double>(j);
  return (1 - a) * (1 - b) * table[i][j] + a * (1 - b) * table[i + 1][j] + (1 - a) * b * table[i][j + 1] +
         a * b * table[i + 1][j + 1];
}

} // namespace

Result<Problem> mix8(int) {
  return Problem{{mix8Parameters(), {}}, mix8Value};
}

Result<Problem> conditionalMix8(int) {
  auto parameters = mix8Parameters();
  parameters[6] = onlyWhen(parameters[6], "opt", texts({"sgd", "adam"}));
  parameters[7] = onlyWhen(parameters[7], "layers", {whole(2)}, Relation::AtLeast);
  return Problem{{std::move(parameters), {}}, mix8Value};
}

Result<Problem> branches(int) {
  const auto net = texts({"net"});
  const auto forest = texts({"forest"});
  return Problem{{{choice("model", texts({"linear", "forest", "net"})),
                   onlyWhen(real("reg", 1e-6, 1e2, true), "model", texts({"linear"})),
                   onlyWhen(integer("trees", 10, 1000, true), "model", forest),
                   onlyWhen(integer("depth", 1, 32), "model", forest),
                   onlyWhen(real("features", 0.1, 1.0), "model", forest),
                   onlyWhen(integer("layers", 1, 4), "model", net),
                   onlyWhen(integer("units1", 8, 1024, true), "model", net),
                   onlyWhen(integer("units2", 8, 1024, true), "layers", {whole(2)}, Relation::AtLeast),
                   onlyWhen(integer("units3", 8, 1024, true), "layers", {whole(3)}, Relation::AtLeast),
                   onlyWhen(choice("optimiser", texts({"sgd", "adam"})), "model", net),
                   onlyWhen(real("lr", 1e-6, 1.0, true), "model", net),
                   onlyWhen(real("momentum", 0.0, 1.0), "optimiser", texts({"sgd"}))},
                  {}},
                 branchesValue};
}

Result<Problem> svcDigits(int) {
  const auto table = readErrors(peersFolder() / "table_svc_digits.csv");
  if (!table)
    return table.error();
  double lowest = 1.0;
  for (const auto& row : *table)
    for (const double cell : row)
      lowest = std::min(lowest, cell);
  return Problem{{{real("C", 1e-3, 1e3, true), real("gamma", 1e-6, 1.0, true)}, {}},
                 [table = *table](const Configuration& c) {
                   const auto cells = [](double logarithm, double low) {
                     return std::clamp((logarithm - low) / 6 * 24, 0.0, 24.0);
                   };
                   return interpolated(table, cells(std::log10(numberOf(c, "C")), -3),
                                       cells(std::log10(numberOf(c, "gamma")), -6));
                 },
                 lowest};
}

} // namespace sweep::test
