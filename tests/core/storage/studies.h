// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/sqlite_storage.h"

#include <memory>
#include <string>
#include <vector>

namespace sweep {

inline StudySpec smallSpec() {
  StudySpec spec;
  spec.name = "small";
  spec.program.program = "./train";
  spec.space.parameters = {{"lr", FloatDomain{1e-4, 1.0, true, {}}, {}, {}, {}},
                           {"units", IntDomain{8, 128, false, 8}, {}, {}, {}}};
  return spec;
}

inline Trial waitingTrial(int number) {
  Trial trial;
  trial.number = number;
  trial.configuration = {{"lr", 0.1 / (number + 1)}, {"units", std::int64_t{8 * (number % 16 + 1)}}};
  trial.origin = Message("start-up sample %1", {std::to_string(number)});
  trial.seed = static_cast<std::uint64_t>(number) * 7919u;
  return trial;
}

inline Trial completeTrial(int number, int reports = 3) {
  Trial trial = waitingTrial(number);
  trial.state = TrialState::Complete;
  for (int i = 0; i < reports; ++i)
    trial.reports.push_back({i, {{"loss", 1.0 / (i + 1)}, {"accuracy", 0.5 + 0.01 * i}}, 0.5 * i});
  trial.values = {1.0 / reports};
  Attempt attempt;
  attempt.seed = trial.seed;
  attempt.command = {"./train", "--lr=0.1"};
  attempt.pid = 4711;
  attempt.processStart = 12345678901u;
  attempt.started = 1'700'000'000'000;
  attempt.ended = 1'700'000'001'500;
  attempt.exitCode = 0;
  attempt.wallSeconds = 1.5;
  attempt.cpuSeconds = 1.25;
  attempt.peakMemoryBytes = std::int64_t{5} << 30;
  attempt.worker = 1;
  trial.attempts = {attempt};
  return trial;
}

inline Result<void> writeOne(Storage& storage, const Trial& trial, std::size_t firstReport = 0) {
  const std::vector<Storage::TrialChange> changes = {{trial, firstReport}};
  return storage.write(changes, 0.0);
}

/// A closed study file with this many finished trials.
inline void makeStudy(const std::string& path, int trials) {
  auto storage = createSqliteStudy(path, smallSpec());
  std::vector<Storage::TrialChange> changes;
  for (int i = 0; i < trials; ++i)
    changes.push_back({completeTrial(i), 0});
  if (!storage || !(*storage)->write(changes, 1.0))
    throw std::runtime_error("the study for this test could not be made");
}

} // namespace sweep
