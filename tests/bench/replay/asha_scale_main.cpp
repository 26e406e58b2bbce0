// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/replay/replayed_study.h"
#include "core/scheduler/registry.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sys/resource.h>

/// Schedulers with as many workers as people dream of, on the virtual clock: how busy the workers are and how good the best
/// trial is as time goes by, and how long all that takes here.
namespace sweep::bench {
namespace {

struct Settings {
  std::vector<std::string> schedulers = {"asha-promotion", "asha-stopping"};
  int trials = 1'000'000;
  int workers = 10'000;
  int rows = 16;
  std::string output;
};

constexpr double LargestBudget = 256.0;

/// Four parameters, of which two matter; training takes between one and three seconds a step, and lessens the loss.
StudySpec scaleSpec(const Settings& settings, const std::string& scheduler) {
  StudySpec spec;
  spec.name = "scale";
  spec.space.parameters = {{"lr", FloatDomain{1e-5, 1.0, true, {}}, {}, {}, {}},
                           {"momentum", FloatDomain{0.0, 1.0, false, {}}, {}, {}, {}},
                           {"layers", IntDomain{1, 8, false, 1}, {}, {}, {}},
                           {"units", IntDomain{16, 512, true, 1}, {}, {}, {}}};
  spec.replay = Replay();
  spec.replay->formulas = {{spec.objective().metric,
                            "(log(lr) + 6)^2 / 40 + (momentum - 0.9)^2 + (1 + momentum) / step^0.7 + 0.02 * normal()"}};
  spec.replay->secondsPerStep = "1 + layers / 4";
  spec.replay->reportEvery = static_cast<std::int64_t>(LargestBudget);
  spec.budget = Budget{"step", 1.0, LargestBudget, BudgetWay::Continue};
  spec.method.scheduler = scheduler.substr(0, scheduler.find("-promotion"));
  if (scheduler == "asha-promotion") {
    spec.method.schedulerOptions = {{"variant", std::string("promotion")}};
  } else if (scheduler == "asha-stopping") {
    spec.method.scheduler = "asha";
    spec.budget->way = BudgetWay::StopInFlight;
    spec.replay->reportEvery = 1;
  } else if (scheduler == "hyperband" || scheduler == "successive-halving") {
    spec.method.schedulerOptions = {{"rounds", std::int64_t{0}}, {"eta", std::int64_t{4}}};
  }
  spec.limits.trials = settings.trials;
  spec.limits.parallel = settings.workers;
  return spec;
}

struct Sample {
  double seconds = 0.0;
  double busySeconds = 0.0;
  double best = 0.0;
  int begun = 0;
};

/// The best loss of a report at the largest budget; while there is none, at the largest that was reached.
class BestSoFar {
public:
  void see(const Report& report, const std::string& metric) {
    const auto loss = report.metrics.at(metric);
    if (report.step > m_step || (report.step == m_step && loss < m_loss)) {
      m_loss = report.step > m_step ? loss : std::min(loss, m_loss);
      m_step = report.step;
    }
  }
  double loss() const { return m_loss; }

private:
  std::int64_t m_step = 0;
  double m_loss = std::numeric_limits<double>::infinity();
};

void write(const std::string& path, const std::string& scheduler, const std::vector<Sample>& samples, int workers) {
  if (path.empty())
    return;
  std::ofstream file(path, std::ios::app);
  for (std::size_t i = 1; i < samples.size(); ++i) {
    const double span = samples[i].seconds - samples[i - 1].seconds;
    file << scheduler << ',' << numberText(samples[i].seconds) << ','
         << numberText((samples[i].busySeconds - samples[i - 1].busySeconds) / (span * workers)) << ','
         << numberText(samples[i].best) << ',' << samples[i].begun << '\n';
  }
}

void print(const std::vector<Sample>& samples, const Settings& settings) {
  std::printf("  %12s %12s %12s  %s\n", "virtual s", "trials begun", "best loss", "workers busy since the row before");
  const std::size_t step = std::max<std::size_t>(samples.size() / static_cast<std::size_t>(settings.rows), 1);
  for (std::size_t i = step; i < samples.size(); i += step) {
    const double span = samples[i].seconds - samples[i - step].seconds;
    const double share = (samples[i].busySeconds - samples[i - step].busySeconds) / (span * settings.workers);
    std::printf("  %12.0f %12d %12.4f  %6.2f %% %s\n", samples[i].seconds, samples[i].begun, samples[i].best, 100.0 * share,
                std::string(static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * 40.0)), '#').c_str());
  }
}

void bench(const Settings& settings, const std::string& scheduler) {
  auto spec = scaleSpec(settings, scheduler);
  const std::string metric = spec.objective().metric;
  auto made = ReplayedStudy::create(std::move(spec), "/");
  if (!made) {
    std::fprintf(stderr, "bench: %s\n", made.error().str().c_str());
    std::exit(1);
  }
  auto& study = **made;
  BestSoFar best;
  std::vector<Sample> samples = {{}};
  double nextSample = 0.0;
  study.onEvent = [&](const JobEvent& event) {
    if (const auto* reported = std::get_if<JobReported>(&event.what))
      for (const auto& report : reported->reports)
        best.see(report, metric);
  };
  const auto start = std::chrono::steady_clock::now();
  study.run([&] {
    if (study.now() >= nextSample && study.now() > samples.back().seconds) {
      samples.push_back({study.now(), study.executor().busySeconds(), best.loss(), study.ledger().size()});
      nextSample = study.now() + 1.0;
    }
    return true;
  });
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  samples.push_back({study.now() + 1e-9, study.executor().busySeconds(), best.loss(), study.ledger().size()});
  const auto progress = study.engine().progress();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%s: %d trials (%d complete, %d stopped, %d failed), %d workers: %.1f s here for %.0f s of them, %.0f steps; "
              "%.0f trials a second; busy %.2f %% until the last trial began; %.1f GiB at most\n",
              scheduler.c_str(), progress.finished(), progress.complete, progress.pruned, progress.failed, settings.workers,
              seconds, study.now(), study.executor().trainedSteps(), progress.finished() / seconds, [&] {
                const auto last = std::ranges::find(samples, study.ledger().size(), &Sample::begun);
                const auto& at = last == samples.end() ? samples.back() : *last;
                return 100.0 * at.busySeconds / (at.seconds * settings.workers);
              }(),
              static_cast<double>(usage.ru_maxrss) / (1024.0 * 1024.0));
  print(samples, settings);
  write(settings.output, scheduler, samples, settings.workers);
  std::fflush(stdout);
}

} // namespace
} // namespace sweep::bench

int main(int count, char** arguments) {
  using namespace sweep;
  bench::Settings settings;
  CLI::App app("Schedulers with ten thousand virtual workers and a million configurations.");
  app.add_option("--schedulers", settings.schedulers,
                 "asha-promotion, asha-stopping, successive-halving, hyperband, median (the first two)")
      ->delimiter(',');
  app.add_option("--trials", settings.trials, "Configurations (1000000)")->check(CLI::PositiveNumber);
  app.add_option("--workers", settings.workers, "Virtual workers (10000)")->check(CLI::PositiveNumber);
  app.add_option("--rows", settings.rows, "Of each table (16)")->check(CLI::PositiveNumber);
  app.add_option("-o,--output", settings.output, "A CSV for the curves: scheduler, seconds, busy, best, begun");
  CLI11_PARSE(app, count, arguments);
  if (!settings.output.empty())
    std::ofstream(settings.output) << "scheduler,seconds,busy,best,begun\n";
  for (const auto& scheduler : settings.schedulers)
    bench::bench(settings, scheduler);
  return 0;
}
