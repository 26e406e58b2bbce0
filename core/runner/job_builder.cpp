// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/job_builder.h"

#include "core/runner/budget_check.h"
#include "core/runner/command_template.h"
#include "core/runner/trial_naming.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace sweep {

namespace {

namespace fs = std::filesystem;

/// Makes a trial's folder, seen by its owner only; nothing when it is there. A link in its place is not followed: that is this
/// trial's own trouble, all else may pass.
std::optional<JobProblem> problemOfFolder(const std::string& folder) {
  std::error_code failed;
  fs::create_directories(fs::path(folder).parent_path(), failed);
  struct stat status {};
  if (mkdir(folder.c_str(), 0700) == 0 ||
      (errno == EEXIST && lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode)))
    return std::nullopt;
  const bool isTaken = errno == EEXIST;
  const std::string why = isTaken ? "something else has its name" : std::strerror(errno);
  return JobProblem{Message(SWEEP_TEXT("The trial's folder %1 cannot be made (%2)."), {folder, why}),
                    !isTaken};
}

using Variables = std::vector<std::pair<std::string, std::string>>;

/// The application's own variables. Python programs show their output at once unless told otherwise.
Variables ownVariables() {
  Variables variables;
  for (char** entry = environ; entry && *entry; ++entry)
    if (const char* equals = std::strchr(*entry, '='))
      variables.emplace_back(std::string(static_cast<const char*>(*entry), equals), equals + 1);
  const auto isSet = [](const auto& variable) {
    return variable.first == "PYTHONUNBUFFERED";
  };
  if (std::none_of(variables.begin(), variables.end(), isSet))
    variables.emplace_back("PYTHONUNBUFFERED", "1");
  return variables;
}

void addTo(Variables& variables, const Variables& more) {
  for (const auto& [name, value] : more) {
    const auto same = [&name = name](const auto& variable) {
      return variable.first == name;
    };
    if (const auto found = std::find_if(variables.begin(), variables.end(), same); found != variables.end())
      found->second = value;
    else
      variables.emplace_back(name, value);
  }
}

} // namespace

JobBuilder::JobBuilder(const StudySpec& spec, RunnerPlaces places)
    : m_spec(spec), m_places(std::move(places)), m_checkpoints(spec, m_places.trialsFolder),
      m_workingDirectory(
          (fs::path(m_places.studyFolder) / spec.program.workingDirectory).lexically_normal().string()) {}

Result<std::string> JobBuilder::program(const std::string& word) {
  if (const auto known = m_programs.find(word); known != m_programs.end())
    return known->second;
  auto found = findProgram(word, m_workingDirectory, m_places.studyFolder, m_places.programFolders);
  if (found)
    m_programs[word] = *found;
  return found;
}

Result<void> JobBuilder::fillCommand(Job& job, const Trial& trial, const Launch& launch) {
  CommandContext context;
  context.trial = trial.number;
  context.seed = launch.seed;
  context.budget = toldBudget(m_spec, launch.budget);
  context.folder = job.folder;
  context.checkpoint = m_checkpoints.pathOf({trial.number, job.attempt});
  if (launch.resume)
    context.resume = m_checkpoints.readPath(trial.number, *launch.resume);
  context.studyFolder = m_places.studyFolder;
  auto words = expandCommand(m_spec.program, trial.configuration, context);
  if (!words)
    return words.error();
  if (words->empty())
    return Error(SWEEP_TEXT("There is no command: say which program to run."));
  const auto path = program(words->front());
  if (!path)
    return path.error();
  job.command = std::move(*words);
  job.command.front() = *path;
  job.environment = ownVariables();
  addTo(job.environment, m_spec.program.environment);
  addTo(job.environment, trialEnvironment(m_spec.program, trial.configuration, context));
  return {};
}

JobBuilder::Prepared JobBuilder::prepare(const Trial& trial, const Launch& launch) {
  Prepared prepared;
  auto& job = prepared.job;
  job.trial = trial.number;
  job.attempt = trial.attempts.empty() ? 1 : trial.attempts.back().number + 1;
  job.folder = m_checkpoints.folderOf(trial.number);
  job.workingDirectory = m_workingDirectory;
  const auto& limits = m_spec.limits;
  job.limits.wallTime = limits.trialTime;
  job.limits.silence = limits.silence;
  job.limits.memory = limits.trialMemory;
  job.limits.grace = limits.grace;
  // A program that prints no steps counts on from where it was.
  const bool goesOn = launch.resume && !trial.reports.empty();
  auto reader = MetricReader::create(m_spec.metricSource, goesOn ? trial.reports.back().step + 1 : 1);
  if (!reader) {
    prepared.problem = {reader.error(), false};
    return prepared;
  }
  prepared.reader = *reader;
  job.reader = *reader;
  prepared.problem = problemOfFolder(job.folder);
  if (prepared.problem)
    return prepared;
  if (auto filled = fillCommand(job, trial, launch); !filled)
    prepared.problem = {filled.error(), false};
  if (launch.budget)
    job.conclude = [path = m_checkpoints.pathOf({trial.number, job.attempt})] {
      flushCheckpoint(path);
    };
  if (launch.resume && launch.resume->trial != trial.number)
    job.prepare = [from = m_checkpoints.pathOf(*launch.resume),
                   to = m_checkpoints.readPath(trial.number, *launch.resume)] {
      return copyCheckpoint(from, to);
    };
  return prepared;
}

} // namespace sweep
