// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/child_process.h"
#include "core/executor/executor.h"
#include "core/executor/output_stream.h"
#include "core/executor/patient_clock.h"
#include "core/executor/process_tree.h"

#include <atomic>
#include <optional>
#include <span>
#include <vector>

namespace sweep {

/// What a worker lends to the job that it runs.
struct JobSurroundings {
  int worker = 0;
  /// An eventfd that interrupts the waiting.
  int wake = -1;
  /// Set by another thread, followed by a wake, to end the job.
  const std::atomic<bool>& cancelled;
  ProcessTable& processes;
  const Executor::Listener& listener;
  std::span<char> buffer;
};

/// Runs one job on the calling thread, from Started to Finished.
///
/// The job ends when its process has ended; output that is still in the pipes is read, but an open pipe is not waited for longer
/// than a moment. What is then left of its process group, or still holds its output, is ended with all that came from it.
/// Exceeded memory ends a job without grace.
class JobRun {
public:
  JobRun(Job job, const JobSurroundings& surroundings);
  /// False when the program could not be started.
  bool run();

private:
  using Steady = PatientClock::Steady;

  bool start();
  void superviseUntilExit();
  void settle();
  void finish();

  void beginEnding(double grace);
  void endTree();
  void drain();
  bool somethingIsLeft() const;

  void wait(double seconds);
  void readStreams(bool output, bool errors);
  void lookElsewhere();
  void stamp(std::size_t from);
  void checkLimits();
  void sampleMemory();
  double secondsToNextCheck() const;
  void flush();
  JobEvent eventOf(decltype(JobEvent::what) what) const;
  void emit(decltype(JobEvent::what) what);
  Message warning();
  double elapsed() const;

  Job m_job;
  JobSurroundings m_around;
  Steady::time_point m_started = Steady::now();
  PatientClock m_clock{m_started};
  Steady::time_point m_tookOver = m_started;
  UniqueFd m_folder;
  std::optional<ChildProcess> m_child;
  std::optional<OutputStream> m_output;
  std::optional<OutputStream> m_errors;
  std::optional<ProcessTree> m_tree;
  std::optional<TreeEnding> m_ending;

  bool m_exited = false;
  JobFinished m_result;
  double m_lastOutput = 0.0;
  double m_nextLook = 0.0;
  bool m_usesTooMuch = false;
  double m_nextSample = 0.1;
  double m_samplePause = 0.1;
  /// Told with the first reports: whoever listens to programs that end at once is woken once for each.
  std::optional<JobEvent> m_untoldStart;
  std::vector<Report> m_reports;
  Steady::time_point m_lastFlush{};
};

} // namespace sweep
