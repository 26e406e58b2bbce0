// SPDX-License-Identifier: GPL-3.0-or-later
// CPU time of a suggestion, being told its result included, in a study of ten numbers with many finished trials; beside the recorded
// times of Optuna.
#include "core/base/rng.h"
#include "tests/bench/convergence/peers.h"
#include "tests/bench/convergence/report.h"
#include "tests/bench/convergence/study_run.h"
#include "tests/support/spaces.h"

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <set>

namespace sweep::test {
namespace {

constexpr int Parameters = 10;

struct Settings {
  std::vector<std::string> samplers = {"tpe", "gp", "automatic"};
  std::vector<int> trials;
  int suggestions = 12;
};

/// What the times are to be shorter than the peer's by, and on which histories they are taken.
struct Subject {
  std::string_view sampler;
  std::string_view peer;
  std::vector<int> trials;
  double (*aim)(int trials);
};

const std::vector<Subject>& subjects() {
  static const std::vector<Subject> all = {
      {"tpe", "tpe", {100, 1000, 5000, 10'000}, [](int n) { return n >= 10'000 ? 100.0 : 0.0; }},
      {"gp", "gp", {100, 300, 1000}, [](int n) { return n >= 1000 ? 100.0 : 20.0; }},
      {"cma-es", "cmaes", {100, 1000, 5000, 10'000}, [](int) { return 0.0; }},
      {"automatic", "gp", {100, 300, 1000, 3000}, [](int) { return 0.0; }}};
  return all;
}

const Subject* findSubject(std::string_view sampler) {
  for (const Subject& subject : subjects())
    if (subject.sampler == sampler)
      return &subject;
  return nullptr;
}

StudySpec tenNumbers(const std::string& sampler) {
  std::vector<Parameter> parameters;
  for (int i = 0; i < Parameters; ++i)
    parameters.push_back(real("x" + std::to_string(i), 0.0, 1.0));
  return studyOf(std::move(parameters), sampler);
}

double lossOf(const Configuration& configuration) {
  double sum = 0.0;
  for (const auto& [name, value] : configuration)
    sum += (*valueNumber(value) - 0.4) * (*valueNumber(value) - 0.4);
  return std::sqrt(sum);
}

struct Cost {
  /// Of the first suggestion, which has everything to learn; the mean of the next ones.
  double first = 0.0;
  double next = 0.0;
};

/// CPU milliseconds, after so many random trials.
Cost costOf(const std::string& sampler, int trials, int suggestions) {
  const StudySpec spec = tenNumbers(sampler);
  const SearchSpace space = SearchSpace::create(spec.space).value();
  std::vector<Trial> history;
  Rng rng(11);
  std::vector<double> point(Parameters);
  for (int number = 0; number < trials; ++number) {
    for (double& coordinate : point)
      coordinate = rng.uniform();
    const Configuration configuration = space.fromUnit(point);
    history.push_back(completed(number, configuration, lossOf(configuration)));
  }
  const auto asked = createSampler(spec).value();
  asked->observe(history);
  Cost cost;
  for (int i = 0; i <= suggestions; ++i) {
    const double before = cpuSeconds();
    const auto answer = asked->suggest({1, trials + i});
    const auto& configuration = answer.items.at(0).configuration;
    const Trial trial = completed(trials + i, configuration, lossOf(configuration));
    asked->observe({&trial, 1});
    const double milliseconds = 1000.0 * (cpuSeconds() - before);
    if (i == 0)
      cost.first = milliseconds;
    else
      cost.next += milliseconds / suggestions;
  }
  return cost;
}

void printCost(const Subject& subject, int trials, int suggestions, const std::vector<CostPeerRow>& peers) {
  const Cost cost = costOf(std::string(subject.sampler), trials, suggestions);
  std::printf("%s%7d trials: %9.3f ms (the first %9.3f ms)", padded(std::string(subject.sampler), 12).c_str(), trials, cost.next,
              cost.first);
  for (const auto& row : peers)
    if (row.peer == subject.peer && row.trials == trials) {
      const double ratio = row.milliseconds / cost.next;
      std::printf("; Optuna %9.1f ms, %.0f times", row.milliseconds, ratio);
      if (const double aim = subject.aim(trials); aim > 0.0)
        std::printf(" (aim %.0f: %s)", aim, ratio >= aim ? "met" : "NOT met");
    }
  std::printf("\n");
  std::fflush(stdout);
}

} // namespace
} // namespace sweep::test

int main(int count, char** arguments) {
  using namespace sweep::test;
  Settings settings;
  CLI::App app("CPU time of a suggestion with ten parameters, beside recorded times of Optuna.");
  std::set<std::string> known;
  for (const Subject& subject : subjects())
    known.emplace(subject.sampler);
  app.add_option("--samplers", settings.samplers, "Ids (tpe,gp,automatic)")->delimiter(',')->check(CLI::IsMember(known));
  app.add_option("--trials", settings.trials, "Finished trials (each sampler's own list)")->delimiter(',')->check(CLI::PositiveNumber);
  app.add_option("--suggestions", settings.suggestions, "How many are timed (12)")->check(CLI::PositiveNumber);
  CLI11_PARSE(app, count, arguments);
  const auto peers = readCostPeers();
  if (!peers)
    std::printf("%s\n", peers.error().str().c_str());
  for (const auto& sampler : settings.samplers) {
    const Subject& subject = *findSubject(sampler);
    for (const int trials : settings.trials.empty() ? subject.trials : settings.trials)
      printCost(subject, trials, settings.suggestions, peers ? *peers : std::vector<CostPeerRow>());
  }
  return 0;
}
