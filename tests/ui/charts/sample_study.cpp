// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/charts/sample_study.h"

#include "core/base/text.h"

#include <cmath>
#include <random>

namespace sweep::test {

namespace {

StudySpec specOf(const SampleOptions& options) {
  StudySpec spec;
  spec.name = "sample";
  spec.objectives = {Objective{"val_accuracy", options.direction, Reduction::Last, 1, {}}};
  Parameter nesterov{"nesterov", CategoricalDomain{{Value(true), Value(false)}, {}}, {}, {}, {}};
  nesterov.condition = Condition{"optimizer", Relation::OneOf, {Value(std::string("sgd"))}};
  const CategoricalDomain optimizers{{Value(std::string("sgd")), Value(std::string("adam")), Value(std::string("rmsprop"))}, {}};
  spec.space.parameters = {{"lr", FloatDomain{1e-5, 1.0, true, {}}, {}, {}, {}},
                           {"momentum", FloatDomain{0.0, 0.99, false, {}}, {}, {}, {}},
                           {"layers", IntDomain{1, 6, false, 1}, {}, {}, {}},
                           {"optimizer", optimizers, {}, {}, {}},
                           nesterov,
                           {"epochs", ConstantDomain{Value(std::int64_t{12})}, {}, {}, {}}};
  spec.method.sampler = options.sampler;
  spec.method.scheduler = options.scheduler;
  if (options.scheduler != "full")
    spec.budget = Budget{"epoch", 1.0, 12.0, options.scheduler == "pbt" ? BudgetWay::Continue : BudgetWay::StopInFlight};
  return spec;
}

struct Maker {
  const SampleOptions& options;
  std::mt19937 random{7};
  double between(double low, double high) { return low + (high - low) * (static_cast<double>(random()) / 4294967296.0); }

  Configuration configuration() {
    static const char* const Optimizers[] = {"sgd", "adam", "rmsprop"};
    const std::string optimizer = Optimizers[random() % 3];
    Configuration configuration{{"lr", Value(std::pow(10.0, between(-5, 0)))},
                                {"momentum", Value(between(0, 0.99))},
                                {"layers", Value(static_cast<std::int64_t>(1 + random() % 6))},
                                {"optimizer", Value(optimizer)}};
    if (optimizer == "sgd")
      configuration.set("nesterov", Value(random() % 2 == 0));
    configuration.set("epochs", Value(std::int64_t{12}));
    return configuration;
  }

  double score(const Configuration& configuration) {
    if (options.constantScore)
      return 0.5;
    const double lr = std::log10(*valueNumber(*configuration.find("lr")));
    const double momentum = *valueNumber(*configuration.find("momentum"));
    const double accuracy = 0.985 - 0.06 * (lr + 2) * (lr + 2) - 0.05 * std::abs(momentum - 0.9) + between(-0.01, 0.01);
    return options.direction == Direction::Maximise ? accuracy : 1 - accuracy;
  }

  std::shared_ptr<Trial> trial(int number) {
    auto trial = std::make_shared<Trial>();
    trial->number = number;
    trial->configuration = configuration();
    trial->state = stateOf(number);
    const double final = score(trial->configuration);
    addReports(*trial, final);
    if (trial->state == TrialState::Complete || trial->state == TrialState::Pruned)
      trial->values = {final};
    if (trial->state == TrialState::Failed)
      trial->failure = Failure{FailureClass::ExitCode, Message("The program ended with exit code 1."), {}};
    Attempt attempt;
    attempt.worker = number % 4;
    attempt.started = 1'700'000'000'000 + (number / 4) * 5000 + attempt.worker * 400;
    if (trial->state != TrialState::Running)
      attempt.ended = attempt.started + 3000 + static_cast<std::int64_t>(between(0, 1500));
    if (options.sampler == "gp")
      trial->origin = Message("anywhere: predicted %1 ± %2 against %3 so far, expected improvement %4", {roundedText(final + between(-0.02, 0.02)), "0.02", "0.9", "0.01"});
    if (options.scheduler != "full") {
      trial->bracket = options.scheduler == "pbt" ? number : 0;
      trial->budget = attempt.budget = 12.0;
      attempt.values = trial->values;
    }
    trial->attempts = {attempt};
    return trial;
  }

  TrialState stateOf(int number) const {
    if (options.allFail || (options.failEvery > 0 && number % options.failEvery == options.failEvery - 1))
      return TrialState::Failed;
    if (number >= options.trials - options.running)
      return TrialState::Running;
    return options.pruneEvery > 0 && number % options.pruneEvery == options.pruneEvery - 2 ? TrialState::Pruned : TrialState::Complete;
  }

  void addReports(Trial& trial, double final) {
    const int count = trial.state == TrialState::Complete ? options.reports : options.reports / 3;
    for (int step = 1; step <= count; ++step) {
      const double part = 1 - std::exp(-step / 3.0);
      const double value = options.constantScore ? final : 0.1 + (final - 0.1) * part + between(-0.004, 0.004);
      const double last = step == count && trial.state == TrialState::Complete ? final : value;
      trial.reports.push_back({step, {{"val_accuracy", last}, {"train_loss", 2 * (1 - part) + 0.1}}, step * 0.3});
    }
  }
};

} // namespace

SampleOptions suitedTo(std::string_view chart, SampleOptions options) {
  if (chart == "gp" || chart == "calibration")
    options.sampler = "gp";
  if (chart == "tpe")
    options.sampler = "tpe";
  options.scheduler = chart == "brackets" ? "asha" : chart == "lineage" ? "pbt" : "full";
  return options;
}

SnapshotPtr sampleStudy(const SampleOptions& options) {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->spec = specOf(options);
  Maker maker{options};
  for (int number = 0; number < options.trials; ++number)
    snapshot->trials.push_back(maker.trial(number));
  return snapshot;
}

} // namespace sweep::test
