// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/trial_naming.h"
#include "core/storage/sqlite_storage.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <string>
#include <vector>

namespace sweep::test {

/// A trial of x in 0 … 1 as it was when the program was killed in the middle of it, with so many epochs reported.
inline Trial killedTrial(int number, int epochs) {
  Trial trial;
  trial.number = number;
  trial.configuration = {{"x", 0.1 * number}};
  trial.seed = trialSeed(1, number);
  trial.origin = Message("uniform draw");
  trial.state = TrialState::Running;
  Attempt attempt;
  attempt.seed = trial.seed;
  attempt.command = {"./train.sh"};
  attempt.started = 1'764'000'000'000 + number * 1000;
  for (int epoch = 1; epoch <= epochs; ++epoch)
    trial.reports.push_back({epoch, {{"loss", 1.0 / epoch}}, 60.0 * epoch});
  trial.attempts = {attempt};
  return trial;
}

/// A study at this path whose first trials are complete and the others were running when the program was killed, five epochs
/// each. Those of `saved` have left a checkpoint that says so.
inline void makeKilledStudy(const std::string& path, const StudySpec& spec, int complete, int running,
                            const std::vector<int>& saved) {
  StoredStudy study;
  study.spec = spec;
  for (int number = 0; number < complete + running; ++number) {
    auto trial = killedTrial(number, 5);
    if (number < complete) {
      trial.state = TrialState::Complete;
      trial.values = {trial.reports.back().metrics.at("loss")};
      trial.attempts.back().ended = trial.attempts.back().started + 300'000;
      trial.attempts.back().wallSeconds = 300.0;
      trial.attempts.back().exitCode = 0;
      study.finishOrder.push_back(number);
    }
    study.trials.push_back(std::move(trial));
  }
  if (const auto written = writeSqliteStudy(path, study); !written)
    throw std::runtime_error(written.error().str());
  for (const int number : saved) {
    const auto folder = std::filesystem::path(trialsFolderOf(path)) / trialFolderName(number);
    std::filesystem::create_directories(folder);
    writeFile((folder / "checkpoint").string(), "5");
  }
}

} // namespace sweep::test
