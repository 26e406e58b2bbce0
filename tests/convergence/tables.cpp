// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/convergence/tables.h"

#include "core/base/csv.h"
#include "core/base/text.h"
#include "tests/support/spaces.h"
#include "tests/support/unpacked.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace sweep::test {

namespace {

using Row = std::vector<std::string>;

std::size_t columnOf(const CsvTable& sheet, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::find(sheet.header, name) - sheet.header.begin());
}

Result<CsvTable> readSheet(const std::string& file) {
  const auto text = unpacked(dataFolder() / file);
  return text ? readCsv(*text) : Result<CsvTable>(text.error());
}

/// Of the cells from `first` on that are not empty.
double meanOf(const Row& row, std::size_t first, std::size_t count) {
  double sum = 0.0;
  double filled = 0.0;
  for (std::size_t i = first; i < std::min(first + count, row.size()); ++i)
    if (const auto number = readNumber(row[i])) {
      sum += *number;
      filled += 1.0;
    }
  return sum / filled;
}

/// A parameter of a grid: the key of a configuration has a digit for it.
struct Axis {
  const char* name;
  std::int64_t levels;
  bool ordered;
};

std::vector<Parameter> parametersOf(std::span<const Axis> axes) {
  std::vector<Parameter> parameters;
  for (const Axis& axis : axes) {
    std::vector<Value> names;
    for (std::int64_t i = 0; i < axis.levels; ++i)
      names.push_back(text(std::to_string(i)));
    parameters.push_back(axis.ordered ? integer(axis.name, 0, axis.levels - 1) : choice(axis.name, names));
  }
  return parameters;
}

std::string keyOf(const Configuration& configuration) {
  std::string key;
  for (const auto& [name, value] : configuration)
    key += valueText(value);
  return key;
}

Table gridTable(std::span<const Axis> axes, std::unordered_map<std::string, double> losses) {
  Table table;
  for (const auto& [key, loss] : losses)
    table.losses.push_back(loss);
  std::sort(table.losses.begin(), table.losses.end());
  table.problem = {{parametersOf(axes), {}},
                   [losses = std::move(losses)](const Configuration& c) { return losses.at(keyOf(c)); },
                   table.losses.front()};
  return table;
}

constexpr Axis FcnetAxes[] = {
    {"activation_fn_1", 2, false}, {"activation_fn_2", 2, false}, {"batch_size", 4, true},
    {"dropout_1", 3, true},        {"dropout_2", 3, true},        {"init_lr", 6, true},
    {"lr_schedule", 2, false},     {"n_units_1", 6, true},        {"n_units_2", 6, true}};

Result<Table> fcnet(const std::string& name) {
  const auto sheet = readSheet("hpo/fcnet_" + name + ".csv.gz");
  if (!sheet)
    return sheet.error();
  std::unordered_map<std::string, double> losses;
  for (const Row& row : sheet->rows)
    losses[row[0]] = meanOf(row, 1, 4);
  return gridTable(FcnetAxes, std::move(losses));
}

Result<Table> hpobenchMlp(const std::string& name) {
  static constexpr Axis axes[] = {{"alpha", 10, true},
                                  {"batch_size", 10, true},
                                  {"depth", 3, true},
                                  {"learning_rate_init", 10, true},
                                  {"width", 10, true}};
  const auto sheet = readSheet("hpo/hpobench_mlp_" + name + ".csv.gz");
  if (!sheet)
    return sheet.error();
  std::unordered_map<std::string, double> losses;
  for (const Row& row : sheet->rows)
    losses[row[0]] = -meanOf(row, 1, 5);
  return gridTable(axes, std::move(losses));
}

Result<Table> nasBench201(const std::string& name) {
  static constexpr Axis axes[] = {{"e10", 5, false}, {"e20", 5, false}, {"e21", 5, false},
                                  {"e30", 5, false}, {"e31", 5, false}, {"e32", 5, false}};
  const auto sheet = readSheet("nas/nasbench201_" + name + ".csv.gz");
  if (!sheet)
    return sheet.error();
  const std::size_t accuracy = columnOf(*sheet, "val_acc_e200_s0");
  std::unordered_map<std::string, double> losses;
  for (const Row& row : sheet->rows)
    losses[joined({row.begin() + 1, row.begin() + 7}, "")] = -meanOf(row, accuracy, 3);
  return gridTable(axes, std::move(losses));
}

constexpr std::size_t XgboostParameters = 8;
using Unit = std::array<double, XgboostParameters>;

/// The loss of the row nearest to a point of the unit cube.
double nearest(const std::vector<Unit>& points, const std::vector<double>& losses, const Unit& at) {
  double closest = std::numeric_limits<double>::infinity();
  double loss = 0.0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    double distance = 0.0;
    for (std::size_t j = 0; j < XgboostParameters; ++j)
      distance += (points[i][j] - at[j]) * (points[i][j] - at[j]);
    if (distance < closest) {
      closest = distance;
      loss = losses[i];
    }
  }
  return loss;
}

