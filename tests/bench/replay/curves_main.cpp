// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/replay/method_comparison.h"
#include "core/runner/replay_loading.h"
#include "tests/convergence/problems.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/unpacked.h"
#include "ui/charts/comparison_picture.h"
#include "ui/text.h"

#include <CLI/CLI.hpp>
#include <QApplication>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

/// Methods on recorded learning curves of real trainings: the best value found over the budget spent, beside random search that
/// trains everything to its end; a chart for each task.
namespace sweep::bench {
namespace {

struct Settings {
  std::vector<std::string> tasks;
  /// Every scheduler that a table can answer. Population based training is none of them: a member that copies another goes on
  /// with trained weights, and a table knows how a configuration does from the beginning only.
  std::vector<std::string> methods = {"random", "median", "random+percentile", "random+wandb-hyperband", "successive-halving",
                                      "hyperband", "asha", "bohb", "tpe-asha", "tpe-hyperband", "gp-hyperband", "gp-median"};
  int seeds = 20;
  double fullTrials = 100.0;
  std::string output = ".";
};

/// The metric to compare, and the table as a CSV.
struct Task {
  std::string name;
  std::string metric;
  std::string csv;
};

/// A run for each line, with the perplexity at every checkpoint: runs of one configuration stay apart.
std::string translationCsv(const std::string& lines) {
  const std::vector<std::string> names = {"dataset_size", "initial_lr", "model_size", "ff_num_hidden",
                                          "num_layers",   "batch_size", "bpe",        "lora_r"};
  std::string csv = "run," + joined(names, ",") + ",step,perplexity\n";
  int run = 0;
  for (const auto& line : split(lines, '\n')) {
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (json.is_discarded())
      continue;
    std::string begin = std::to_string(run++);
    for (const auto& name : names)
      begin += "," + numberText(json["hp"][name].get<double>());
    int step = 0;
    for (const auto& value : json["perplexity"])
      csv += begin + "," + std::to_string(++step) + "," + (value.is_number() ? numberText(value.get<double>()) : "nan") + "\n";
  }
  return csv;
}

std::vector<Task> tasksOf(const Settings& settings) {
  std::vector<Task> tasks;
  std::vector<std::filesystem::path> files;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(test::dataFolder() / "curves", ignored))
    files.push_back(entry.path());
  std::ranges::sort(files);
  for (const auto& file : files) {
    const std::string name = file.stem().stem().string();
    if (!settings.tasks.empty() && std::ranges::find(settings.tasks, name) == settings.tasks.end())
      continue;
    const auto text = test::unpacked(file);
    if (!text) {
      std::printf("%s left out: %s\n", name.c_str(), text.error().str().c_str());
      continue;
    }
    const bool isTranslation = file.string().find(".jsonl") != std::string::npos;
    tasks.push_back({name, isTranslation ? "perplexity" : "valid", isTranslation ? translationCsv(*text) : *text});
  }
  return tasks;
}

constexpr double Readings[] = {1, 2, 5, 10, 20, 50};

/// In full trials. Never more than half of what was recorded: beyond that every method finds the best, as there is little else.
double budgetOf(const StudySpec& spec, double wanted) {
  double steps = 0.0;
  for (const auto& run : (*loadCurves(spec.replay->table))->runs)
    if (!run.points.empty())
      steps += static_cast<double>(run.points.back().step);
  return std::min(wanted, 0.5 * steps / spec.budget->max);
}

void print(const MethodComparison& comparison, const Task& task, const Settings& settings, double fullTrials) {
  std::vector<double> readings;
  std::ranges::copy_if(Readings, std::back_inserter(readings), [&](double reading) { return reading < fullTrials; });
  readings.push_back(fullTrials);
  std::printf("%s: %zu configurations, best recorded %s %s; median over %d seeds\n  %-24s", task.name.c_str(),
              comparison.configurations, task.metric.c_str(), roundedText(comparison.bestRecorded, 6).c_str(), settings.seeds, "");
  for (const double reading : readings)
    std::printf("%10sx", roundedText(reading, 3).c_str());
  std::printf("%22s\n", "as random at the end");
  const auto random = std::ranges::find(comparison.methods, std::string("random"), &MethodQuality::id);
  for (const auto& method : comparison.methods) {
    if (!method.problem.empty()) {
      std::printf("  %-24sleft out: %s\n", method.id.c_str(), method.problem.str().c_str());
      continue;
    }
    std::printf("  %-24s", method.id.c_str());
    for (const double reading : readings) {
      const double median = medianAt(method.overBudget, reading);
      std::printf("%11s", std::isnan(median) ? "-" : roundedText(median, 5).c_str());
    }
    if (random != comparison.methods.end() && random->problem.empty()) {
      // What of the budget it takes to be as good as random search is with all of it.
      const double goal = random->overBudget.back().median;
      const auto there = std::ranges::find_if(method.overBudget, [&](const QualityPoint& point) {
        return point.median == goal || comparison.objective.better(point.median, goal);
      });
      if (there == method.overBudget.end())
        std::printf("%22s", "not reached");
      else
        std::printf("%20.0f %%", 100.0 * there->spent / fullTrials);
    }
    std::printf("\n");
  }
  std::fflush(stdout);
}

int bench(const Settings& settings) {
  const test::TemporaryFolder folder;
  const auto tasks = tasksOf(settings);
  if (tasks.empty())
    std::printf("No curves in %s: nothing is measured.\n", (test::dataFolder() / "curves").string().c_str());
  for (const auto& task : tasks) {
    const std::string path = folder / (task.name + ".csv");
    std::ofstream(path) << task.csv;
    const auto spec = replayOf(path, task.metric, Direction::Minimise);
    if (!spec) {
      std::printf("%s left out: %s\n", task.name.c_str(), spec.error().str().c_str());
      continue;
    }
    ComparisonOptions options;
    options.methods = settings.methods;
    options.seeds = settings.seeds;
    options.fullTrials = budgetOf(*spec, settings.fullTrials);
    const auto comparison = compareMethods(*spec, {}, options);
    if (!comparison) {
      std::fprintf(stderr, "bench: %s\n", comparison.error().str().c_str());
      return 1;
    }
    print(*comparison, task, settings, options.fullTrials);
    const std::string picture = settings.output + "/" + task.name + ".png";
    if (!ui::saveComparison(*comparison, ui::ComparisonAxis::Budget, ui::toQt(task.name), ui::toQt(picture), {960, 600})) {
      std::fprintf(stderr, "bench: %s could not be written.\n", picture.c_str());
      return 1;
    }
    std::printf("  chart: %s\n", picture.c_str());
  }
  return 0;
}

} // namespace
} // namespace sweep::bench

int main(int count, char** arguments) {
  using namespace sweep;
  bench::Settings settings;
  CLI::App app("Methods on recorded learning curves of real trainings, beside random search.");
  app.add_option("--tasks", settings.tasks, "Names of files without their suffixes (all)")->delimiter(',');
  app.add_option("--methods", settings.methods, "Names, as `sweepscope methods` has them")->delimiter(',');
  app.add_option("--seeds", settings.seeds, "Studies of each method and task (20)")->check(CLI::PositiveNumber);
  app.add_option("--budget", settings.fullTrials, "In full trials (100)")->check(CLI::PositiveNumber);
  app.add_option("-o,--output", settings.output, "The folder for the charts (.)");
  CLI11_PARSE(app, count, arguments);
  const QApplication application(count, arguments);
  return bench::bench(settings);
}
