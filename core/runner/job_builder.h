// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/executor/job.h"
#include "core/runner/checkpoints.h"
#include "core/runner/command_template.h"
#include "core/runner/metric_reader.h"
#include "core/runner/runner_places.h"
#include "core/study/study_spec.h"
#include "core/study/trial.h"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace sweep {

/// What keeps a trial from being started.
struct JobProblem {
  Message message;
  /// It lies in the surroundings (no folder can be made): trying again later may help, and no trial is to blame.
  bool passing = false;
};

/// How far an attempt goes, what it goes on from, and its seed.
struct Launch {
  std::optional<double> budget;
  /// Nothing: a fresh start.
  std::optional<CheckpointSource> resume;
  std::uint64_t seed = 0;
  /// How far the training had come there.
  double from = 0.0;
};

/// Turns trials into jobs: makes the folder, fills in the command, gathers the environment. A replay needs none of these.
class JobBuilder {
public:
  JobBuilder(const StudySpec& spec, RunnerPlaces places);

  struct Prepared {
    Job job;
    /// The job's reader, for asking it which names it saw once the job has ended. Null in a replay.
    std::shared_ptr<MetricReader> reader;
    std::optional<JobProblem> problem;
  };
  Prepared prepare(const Trial& trial, const Launch& launch);

  const Checkpoints& checkpoints() const { return m_checkpoints; }

private:
  void fillTask(Job& job, const Trial& trial, const Launch& launch) const;
  CommandContext contextOf(const Job& job, const Trial& trial, const Launch& launch) const;
  Result<std::shared_ptr<MetricReader>> readerFor(const Trial& trial, const Launch& launch, const CommandContext& context) const;
  Result<void> fillCommand(Job& job, const Trial& trial, const CommandContext& context);
  Result<std::string> program(const std::string& word);

  StudySpec m_spec;
  RunnerPlaces m_places;
  Checkpoints m_checkpoints;
  std::string m_workingDirectory;
  /// Programs found before, by the word that names them.
  std::map<std::string, std::string> m_programs;
};

} // namespace sweep