Result<Table> xgboost(std::string_view task) {
  const auto sheet = readSheet("hpo/xgboost_random.csv.gz");
  if (!sheet)
    return sheet.error();
  std::vector<Unit> points;
  Table table;
  table.complete = false;
  for (const Row& row : sheet->rows) {
    if (row.back() != task)
      continue;
    for (std::size_t j = 0; j < XgboostParameters; ++j)
      (j == 0 ? points.emplace_back() : points.back())[j] = readNumber(row[j]).value();
    table.losses.push_back(readNumber(row[XgboostParameters]).value());
  }
  std::vector<Parameter> parameters;
  for (std::size_t j = 0; j < XgboostParameters; ++j) {
    const auto [low, high] = std::minmax_element(points.begin(), points.end(),
                                                 [j](const Unit& a, const Unit& b) { return a[j] < b[j]; });
    parameters.push_back(sheet->header[j] == "hp_max_depth_index"
                             ? integer(sheet->header[j], std::int64_t((*low)[j]), std::int64_t((*high)[j]))
                             : real(sheet->header[j], (*low)[j], (*high)[j]));
  }
  const auto scaled = [parameters](Unit point) {
    for (std::size_t j = 0; j < XgboostParameters; ++j)
      point[j] = isNumeric(parameters[j].domain) && std::holds_alternative<IntDomain>(parameters[j].domain)
                     ? toUnit(parameters[j].domain, Value(std::int64_t(point[j])))
                     : toUnit(parameters[j].domain, Value(point[j]));
    return point;
  };
  std::transform(points.begin(), points.end(), points.begin(), scaled);
  table.problem = {{parameters, {}},
                   [points, losses = table.losses, scaled](const Configuration& configuration) {
                     Unit at;
                     std::size_t j = 0;
                     for (const auto& [name, value] : configuration)
                       at[j++] = *valueNumber(value);
                     return nearest(points, losses, scaled(at));
                   },
                   *std::min_element(table.losses.begin(), table.losses.end())};
  return table;
}

} // namespace

std::span<const TableEntry> tables() {
  static const std::vector<TableEntry> entries = {
      {"fcnet_protein", "fcnet_protein_structure.csv.gz", "mean valid_mse",
       [] {
         return fcnet("protein_structure");
       }},
      {"fcnet_parkinsons", "fcnet_parkinsons_telemonitoring.csv.gz", "mean valid_mse",
       [] {
         return fcnet("parkinsons_telemonitoring");
       }},
      {"mlp_australian", "hpobench_mlp_australian.csv.gz", "mean bal_acc",
       [] {
         return hpobenchMlp("australian");
       }},
      {"mlp_car", "hpobench_mlp_car.csv.gz", "mean bal_acc",
       [] {
         return hpobenchMlp("car");
       }},
      {"mlp_vehicle", "hpobench_mlp_vehicle.csv.gz", "mean bal_acc",
       [] {
         return hpobenchMlp("vehicle");
       }},
      {"nasbench201_cifar10", "nasbench201_cifar10.csv.gz", "mean val_acc_e200",
       [] {
         return nasBench201("cifar10");
       }},
      {"nasbench201_cifar100", "nasbench201_cifar100.csv.gz", "mean val_acc_e200",
       [] {
         return nasBench201("cifar100");
       }},
      {"xgboost_australian", "xgboost_random.csv.gz:australian", "metric_error",
       [] {
         return xgboost("australian");
       }},
      {"xgboost_german", "xgboost_random.csv.gz:german.numer", "metric_error",
       [] {
         return xgboost("german.numer");
       }},
      {"xgboost_ijcnn1", "xgboost_random.csv.gz:ijcnn1", "metric_error",
       [] {
         return xgboost("ijcnn1");
       }},
      {"xgboost_madelon", "xgboost_random.csv.gz:madelon", "metric_error",
       [] {
         return xgboost("madelon");
       }},
      {"xgboost_spambase", "xgboost_random.csv.gz:spambase", "metric_error",
       [] {
         return xgboost("spambase");
       }},
      {"xgboost_svmguide1", "xgboost_random.csv.gz:svmguide1", "metric_error",
       [] {
         return xgboost("svmguide1");
       }},
  };
  return entries;
}

Problem rowsOf(const Table& table) {
  return {{{integer("row", 0, static_cast<std::int64_t>(table.losses.size()) - 1)}, {}},
          [losses = table.losses](const Configuration& configuration) {
            return losses[static_cast<std::size_t>(numberOf(configuration, "row"))];
          },
          table.problem.optimum};
}

double expectedLowest(std::vector<double> losses, int draws) {
  std::sort(losses.begin(), losses.end());
  const double n = draws;
  // The chance that none of the first k is drawn, times the step to the next value.
  double expected = losses.front();
  double none = 1.0;
  double left = static_cast<double>(losses.size());
  for (std::size_t k = 1; k < losses.size() && left - n > 0.0; ++k) {
    none *= (left - n) / left;
    left -= 1.0;
    expected += none * (losses[k] - losses[k - 1]);
  }
  return expected;
}

Result<ParetoProblem> fcnetErrorAndTime(const std::string& name) {
  const auto sheet = readSheet("hpo/fcnet_" + name + ".csv.gz");
  if (!sheet)
    return sheet.error();
  std::unordered_map<std::string, ObjectiveVector> values;
  std::vector<ObjectiveVector> points;
  for (const Row& row : sheet->rows) {
    points.push_back({std::log10(meanOf(row, 1, 4)), std::log10(meanOf(row, 5, 1))});
    values[row[0]] = points.back();
  }
  ParetoProblem problem;
  problem.space.parameters = parametersOf(FcnetAxes);
  problem.values = [values = std::move(values)](const Configuration& c) {
    return values.at(keyOf(c));
  };
  problem.reference = {0.0, 4.0};
  problem.volume = hypervolume(points, problem.reference);
  return problem;
}

} // namespace sweep::test
