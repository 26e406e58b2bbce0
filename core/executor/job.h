// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/trial.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sweep {

/// Turns a program's output into reports. Called from the worker thread that owns the job, one call at a time.
class OutputReader {
public:
  enum class Stream { Output, Errors };
  virtual ~OutputReader() = default;
  /// The program is about to be started. The seconds until look() is wanted; infinity for never.
  virtual double begin() { return std::numeric_limits<double>::infinity(); }
  /// Appends what was reported in another place than the output, and says when to look again. What is found counts as a sign of
  /// life of the program.
  virtual double look(std::vector<Report>&) { return std::numeric_limits<double>::infinity(); }
  /// Any bytes in pieces of any size; appends the reports that became complete.
  virtual void read(Stream stream, std::string_view bytes, std::vector<Report>& reports) = 0;
  /// The program has ended: a last line without its newline counts.
  virtual void finish(std::vector<Report>& reports) = 0;
};

struct JobLimits {
  /// Seconds; nothing for no limit.
  std::optional<double> wallTime;
  std::optional<double> silence;
  /// Bytes of resident memory over the job's whole process tree.
  std::optional<std::int64_t> memory;
  /// Seconds between SIGTERM and SIGKILL.
  double grace = 5.0;
  /// Bytes kept of each of stdout and stderr: the first and the last half.
  std::int64_t logBytes = 8 << 20;
  /// Added to ours.
  int niceness = 0;
  /// Processors that it is bound to; empty for all.
  std::vector<int> processors;
};

/// What an attempt is to find out, for executors that do not go by its command.
struct TrialTask {
  Configuration configuration;
  /// Trial::seed.
  std::uint64_t seed = 0;
  /// How far it goes, in steps from the trial's very beginning; nothing: to its end.
  std::optional<double> budget;
  /// How far the training is that it goes on from; 0 for a fresh start.
  double from = 0.0;
};

/// One attempt to run a trial's program.
struct Job {
  int trial = 0;
  int attempt = 1;
  TrialTask task;
  /// argv, passed as it is: no shell.
  std::vector<std::string> command;
  /// Complete; nothing is inherited.
  std::vector<std::pair<std::string, std::string>> environment;
  std::string workingDirectory;
  /// Exists; gets the logs. See stdoutLog and stderrLog.
  std::string folder;
  JobLimits limits;
  std::shared_ptr<OutputReader> reader;
  /// Done on the worker's thread before the program is started, when given. It may take long. When it fails the job gets
  /// a passing NotStarted with its sentence.
  std::function<Result<void>()> prepare;
  /// Done there once the program has ended by itself, before Finished is told.
  std::function<void()> conclude;
};

/// Names of the logs of an attempt inside the job's folder.
std::string stdoutLog(int attempt);
std::string stderrLog(int attempt);

struct JobStarted {
  std::int64_t pid = 0;
  /// See Attempt::processStart.
  std::uint64_t processStart = 0;
  int worker = 0;
};
struct JobReported {
  /// Report::time is seconds since the job started.
  std::vector<Report> reports;
};
struct JobFinished {
  enum class Cause { Exited, TimeLimit, Silence, MemoryLimit, Cancelled };
  /// Who ended it: the program itself, or we and why.
  Cause cause = Cause::Exited;
  std::optional<int> exitCode;
  std::optional<int> signal;
  double wallSeconds = 0.0;
  double cpuSeconds = 0.0;
  std::int64_t peakMemoryBytes = 0;
  /// The last lines of stderr, else of stdout; at most 20 lines or 4 KiB, valid UTF-8.
  std::string tail;
  /// What could not be done beside running the program (a log not written because the disk is full), empty otherwise.
  Message warning;
};
struct JobNotStarted {
  Message reason;
  /// Trying again later may help (no process or descriptor free), as opposed to a program that is not there.
  bool passing = false;
  /// Taken back before its turn came: nothing is wrong with it.
  bool withdrawn = false;
};

/// What can happen to a job: Started, then any number of Reported, then Finished; or NotStarted alone.
struct JobEvent {
  int trial = 0;
  int attempt = 1;
  /// Milliseconds since 1970, UTC.
  std::int64_t time = 0;
  std::variant<JobStarted, JobReported, JobFinished, JobNotStarted> what;
};

} // namespace sweep
