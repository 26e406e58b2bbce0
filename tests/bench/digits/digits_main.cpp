// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/local_executor.h"
#include "tests/bench/convergence/report.h"
#include "tests/bench/digits/digits_study.h"
#include "tests/bench/digits/training_log.h"
#include "tests/bench/study_bench.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <QTemporaryDir>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

/// Methods that spend budgets on a program that really trains: how many epochs they need for what random search reaches, and
/// what a population reaches beside members that keep their settings.
namespace sweep::bench {
namespace {

struct Settings {
  int seeds = 5;
  int trials = 64;
  int epochs = 40;
  int population = 10;
  int workers = 2;
  std::string part;
};

/// A method whose studies go on until they are as good as random search.
struct Contender {
  const char* name;
  MethodChoice method;
};

std::vector<Contender> contenders() {
  return {
      {"Hyperband", {"random", {}, "hyperband", {{"rounds", std::int64_t{0}}}}},
      {"ASHA", {"random", {}, "asha", {{"variant", std::string("promotion")}}}},
      {"ASHA in flight", {"random", {}, "asha", {}}},
      {"BOHB", {"kde", {}, "hyperband", {{"rounds", std::int64_t{0}}}}},
  };
}

/// So that no other method is handed the configurations that random search draws.
constexpr std::uint64_t OtherDraws = 1000;

/// In a folder that goes with all its checkpoints before the next one comes.
void run(const StudySpec& spec, TrainingLog& log,
         const std::function<void(const RunnerUpdate&, double)>& onUpdate = {},
         const std::function<bool()>& goesOn = {}) {
  const QTemporaryDir folder;
  const auto logging = [&log](Executor::Listener listener, int workers) {
    return std::make_unique<LocalExecutor>(log.before(std::move(listener)), workers);
  };
  runHeadlessStudy(spec, folder.path().toStdString(), onUpdate, logging, goesOn);
}

double medianOf(std::vector<double> values) { return test::quartilesOf(std::move(values)).median; }

std::string shareText(double share) {
  char text[32];
  std::snprintf(text, sizeof text, std::isinf(share) ? "not reached" : "%.2f", share);
  return text;
}

/// Epochs until it is as good, over those of all random trials; infinity where it is not with as many.
double shareOf(const Contender& contender, const Settings& settings, std::uint64_t seed,
               const TrainingLog& random) {
  auto spec = digitsStudy(settings.epochs, settings.workers);
  spec.seed = seed + OtherDraws;
  spec.method = contender.method;
  TrainingLog log(spec.objective().metric);
  run(spec, log, {}, [&] { return log.best() < random.best() && log.epochs() < random.epochs(); });
  return log.epochsUntil(random.best()) / random.epochs();
}

void benchEarlyStopping(const Settings& settings) {
  const auto all = contenders();
  std::map<std::string, std::vector<double>> shares;
  std::printf("Random search: %d trials of %d epochs. Others: the share of its epochs until they are as "
              "good; aim 0.33.\n%-8s%10s%10s",
              settings.trials, settings.epochs, "seed", "accuracy", "epochs");
  for (const auto& contender : all)
    std::printf("%18s", contender.name);
  std::printf("\n");
  for (int seed = 1; seed <= settings.seeds; ++seed) {
    auto spec = digitsStudy(settings.epochs, settings.workers);
    spec.seed = static_cast<std::uint64_t>(seed);
    spec.limits.trials = settings.trials;
    TrainingLog random(spec.objective().metric);
    run(spec, random);
    std::printf("%-8d%10.4f%10d", seed, random.best(), random.epochs());
    for (const auto& contender : all) {
      const double share = shareOf(contender, settings, spec.seed, random);
      shares[contender.name].push_back(share);
      std::printf("%18s", shareText(share).c_str());
      std::fflush(stdout);
    }
    std::printf("\n");
  }
  std::printf("%-28s", "median");
  for (const auto& contender : all)
    std::printf("%18s", shareText(medianOf(shares[contender.name])).c_str());
  std::printf("\n\n");
}

struct Members {
  double best = 0.0;
  double median = 0.0;
  int epochs = 0;
};

/// Of those that came to the end.
Members membersOf(StudySpec spec) {
  TrainingLog log(spec.objective().metric);
  std::map<int, double> values;
  run(spec, log, [&](const RunnerUpdate& update, double) {
    for (const auto& trial : update.trials)
      if (trial->state == TrialState::Complete)
        values[trial->number] = *trial->value();
  });
  std::vector<double> all;
  for (const auto& [number, value] : values)
    all.push_back(value);
  return all.empty() ? Members{0.0, 0.0, log.epochs()}
                     : Members{std::ranges::max(all), medianOf(all), log.epochs()};
}

void benchPopulation(const Settings& settings) {
  std::printf("Population based training: %d members of %d epochs, beside as many that keep their settings, "
              "with the same seeds.\n"
              "Accuracy at the end; aim: the best no worse.\n%-8s%12s%12s%12s%12s%12s%12s%12s\n",
              settings.population, settings.epochs, "seed", "PBT best", "median", "epochs", "kept best",
              "median", "epochs", "difference");
  std::vector<double> differences;
  for (int seed = 1; seed <= settings.seeds; ++seed) {
    auto spec = digitsPopulation(settings.epochs, settings.workers);
    spec.seed = static_cast<std::uint64_t>(seed);
    auto kept = spec;
    kept.limits.trials = settings.population;
    // Ten generations.
    spec.budget->min = std::max(1.0, std::round(settings.epochs / 10.0));
    spec.method.scheduler = "pbt";
    spec.method.schedulerOptions.set("population", std::int64_t{settings.population});
    const auto varied = membersOf(std::move(spec));
    const auto constant = membersOf(std::move(kept));
    differences.push_back(varied.best - constant.best);
    std::printf("%-8d%12.4f%12.4f%12d%12.4f%12.4f%12d%+12.4f\n", seed, varied.best, varied.median,
                varied.epochs, constant.best, constant.median, constant.epochs, differences.back());
    std::fflush(stdout);
  }
  std::printf("%-80s%+12.4f\n", "median", medianOf(differences));
}

} // namespace
} // namespace sweep::bench

int main(int count, char** arguments) {
  using namespace sweep;
  bench::Settings settings;
  CLI::App app("Methods that spend budgets on the digits trainer, as subprocesses: epochs beside random "
               "search, and a population "
               "beside constant settings.");
  app.add_option("--seeds", settings.seeds, "Studies of each method (5)")->check(CLI::PositiveNumber);
  app.add_option("--trials", settings.trials, "Of random search (64)")->check(CLI::PositiveNumber);
  app.add_option("--epochs", settings.epochs, "The largest budget (40)")->check(CLI::Range(2, 100'000));
  app.add_option("--population", settings.population, "Members (10)")->check(CLI::Range(2, 1000));
  app.add_option("--part", settings.part, "stopping or population alone (both)")
      ->check(CLI::IsMember({"stopping", "population"}));
  app.add_option("--workers", settings.workers, "Trials at a time (2)")->check(CLI::PositiveNumber);
  CLI11_PARSE(app, count, arguments);
  const QCoreApplication application(count, arguments);
  if (settings.part != "population")
    bench::benchEarlyStopping(settings);
  if (settings.part != "stopping")
    bench::benchPopulation(settings);
  return 0;
}
