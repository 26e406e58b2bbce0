// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/replay/replayed_study.h"
#include "core/study/snapshot.h"

#include <limits>
#include <stdexcept>
#include <utility>

namespace sweep::test {

/// What a study on the virtual clock looks like at its end, or after so many moments of the clock.
inline SnapshotPtr playedStudy(StudySpec spec, std::size_t moments = std::numeric_limits<std::size_t>::max()) {
  auto study = ReplayedStudy::create(std::move(spec), "/");
  if (!study)
    throw std::runtime_error(study.error().str());
  (*study)->run([&moments] { return moments-- > 0; });
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->spec = (*study)->engine().spec();
  for (auto& trial : (*study)->ledger().all())
    snapshot->trials.push_back(std::make_shared<const Trial>(std::move(trial)));
  return snapshot;
}

/// A made-up training of `method`'s sampler and scheduler: its "accuracy" rises over the epochs to a level that is best near
/// lr = 0.01, momentum = 0.8 and many units.
inline StudySpec trainingSpec(std::string sampler, std::string scheduler, int trials, double epochs = 27.0) {
  StudySpec spec;
  spec.name = "training";
  spec.objectives = {Objective{"accuracy", Direction::Maximise, Reduction::Last, 1, {}}};
  spec.space.parameters = {{"lr", FloatDomain{1e-4, 1.0, true, {}}, {}, {}, {}},
                           {"momentum", FloatDomain{0.0, 0.99, false, {}}, {}, {}, {}},
                           {"units", IntDomain{8, 256, true, 1}, {}, {}, {}}};
  spec.method.sampler = std::move(sampler);
  spec.method.scheduler = std::move(scheduler);
  spec.budget = Budget{"epoch", 1.0, epochs, BudgetWay::Continue};
  spec.limits.trials = trials;
  spec.limits.parallel = 4;
  spec.replay = Replay();
  spec.replay->formulas = {
      {"accuracy", "(0.97 - 0.07 * (log10(lr) + 2)^2 - 0.25 * (momentum - 0.8)^2 - 0.6 / units)"
                   " * (1 - 0.9 * exp(-step * (0.15 + 2 * sqrt(lr))))"}};
  return spec;
}

} // namespace sweep::test
