// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/job_builder.h"

#include "core/runner/arguments_file.h"
#include "core/runner/budget_check.h"
#include "core/runner/program_environment.h"
#include "core/runner/trial_naming.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace sweep {

namespace {

namespace fs = std::filesystem;

/// Whether it lies where everybody may write and somebody else has put it there: it may lead anywhere, or be exchanged.
bool isPlanted(const fs::path& path) {
  struct stat around {};
  struct stat status {};
  return stat(path.parent_path().c_str(), &around) == 0 && (around.st_mode & S_IWOTH) != 0 &&
         lstat(path.c_str(), &status) == 0 && status.st_uid != geteuid();
}

JobProblem folderProblem(const std::string& folder, const std::string& why, bool passing) {
  return {Message(SWEEP_TEXT("The trial's folder %1 cannot be made (%2)."), {folder, why}), passing};
}

/// Makes a trial's folder and the one of all trials, seen by their owner only; nothing when they are there. A link in the place of
/// the first is not followed: that is this trial's own trouble, all else may pass.
std::optional<JobProblem> problemOfFolder(const std::string& folder) {
  const fs::path trials = fs::path(folder).parent_path();
  if (access(trials.c_str(), F_OK) != 0) {
    std::error_code ignored;
    fs::create_directories(trials.parent_path(), ignored);
    mkdir(trials.c_str(), 0700);
  }
  if (isPlanted(trials))
    return folderProblem(folder, trials.string() + " belongs to another user, and everybody may write beside it", false);
  struct stat status {};
  if (mkdir(folder.c_str(), 0700) == 0 ||
      (errno == EEXIST && lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode)))
    return std::nullopt;
  const bool isTaken = errno == EEXIST;
  return folderProblem(folder, isTaken ? "something else has its name" : std::strerror(errno), !isTaken);
}

using Step = std::function<Result<void>()>;

/// One after the other, as far as they go.
Step inOrder(Step first, Step then) {
  if (!first)
    return then;
  return [first = std::move(first), then = std::move(then)] {
    auto done = first();
    return done ? then() : done;
  };
}

} // namespace

JobBuilder::JobBuilder(const StudySpec& spec, RunnerPlaces places)
    : m_spec(spec), m_places(std::move(places)), m_checkpoints(spec, m_places.trialsFolder),
      m_workingDirectory(
          (fs::path(m_places.studyFolder) / spec.program.workingDirectory).lexically_normal().string()) {}

Result<std::string> JobBuilder::program(const std::string& word) {
  if (const auto known = m_programs.find(word); known != m_programs.end())
    return known->second;
  auto found = findProgram(m_spec.program, word, {m_workingDirectory, m_places.studyFolder, m_places.programFolders});
  if (found)
    m_programs[word] = *found;
  return found;
}

CommandContext JobBuilder::contextOf(const Job& job, const Trial& trial, const Launch& launch) const {
  CommandContext context;
  context.trial = trial.number;
  context.seed = launch.seed;
  context.budget = toldBudget(m_spec, launch.budget);
  context.folder = job.folder;
  context.checkpoint = m_checkpoints.pathOf({trial.number, job.attempt});
  if (launch.resume)
    context.resume = m_checkpoints.readPath({trial.number, job.attempt}, *launch.resume);
  context.studyFolder = m_places.studyFolder;
  return context;
}

Result<std::shared_ptr<MetricReader>> JobBuilder::readerFor(const Trial& trial, const Launch& launch,
                                                            const CommandContext& context) const {
  MetricSource source = m_spec.metricSource;
  auto file = expandText(source.file, m_spec.program, trial.configuration, context);
  if (!file)
    return file.error();
  source.file = *std::move(file);
  // A program that prints no steps counts on from where it was.
  const bool goesOn = launch.resume && !trial.reports.empty();
  return MetricReader::create(source, goesOn ? trial.reports.back().step + 1 : 1, context.folder);
}

Result<void> JobBuilder::fillCommand(Job& job, const Trial& trial, const CommandContext& context) {
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
  job.environment = programEnvironment(m_spec.program, trial.configuration, context);
  if (auto problem = problemOfSize(job.command, job.environment))
    return *std::move(problem);
  if (needsArgumentsFile(m_spec.program))
    job.prepare = [configuration = trial.configuration, folder = job.folder] {
      return writeArgumentsFile(configuration, folder);
    };
  return {};
}

void JobBuilder::fillTask(Job& job, const Trial& trial, const Launch& launch) const {
  job.task.configuration = trial.configuration;
  job.task.seed = launch.seed;
  job.task.budget = toldBudget(m_spec, launch.budget);
  job.task.from = launch.from;
}

JobBuilder::Prepared JobBuilder::prepare(const Trial& trial, const Launch& launch) {
  Prepared prepared;
  auto& job = prepared.job;
  job.trial = trial.number;
  job.attempt = trial.attempts.empty() ? 1 : trial.attempts.back().number + 1;
  fillTask(job, trial, launch);
  job.limits.wallTime = m_spec.limits.trialTime;
  if (m_spec.replay)
    return prepared;
  job.folder = m_checkpoints.folderOf(trial.number);
  job.workingDirectory = m_workingDirectory;
  const auto& limits = m_spec.limits;
  job.limits.silence = limits.silence;
  job.limits.memory = limits.trialMemory;
  job.limits.grace = limits.grace;
  const CommandContext context = contextOf(job, trial, launch);
  auto reader = readerFor(trial, launch, context);
  if (!reader) {
    prepared.problem = {reader.error(), false};
    return prepared;
  }
  prepared.reader = *reader;
  job.reader = *reader;
  prepared.problem = problemOfFolder(job.folder);
  if (prepared.problem)
    return prepared;
  if (auto filled = fillCommand(job, trial, context); !filled)
    prepared.problem = {filled.error(), false};
  if (launch.budget)
    job.conclude = [path = m_checkpoints.pathOf({trial.number, job.attempt})] {
      flushCheckpoint(path);
    };
  if (launch.resume && launch.resume->trial != trial.number)
    job.prepare = inOrder(std::move(job.prepare), [from = m_checkpoints.pathOf(*launch.resume),
                                                   to = m_checkpoints.readPath({trial.number, job.attempt}, *launch.resume)] {
      return copyCheckpoint(from, to);
    });
  return prepared;
}

} // namespace sweep
