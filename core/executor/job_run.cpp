// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/job_run.h"

#include "core/executor/start_failure.h"
#include "core/executor/wall_clock.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <fcntl.h>
#include <limits>
#include <poll.h>
#include <unistd.h>
#include <utility>

namespace sweep {

namespace {

constexpr double Never = std::numeric_limits<double>::infinity();
/// Starts and reports are handed on at most this often, unless there are very many.
constexpr double FlushPause = 0.02;
constexpr std::size_t ManyReports = 100'000;
/// After its end a program's output is read until it is silent for the first, at most for the second.
constexpr double DrainSilence = 0.1;
constexpr double DrainLimit = 1.0;
constexpr double SamplePauseWithLimit = 0.25;
constexpr double SamplePauseWithout = 2.0;

int pollMilliseconds(double seconds) {
  return std::isinf(seconds) ? -1 : static_cast<int>(std::ceil(std::clamp(seconds, 0.0, 3600.0) * 1000.0));
}

} // namespace

JobRun::JobRun(Job job, const JobSurroundings& surroundings) : m_job(std::move(job)), m_around(surroundings) {}

bool JobRun::run() {
  if (!start())
    return false;
  superviseUntilExit();
  settle();
  finish();
  return true;
}

bool JobRun::start() {
  m_folder = UniqueFd(::open(m_job.folder.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!m_folder && (errno == EMFILE || errno == ENFILE)) {
    emit(startFailure(StartStep::Resources, errno, m_job));
    return false;
  }
  if (!m_folder) {
    emit(JobNotStarted{Message(SWEEP_TEXT("The trial's folder “%1” cannot be opened: %2. Check that the study's folder is "
                                          "still there and can be written to."),
                               {m_job.folder, systemErrorText(errno)})});
    return false;
  }
  if (m_job.prepare)
    if (auto prepared = m_job.prepare(); !prepared) {
      emit(JobNotStarted{prepared.error(), true});
      return false;
    }
  const double untilLook = m_job.reader ? m_job.reader->begin() : Never;
  auto started = ChildProcess::start(m_job);
  if (auto* failure = std::get_if<JobNotStarted>(&started)) {
    emit(std::move(*failure));
    return false;
  }
  m_child = std::move(std::get<ChildProcess>(started));
  m_tookOver = Steady::now();
  m_nextLook = m_clock.now() + untilLook;
  m_output.emplace(OutputReader::Stream::Output, std::move(m_child->output()),
                   OutputLog(m_folder.fd(), stdoutLog(m_job.attempt), m_job.limits.logBytes));
  m_errors.emplace(OutputReader::Stream::Errors, std::move(m_child->errors()),
                   OutputLog(m_folder.fd(), stderrLog(m_job.attempt), m_job.limits.logBytes));
  m_tree.emplace(m_child->pid(), m_child->startTime(), true);
  m_untoldStart = eventOf(JobStarted{m_child->pid(), m_child->startTime(), m_around.worker});
  m_lastFlush = m_tookOver;
  return true;
}

void JobRun::superviseUntilExit() {
  while (!m_exited) {
    wait(secondsToNextCheck());
    if (!m_exited && !m_ending) {
      lookElsewhere();
      checkLimits();
    }
    if (!m_exited && m_ending && m_ending->advance(m_clock.now()) && m_ending->left() > 0)
      return;
  }
}

void JobRun::settle() {
  if (m_ending)
    endTree();
  if (m_exited) {
    drain();
    if (const auto end = m_child->reap()) {
      m_result.exitCode = end->exitCode;
      m_result.signal = end->signal;
      m_result.cpuSeconds = end->cpuSeconds;
      m_result.peakMemoryBytes = std::max(m_result.peakMemoryBytes, end->peakMemoryBytes);
    }
  }
  if (!m_ending && somethingIsLeft()) {
    beginEnding(m_job.limits.grace);
    endTree();
    drain();
  }
}

/// Once the process was waited for, its number stands for a group only as long as the group has members.
bool JobRun::somethingIsLeft() const {
  return m_output->open() || m_errors->open() || ::kill(-m_child->pid(), 0) == 0 || errno == EPERM;
}

void JobRun::beginEnding(double grace) {
  m_ending.emplace(*m_tree, m_around.processes, grace);
  m_ending->begin(m_clock.now());
}

void JobRun::endTree() {
  while (!m_ending->advance(m_clock.now()))
    wait(m_ending->secondsToNext(m_clock.now()));
}

void JobRun::drain() {
  const double begin = m_clock.now();
  m_lastOutput = begin;
  while (m_output->open() || m_errors->open()) {
    const double now = m_clock.now();
    const double left = std::min(m_lastOutput + DrainSilence, begin + DrainLimit) - now;
    if (left <= 0.0)
      return;
    wait(left);
  }
}

void JobRun::finish() {
  if (m_result.wallSeconds == 0.0)
    m_result.wallSeconds = elapsed();
  m_output->log().finish();
  m_errors->log().finish();
  if (m_job.reader) {
    const std::size_t before = m_reports.size();
    m_job.reader->finish(m_reports);
    stamp(before);
  }
  flush();
  m_result.tail = m_errors->tail().text();
  if (m_result.tail.empty())
    m_result.tail = m_output->tail().text();
  m_result.warning = warning();
  if (m_job.conclude && m_result.cause == JobFinished::Cause::Exited)
    m_job.conclude();
  emit(std::move(m_result));
}

Message JobRun::warning() {
  if (m_ending && m_ending->left() > 0)
    return Message(SWEEP_TEXT("%1 processes of this trial could not be ended; the first one was started as process %2. They "
                              "belong to another user or wait for a device: end them by hand."),
                   {std::to_string(m_ending->left()), std::to_string(m_child->pid())});
  const int error = m_output->log().error() != 0 ? m_output->log().error() : m_errors->log().error();
  if (error == 0)
    return {};
  return Message(SWEEP_TEXT("The log of this trial is not complete: writing into “%1” failed (%2). Its metrics were read all the "
                            "same."),
                 {m_job.folder, systemErrorText(error)});
}

void JobRun::wait(double seconds) {
  const double untilFlush =
      m_reports.empty() && !m_untoldStart ? Never
                        : FlushPause - std::chrono::duration<double>(Steady::now() - m_lastFlush).count();
  const double asked = std::max(0.0, std::min(seconds, untilFlush));
  std::array<pollfd, 4> watched{{{m_output->fd(), POLLIN, 0},
                                 {m_errors->fd(), POLLIN, 0},
                                 {m_exited ? -1 : m_child->exitFd(), POLLIN, 0},
                                 {m_around.wake, POLLIN, 0}}};
  const int ready = ::poll(watched.data(), watched.size(), pollMilliseconds(asked));
  m_clock.tick(Steady::now(), asked);
  if (ready > 0) {
    readStreams(watched[0].revents != 0, watched[1].revents != 0);
    if (watched[2].revents != 0) {
      m_exited = true;
      m_result.wallSeconds = elapsed();
    }
    std::uint64_t wakes = 0;
    if (watched[3].revents != 0)
      [[maybe_unused]] const auto size = ::read(m_around.wake, &wakes, sizeof wakes);
  }
  if (m_reports.size() >= ManyReports || Steady::now() - m_lastFlush >= std::chrono::duration<double>(FlushPause))
    flush();
}

void JobRun::readStreams(bool output, bool errors) {
  const std::size_t before = m_reports.size();
  std::size_t bytes = 0;
  if (output)
    bytes += m_output->read(m_around.buffer, m_job.reader.get(), m_reports);
  if (errors)
    bytes += m_errors->read(m_around.buffer, m_job.reader.get(), m_reports);
  if (bytes > 0)
    m_lastOutput = m_clock.now();
  stamp(before);
}

void JobRun::lookElsewhere() {
  if (m_clock.now() < m_nextLook)
    return;
  const std::size_t before = m_reports.size();
  const double pause = m_job.reader->look(m_reports);
  stamp(before);
  if (m_reports.size() > before)
    m_lastOutput = m_clock.now();
  m_nextLook = m_clock.now() + pause;
}

void JobRun::stamp(std::size_t from) {
  for (std::size_t i = from; i < m_reports.size(); ++i)
    m_reports[i].time = elapsed();
}

void JobRun::checkLimits() {
  const JobLimits& limits = m_job.limits;
  const double now = m_clock.now();
  if (now >= m_nextSample)
    sampleMemory();
  std::optional<JobFinished::Cause> cause;
  if (m_around.cancelled)
    cause = JobFinished::Cause::Cancelled;
  else if (m_usesTooMuch)
    cause = JobFinished::Cause::MemoryLimit;
  else if (limits.wallTime && now >= *limits.wallTime)
    cause = JobFinished::Cause::TimeLimit;
  else if (limits.silence && now - m_lastOutput >= *limits.silence)
    cause = JobFinished::Cause::Silence;
  if (!cause)
    return;
  m_result.cause = *cause;
  beginEnding(cause == JobFinished::Cause::MemoryLimit ? 0.0 : limits.grace);
}

void JobRun::sampleMemory() {
  // A reading from before the program took over would show our own memory as its.
  const double running = std::chrono::duration<double>(Steady::now() - m_tookOver).count();
  m_tree->update(*m_around.processes.recent(
      std::chrono::milliseconds(static_cast<std::int64_t>(std::min(m_samplePause / 2.0, running) * 1000.0))));
  m_result.peakMemoryBytes =
      std::max({m_result.peakMemoryBytes, m_tree->residentBytes(), peakResidentBytes(m_child->pid())});
  m_usesTooMuch = m_job.limits.memory && m_tree->uses(*m_job.limits.memory);
  const double longest = m_job.limits.memory ? SamplePauseWithLimit : SamplePauseWithout;
  m_samplePause = std::min(m_samplePause * 2.0, longest);
  m_nextSample = m_clock.now() + m_samplePause;
}

double JobRun::secondsToNextCheck() const {
  const double now = m_clock.now();
  if (m_ending)
    return m_ending->secondsToNext(now);
  double next = std::min(m_nextSample, m_nextLook);
  if (m_job.limits.wallTime)
    next = std::min(next, *m_job.limits.wallTime);
  if (m_job.limits.silence)
    next = std::min(next, m_lastOutput + *m_job.limits.silence);
  return next - now;
}

void JobRun::flush() {
  m_lastFlush = Steady::now();
  if (m_untoldStart)
    m_around.listener(*std::exchange(m_untoldStart, std::nullopt));
  if (!m_reports.empty())
    emit(JobReported{std::exchange(m_reports, {})});
}

JobEvent JobRun::eventOf(decltype(JobEvent::what) what) const {
  return {m_job.trial, m_job.attempt, wallMilliseconds(), std::move(what)};
}

void JobRun::emit(decltype(JobEvent::what) what) { m_around.listener(eventOf(std::move(what))); }

double JobRun::elapsed() const { return std::chrono::duration<double>(Steady::now() - m_started).count(); }

} // namespace sweep
