// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/convergence/report.h"
#include "tests/convergence/tables.h"

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <set>

/// Samplers on tables of real trainings, beside the exact expectation of uniform draws.
namespace sweep::test {
namespace {

struct Settings {
  std::vector<std::string> samplers;
  std::vector<std::string> names;
  std::vector<int> evaluations = {25, 50, 100, 200};
  int seeds = 20;
  int randomSeeds = 400;
};

struct Mean {
  double value = 0.0;
  double standardError = 0.0;
};

Mean meanOf(const std::vector<double>& values) {
  const double count = static_cast<double>(values.size());
  double sum = 0.0;
  for (const double v : values)
    sum += v;
  const double mean = sum / count;
  double squares = 0.0;
  for (const double v : values)
    squares += (v - mean) * (v - mean);
  return {mean, std::sqrt(squares / std::max(count - 1.0, 1.0) / count)};
}

/// Nothing when the sampler cannot search the space.
std::vector<StudyRun> runSeeds(const Problem& problem, const std::string& sampler, int seeds,
                               int evaluations) {
  std::vector<StudyRun> runs;
  for (int seed = 0; seed < seeds; ++seed)
    if (auto run = runStudy(problem, sampler, {}, static_cast<std::uint64_t>(seed), evaluations))
      runs.push_back(std::move(*run));
  return runs;
}

Mean regretAfter(const std::vector<StudyRun>& runs, int evaluations) {
  std::vector<double> regrets;
  for (const auto& run : runs)
    regrets.push_back(run.regretAfter(evaluations));
  return meanOf(regrets);
}

std::string format(const char* pattern, auto... values) {
  char buffer[128];
  std::snprintf(buffer, sizeof buffer, pattern, values...);
  return buffer;
}

constexpr std::size_t NameWidth = 18;
constexpr std::size_t CellWidth = 28;

/// Random draws of rows against what they must give on average. Within three standard errors in nearly all cells.
void printRandomCheck(const Table& table, const Settings& settings, int& cells, int& within) {
  const Problem rows = table.complete ? table.problem : rowsOf(table);
  const auto runs = runSeeds(rows, "random", settings.randomSeeds, settings.evaluations.back());
  std::string line = "  " + padded("random, " + std::to_string(settings.randomSeeds), NameWidth);
  for (const int n : settings.evaluations) {
    const Mean measured = regretAfter(runs, n);
    const double expected = expectedLowest(table.losses, n) - table.problem.optimum;
    const double deviation =
        measured.standardError > 0.0 ? (measured.value - expected) / measured.standardError : 0.0;
    ++cells;
    within += std::abs(deviation) <= 3.0;
    line += padded(format("%.4g (%+.1f s.e.)", measured.value, deviation), CellWidth);
  }
  std::printf("%s\n", line.c_str());
}

void printSampler(const Table& table, const std::string& sampler, const Settings& settings) {
  const auto runs = runSeeds(table.problem, sampler, settings.seeds, settings.evaluations.back());
  std::string line = "  " + padded(sampler, NameWidth);
  if (runs.empty()) {
    std::printf("%scannot search this space\n", line.c_str());
    return;
  }
  for (const int n : settings.evaluations) {
    const Mean measured = regretAfter(runs, n);
    const double expected = expectedLowest(table.losses, n) - table.problem.optimum;
    line += padded(format("%.4g (%.2f of random)", measured.value, measured.value / expected), CellWidth);
  }
  std::printf("%s\n", line.c_str());
}

void benchTables(const Settings& settings) {
  std::string header = "  " + padded("", NameWidth);
  for (const int n : settings.evaluations)
    header += padded("after " + std::to_string(n), CellWidth);
  std::printf("mean regret over %d seeds; expected: of uniform draws without replacement, exactly\n%s\n",
              settings.seeds, header.c_str());
  int cells = 0;
  int within = 0;
  for (const auto& entry : tables()) {
    if (!settings.names.empty() &&
        std::find(settings.names.begin(), settings.names.end(), entry.name) == settings.names.end())
      continue;
    const auto table = entry.create();
    if (!table) {
      std::printf("%s left out: %s\n", std::string(entry.name).c_str(), table.error().str().c_str());
      continue;
    }
    std::printf("%s%s\n  %s", std::string(entry.name).c_str(),
                table->complete ? "" : " (value of the nearest of the measured rows)",
                padded("expected", NameWidth).c_str());
    for (const int n : settings.evaluations)
      std::printf("%s",
                  padded(format("%.4g", expectedLowest(table->losses, n) - table->problem.optimum), CellWidth)
                      .c_str());
    std::printf("\n");
    printRandomCheck(*table, settings, cells, within);
    for (const auto& sampler : settings.samplers)
      printSampler(*table, sampler, settings);
    std::fflush(stdout);
  }
  if (cells > 0)
    std::printf("random search within three standard errors of its exact expectation in %d of %d cells\n",
                within, cells);
}

} // namespace
} // namespace sweep::test

int main(int count, char** arguments) {
  using namespace sweep;
  test::Settings settings;
  CLI::App app("Samplers on tables of real trainings, beside the exact expectation of uniform draws.");
  std::set<std::string> ids;
  for (const auto& entry : samplers())
    ids.emplace(entry.id);
  std::set<std::string> names;
  for (const auto& entry : test::tables())
    names.emplace(entry.name);
  app.add_option("--samplers", settings.samplers, "Ids (all but random and the grids)")
      ->delimiter(',')
      ->check(CLI::IsMember(ids));
  app.add_option("--tables", settings.names, "Names (all)")->delimiter(',')->check(CLI::IsMember(names));
  app.add_option("--evaluations", settings.evaluations, "Ascending (25,50,100,200)")
      ->delimiter(',')
      ->check(CLI::PositiveNumber);
  app.add_option("--seeds", settings.seeds, "Studies per sampler and table (20)")->check(CLI::PositiveNumber);
  app.add_option("--random-seeds", settings.randomSeeds, "Studies of the check of random search (400)")
      ->check(CLI::PositiveNumber);
  CLI11_PARSE(app, count, arguments);
  if (settings.samplers.empty())
    for (const auto& id : ids)
      if (id != "random" && !id.starts_with("grid"))
        settings.samplers.push_back(id);
  test::benchTables(settings);
  return 0;
}
