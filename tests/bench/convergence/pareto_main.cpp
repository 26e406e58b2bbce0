// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/convergence/report.h"
#include "tests/convergence/pareto_problems.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <set>

/// How much of the volume below the best compromises of several objectives samplers reach.
namespace sweep::test {
namespace {

struct Settings {
  std::vector<std::string> samplers = {"random", "nsga-ii"};
  std::vector<int> evaluations = {50, 100, 200, 500};
  int seeds = 20;
  int population = 0;
};

/// Share of the volume that is missing after each number of evaluations.
Result<std::vector<double>> missingShares(const ParetoProblem& problem, const std::string& sampler, int seed,
                                          const Settings& settings) {
  StudySpec spec;
  spec.space = problem.space;
  spec.objectives.resize(problem.objectives);
  spec.method.sampler = sampler;
  if (settings.population > 0 && sampler == "nsga-ii")
    spec.method.samplerOptions.set("population", std::int64_t{settings.population});
  spec.limits.trials = settings.evaluations.back();
  spec.seed = static_cast<std::uint64_t>(seed);
  auto created = createSampler(spec);
  if (!created)
    return created.error();
  std::vector<double> missing;
  std::vector<ObjectiveVector> seen;
  for (int number = 0; number < settings.evaluations.back(); ++number) {
    const auto answer = (*created)->suggest({1, number});
    if (answer.items.empty())
      break;
    Trial trial;
    trial.number = number;
    trial.state = TrialState::Complete;
    trial.configuration = answer.items.front().configuration;
    trial.values = problem.values(trial.configuration);
    seen.push_back(trial.values);
    (*created)->observe({&trial, 1});
    if (number + 1 == settings.evaluations[missing.size()])
      missing.push_back(1.0 - hypervolume(seen, problem.reference) / problem.volume);
  }
  return missing;
}

void printSampler(const ParetoProblem& problem, const std::string& sampler, const Settings& settings) {
  std::vector<std::vector<double>> byEvaluations(settings.evaluations.size());
  for (int seed = 0; seed < settings.seeds; ++seed) {
    const auto missing = missingShares(problem, sampler, seed, settings);
    if (!missing) {
      std::printf("  %s%s\n", padded(sampler, 12).c_str(), missing.error().str().c_str());
      return;
    }
    for (std::size_t i = 0; i < missing->size(); ++i)
      byEvaluations[i].push_back((*missing)[i]);
  }
  std::printf("  %s", padded(sampler, 12).c_str());
  for (const auto& values : byEvaluations) {
    char cell[64] = "";
    if (!values.empty()) {
      const auto quartiles = quartilesOf(values);
      std::snprintf(cell, sizeof cell, "%.3f [%.3f, %.3f]", quartiles.median, quartiles.lower,
                    quartiles.upper);
    }
    std::printf("%s", padded(cell, 24).c_str());
  }
  std::printf("\n");
}

void benchPareto(const Settings& settings) {
  std::printf("share of the front's hypervolume that is missing, median over %d seeds [quartiles]\n  %s",
              settings.seeds, padded("", 12).c_str());
  for (const int n : settings.evaluations)
    std::printf("%s", padded("after " + std::to_string(n), 24).c_str());
  std::printf("\n");
  for (const auto& entry : paretoProblems()) {
    const auto problem = entry.create();
    if (!problem) {
      std::printf("%s left out: %s\n", std::string(entry.name).c_str(), problem.error().str().c_str());
      continue;
    }
    std::printf("%s\n", std::string(entry.name).c_str());
    for (const auto& sampler : settings.samplers)
      printSampler(*problem, sampler, settings);
    std::fflush(stdout);
  }
}

} // namespace
} // namespace sweep::test

int main(int count, char** arguments) {
  using namespace sweep;
  test::Settings settings;
  CLI::App app("How much of the volume below the best compromises of several objectives samplers reach.");
  std::set<std::string> ids;
  for (const auto& entry : samplers())
    ids.emplace(entry.id);
  app.add_option("--samplers", settings.samplers, "Ids (random,nsga-ii)")
      ->delimiter(',')
      ->check(CLI::IsMember(ids));
  app.add_option("--evaluations", settings.evaluations, "Ascending (50,100,200,500)")
      ->delimiter(',')
      ->check(CLI::PositiveNumber);
  app.add_option("--seeds", settings.seeds, "Studies per sampler and problem (20)")
      ->check(CLI::PositiveNumber);
  app.add_option("--population", settings.population, "Of nsga-ii (its default)")->check(CLI::PositiveNumber);
  CLI11_PARSE(app, count, arguments);
  test::benchPareto(settings);
  return 0;
}
